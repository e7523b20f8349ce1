import { problemsOfCorrectServer } from '../../scripts/catalogue/check.ts';
import { runCatalogue } from '../../scripts/catalogue/run.ts';
import { playedIn } from '../../src/run/named-only.ts';
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

/** Every scenario that a browser plays has a result under every policy. */
export function expectedChecks(browser: string): number {
  const all = suites.flatMap(({ scenarios }) => scenarios);
  return playedIn(browser, all).length * Object.keys(policies).length;
}

/** No engine passes fewer: a run in which most checks silently do not run must not look like success. */
export function fewestPassed(browser: string): number {
  return expectedChecks(browser) * 0.4;
}
