import { describe, expect, it } from 'vitest';
import { problems } from '../../scripts/faults/matrix.ts';
import { measurePower } from '../../scripts/faults/play.ts';
import { need } from '../requirements.ts';

const minute = 60_000;

/** A browser takes minutes for all scenarios with all correct servers, and the model shows the same. */
const oneIn = 6;

/** In the model: test/catalogue/faults.test.ts. */
describe.each(['chromium', 'firefox', 'webkit'] as const)('in %s', async (browser) => {
  const { missing } = await need(browser);

  it.skipIf(missing)(
    'every server with a deliberate fault fails, and no correct server does for a sixth of the scenarios',
    async () => {
      const hooks = { onEvent: () => undefined, signal: new AbortController().signal };
      const [power] = await measurePower({
        browsers: [browser],
        isWhole: () => false,
        oneIn,
        jobs: 16,
        hooks,
      });
      expect(problems(power!.matrix)).toEqual([]);
    },
    20 * minute,
  );
});

it(
  'no correct server fails any scenario in the model',
  async () => {
    const hooks = { onEvent: () => undefined, signal: new AbortController().signal };
    const isWanted = () => false;
    const [power] = await measurePower({
      browsers: ['model'],
      isWanted,
      isWhole: () => false,
      jobs: 16,
      hooks,
    });
    expect(power!.checks).toBeGreaterThan(10_000);
    expect(problems(power!.matrix, { partial: true })).toEqual([]);
  },
  20 * minute,
);
