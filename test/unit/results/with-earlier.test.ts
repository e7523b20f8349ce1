import { expect, it } from 'vitest';
import type { CauseSummary, Result, Results } from '../../../src/results/results.ts';
import { withEarlier } from '../../../src/results/with-earlier.ts';

const result = (scenario: string, status: Result['status'], cause?: string) =>
  ({
    target: 't',
    policy: 'p',
    browser: 'b',
    scenario,
    status,
    ...(cause !== undefined && { cause }),
  }) as Result;
const cause = (id: string, ...scenarios: string[]) =>
  ({ target: 't', policy: 'p', id, checks: scenarios.map((scenario) => ({ scenario, browser: 'b' })) }) as unknown as CauseSummary; // prettier-ignore
const run = (results: Result[], ...causes: CauseSummary[]) =>
  ({ targets: [{ id: 't' }], results, ...(causes.length > 0 && { causes }) }) as unknown as Results;

it('has the earlier results of scenarios that are not done, and their part of each cause', () => {
  const before = run(
    [result('fast', 'fail', 'one'), result('slow', 'fail', 'one'), result('late', 'fail', 'two')],
    cause('one', 'fast', 'slow'),
    cause('two', 'late'),
  );
  const now = run([result('fast', 'fail', 'one')], cause('one', 'fast'));
  expect(withEarlier(now, before, ['slow', 'late'])).toEqual(
    run(
      [result('fast', 'fail', 'one'), result('slow', 'fail', 'one'), result('late', 'fail', 'two')],
      cause('one', 'fast', 'slow'),
      cause('two', 'late'),
    ),
  );
  const passed = run([result('fast', 'pass')]);
  expect(withEarlier(passed, before, ['slow']).causes).toEqual([cause('one', 'slow')]);
});

it('has no earlier results of other scenarios, of targets that are gone, and of checks that are done', () => {
  const now = run([result('slow', 'pass')]);
  expect(withEarlier(now, run([result('slow', 'fail'), result('gone', 'fail')]), ['slow'])).toBe(now);
  const gone = { ...result('slow', 'fail'), target: 'gone' };
  expect(withEarlier(run([]), run([gone]), ['slow']).results).toEqual([]);
});
