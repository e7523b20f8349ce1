import { expect, it } from 'vitest';
import { firstBrowser } from '../requirements.ts';
import { expectedChecks, fewestPassed, referenceRun } from './support.ts';

const { browser, missing } = await firstBrowser();

it.skipIf(missing)(`the reference passes the whole catalogue under every policy in ${browser}`, async () => {
  const { problems, checks, passed } = await referenceRun(browser);
  expect(problems).toEqual([]);
  expect(checks).toBe(expectedChecks(browser));
  expect(passed).toBeGreaterThan(fewestPassed(browser));
});
