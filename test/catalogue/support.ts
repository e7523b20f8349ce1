import { problemsOfCorrectServer } from '../../scripts/catalogue/check.ts';
import { runCatalogue } from '../../scripts/catalogue/run.ts';
import { suites } from '../../suites/index.ts';
import { policies } from '../../fixtures/policies.ts';

/** What a run of the whole catalogue against the reference gives: its problems, and how many checks passed of how many. */
export async function referenceRun(browser: string) {
  const warnings: string[] = [];
  const { results } = await runCatalogue({
    browser,
    signal: new AbortController().signal,
    onWarning: (text) => warnings.push(text),
  });
  return {
    problems: [...warnings, ...problemsOfCorrectServer(results)],
    checks: results.length,
    passed: results.filter(({ status }) => status === 'pass').length,
  };
}

const scenarioCount = suites.flatMap(({ scenarios }) => scenarios).length;

/** Every scenario under every policy has a result, and well over half of the scenarios of a policy apply to it. */
export const expectedChecks = scenarioCount * Object.keys(policies).length;
/** No engine passes fewer: a run in which most checks silently do not run must not look like success. */
export const fewestPassed = expectedChecks * 0.4;
