import { describe, expect, it } from 'vitest';
import { checkConfig } from '../../../src/config/check.ts';
import { applyIgnore, type IgnoreRule } from '../../../src/config/ignore.ts';
import { verdictOf } from '../../../src/results/index.ts';
import { causeOf, resultsOf } from './results-of.ts';

const reason = 'a CDN in front of it';
const url = 'http://localhost:3000/api/items';
const results = resultsOf(
  [
    ['simple/get', 'fail', { cause: 'vary-missing' }],
    ['preflight/put-allowed', 'fail'],
    ['preflight/put-refused', 'fail', { target: url }],
    ['credentials/cookie', 'error'],
  ],
  [causeOf('vary-missing', ['simple/get'])],
);

function ignored(rules: readonly IgnoreRule[], today = '2026-11-21', isFullRun = true) {
  const { results: marked, warnings } = applyIgnore(results, rules, { today, isFullRun });
  const scenarios = marked.results.flatMap(({ scenario, excused }) =>
    excused === undefined ? [] : [scenario],
  );
  return { scenarios, warnings, marked };
}

describe('an ignore rule', () => {
  it.each<[Omit<IgnoreRule, 'reason'>, readonly string[]]>([
    [{ scenario: 'simple/get' }, ['simple/get']],
    [{ scenario: 'preflight/*' }, ['preflight/put-allowed', 'preflight/put-refused']],
    [{ scenario: 'put-{allowed,other}' }, ['preflight/put-allowed']],
    [{ cause: 'vary-missing' }, ['simple/get']],
    [{ target: url }, ['preflight/put-refused']],
    [{ target: 'http://localhost:*' }, ['preflight/put-refused']],
    [{ scenario: 'preflight/*', target: 'api' }, ['preflight/put-allowed']],
  ])('%j excuses %j', (rule, scenarios) => {
    expect(ignored([{ ...rule, reason }])).toMatchObject({ scenarios, warnings: [] });
  });

  it('never excuses an error, and says that it matches nothing', () => {
    expect(ignored([{ scenario: 'credentials/*', reason }])).toMatchObject({
      scenarios: [],
      warnings: [
        'ignore rule scenario credentials/* (a CDN in front of it): matches no failure of this run. Remove the rule.',
      ],
    });
  });

  it('may match nothing in a run of a part', () => {
    expect(ignored([{ cause: 'null-allowed', reason }], '2026-11-21', false).warnings).toEqual([]);
  });

  it('ends after its last day, and says so', () => {
    const rule = { cause: 'vary-missing', reason, until: '2026-11-21' };
    expect(ignored([rule], '2026-11-21')).toMatchObject({ scenarios: ['simple/get'], warnings: [] });
    expect(ignored([rule], '2026-11-22')).toMatchObject({
      scenarios: [],
      warnings: [
        'ignore rule cause vary-missing (a CDN in front of it): expired after 2026-11-21. 1 failure that it matches count again. Remove the rule, or change its date.',
      ],
    });
  });

  it('passes a run with its reason kept', () => {
    const { marked } = ignored([{ target: '*', reason }]);
    expect(marked.results[0]?.excused).toEqual({ by: 'ignore', reason });
    expect(verdictOf({ ...marked, results: marked.results.slice(0, 3) }, { strict: false })).toMatchObject({
      status: 0,
      sentence: 'PASS: no new failures (0 checks passed). 3 failures are ignored by ignore rules.',
    });
  });
});

describe('the check of a rule', () => {
  const names = { suites: [], browsers: [], reporters: [] };
  const problemsOf = (rule: unknown) => {
    const checked = checkConfig({ targets: [], ignore: [rule] }, names);
    return checked.ok ? checked.value.problems.filter(({ path }) => path[0] === 'ignore') : [];
  };

  it.each([
    { reason },
    { target: 'api', reason },
    { scenario: 'simple/get' },
    { scenario: 'simple/get', reason: ' ' },
    { cause: 'vary-mising', reason },
    { cause: 'vary-missing', reason, until: '2026-13-01' },
    { cause: 'vary-missing', reason, note: 'x' },
  ])('refuses %j', (rule) => {
    expect(problemsOf(rule)).toHaveLength(1);
  });

  it('accepts a rule with all its parts', () => {
    expect(
      problemsOf({ scenario: 'a/*', cause: 'vary-missing', target: 'b', reason, until: '2026-12-31' }),
    ).toEqual([]);
  });
});
