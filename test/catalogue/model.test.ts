import { expect, it } from 'vitest';
import { expectedChecks, fewestPassed, referenceRun } from './support.ts';

it('the reference passes the whole catalogue under every policy in the model', async () => {
  const { problems, checks, passed } = await referenceRun('model');
  expect(problems).toEqual([]);
  expect(checks).toBe(expectedChecks('model'));
  expect(passed).toBeGreaterThan(fewestPassed('model'));
});
