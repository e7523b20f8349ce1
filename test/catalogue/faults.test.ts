import { expect, it } from 'vitest';
import { problems } from '../../scripts/faults/matrix.ts';
import { measurePower } from '../../scripts/faults/play.ts';

/** Correct servers with all scenarios: test/self/faults.test.ts. */
it('every server with a deliberate fault fails in the model, and no correct server does for a quarter of the scenarios', async () => {
  const hooks = { onEvent: () => undefined, signal: new AbortController().signal };
  const [power] = await measurePower({
    browsers: ['model'],
    isWhole: () => false,
    oneIn: 4,
    jobs: 16,
    hooks,
  });
  expect(problems(power!.matrix)).toEqual([]);
});
