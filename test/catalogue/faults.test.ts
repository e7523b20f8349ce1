import { expect, it } from 'vitest';
import { problems } from '../../scripts/faults/matrix.ts';
import { measurePower } from '../../scripts/faults/play.ts';

it('every server with a deliberate fault fails in the model, and no correct server does', async () => {
  const hooks = { onEvent: () => undefined, signal: new AbortController().signal };
  const [power] = await measurePower({ browsers: ['model'], isWhole: () => false, jobs: 16, hooks });
  expect(problems(power!.matrix)).toEqual([]);
});
