import { describe, expect, it } from 'vitest';
import { problems } from '../../scripts/faults/matrix.ts';
import { measurePower } from '../../scripts/faults/play.ts';
import { need } from '../requirements.ts';

const minute = 60_000;

/** In the model: test/catalogue/faults.test.ts. */
describe.each(['chromium', 'firefox', 'webkit'] as const)('in %s', async (browser) => {
  const { missing } = await need(browser);

  it.skipIf(missing)(
    'every server with a deliberate fault fails, and no correct server does',
    async () => {
      const hooks = { onEvent: () => undefined, signal: new AbortController().signal };
      const [power] = await measurePower({ browsers: [browser], isWhole: () => false, jobs: 16, hooks });
      expect(problems(power!.matrix)).toEqual([]);
    },
    20 * minute,
  );
});
