import { describe, expect, it } from 'vitest';
import { formatBaseline, parseBaseline } from '../../../src/config/baseline-file.ts';
import { excuseFailures, type Excuses } from '../../../src/config/excuse-failures.ts';
import { updateText } from '../../../src/config/baseline.ts';
import { verdictOf } from '../../../src/results/index.ts';
import { openCauses } from '../../../src/results/known-failures.ts';
import { causeOf, resultsOf } from './results-of.ts';

const key = (scenario: string, browser = 'model') => ({ target: 'api', policy: 'web', scenario, browser });
const scenarios = new Set(['a/one', 'a/two', 'a/three']);

function withBaseline(entries: readonly ReturnType<typeof key>[], update = false): Excuses {
  const baseline = { file: 'known.json', entries, update };
  return { ignore: [], baseline, today: '2026-11-21', isFullRun: true, strict: false, scenarios };
}

describe('a run with a baseline', () => {
  it('passes when every failure is in it, and counts them', () => {
    const results = resultsOf([['a/one', 'fail'], ['a/two', 'pass']]); // prettier-ignore
    const excused = excuseFailures(results, withBaseline([key('a/one')])).results;
    expect(excused.results[0]).toMatchObject({ status: 'fail', excused: { by: 'baseline' } });
    expect(excused.baseline).toEqual({ file: 'known.json', known: 1, stale: [] });
    expect(verdictOf(excused, { strict: false })).toMatchObject({
      status: 0,
      sentence: 'PASS: no new failures (1 check passed). 1 failure is known (in known.json).',
    });
  });

  it('fails for a failure that is not in it, and names only that one', () => {
    const results = resultsOf(
      [['a/one', 'fail'], ['a/two', 'fail']], // prettier-ignore
      [causeOf('vary-missing', ['a/one']), causeOf('null-allowed', ['a/two'])],
    );
    const excused = excuseFailures(results, withBaseline([key('a/one')])).results;
    expect(verdictOf(excused, { strict: false })).toMatchObject({
      status: 1,
      sentence: 'FAIL: api: Title of null-allowed (1 check). 1 failure is known (in known.json).',
    });
  });

  it('fails for an entry whose check passes, and says which', () => {
    const results = resultsOf([['a/one', 'pass'], ['a/two', 'pass']]); // prettier-ignore
    const excused = excuseFailures(results, withBaseline([key('a/one')])).results;
    expect(verdictOf(excused, { strict: false })).toMatchObject({
      status: 1,
      sentence: 'FAIL: 1 check in known.json passes now: a/one. Take it out with --update-baseline.',
    });
  });

  it.each(['not-applicable', 'error', 'unsupported'] as const)(
    'keeps an entry whose check ended with %s',
    (status) => {
      const excuses = withBaseline([key('a/one')]);
      const excused = excuseFailures(resultsOf([['a/one', status]]), excuses).results;
      expect(excused.baseline?.stale).toEqual([]);
    },
  );

  it('keeps an entry of a check that did not run, or ran in another browser', () => {
    const excuses = withBaseline([key('a/two'), key('a/one', 'firefox')]);
    const excused = excuseFailures(resultsOf([['a/one', 'pass']]), excuses).results;
    expect(excused.baseline?.stale).toEqual([]);
  });

  it('never excuses an error', () => {
    const excused = excuseFailures(resultsOf([['a/one', 'error']]), withBaseline([key('a/one')])).results;
    expect(excused.results[0]?.excused).toBeUndefined();
    expect(verdictOf(excused, { strict: false }).status).toBe(3);
  });

  it('warns about entries of scenarios that do not exist', () => {
    const { warnings } = excuseFailures(resultsOf([['a/one', 'pass']]), withBaseline([key('a/gone')]));
    expect(warnings).toEqual([expect.stringContaining('has no scenario a/gone')]);
  });

  it('shows of a cause what is left of it', () => {
    const results = resultsOf(
      [
        ['a/one', 'fail', { level: 'security' }],
        ['a/two', 'fail', { message: 'Two.' }],
      ],
      [{ ...causeOf('null-allowed', ['a/one', 'a/two'], 'security') }],
    );
    const excused = excuseFailures(results, withBaseline([key('a/one')])).results;
    expect(excused.causes?.[0]?.excused).toBe(1);
    expect(openCauses(excused)).toMatchObject([
      {
        level: 'required',
        message: 'Two.',
        checks: [{ scenario: 'a/two', browser: 'model' }],
        reproduce: 'corspec run api --scenario a/two',
      },
    ]);
  });
});

describe('--update-baseline', () => {
  it('adds new failures, removes what passes, and keeps the rest', () => {
    const results = resultsOf([
      ['a/one', 'fail', { level: 'security' }],
      ['a/two', 'pass'],
    ]);
    const excuses = withBaseline([key('a/two'), key('a/three')], true);
    const { update, results: excused } = excuseFailures(results, excuses);
    expect(update?.entries).toEqual([key('a/three'), key('a/one')]);
    expect(update && updateText(update)).toBe(
      '1 failure added (1 of level security), 1 taken out, 1 unchanged',
    );
    expect(verdictOf(excused, { strict: false }).status).toBe(0);
  });

  it('adds a failure of level recommended only with --strict', () => {
    const results = resultsOf([['a/one', 'fail', { level: 'recommended' }]]);
    const lax = withBaseline([], true);
    expect(excuseFailures(results, lax).update?.entries).toEqual([]);
    expect(excuseFailures(results, { ...lax, strict: true }).update?.entries).toEqual([key('a/one')]);
  });

  it('adds a failure of level recommended that has the cause of one that fails the run', () => {
    const results = resultsOf([
      ['a/one', 'fail', { cause: 'null-allowed' }],
      ['a/two', 'fail', { cause: 'null-allowed', level: 'recommended' }],
      ['a/three', 'fail', { cause: 'vary-missing', level: 'recommended' }],
    ]);
    const { update } = excuseFailures(results, withBaseline([], true));
    expect(update?.entries).toEqual([key('a/one'), key('a/two')]);
  });

  it('does not add what a rule ignores', () => {
    const excuses = { ...withBaseline([], true), ignore: [{ scenario: 'a/*', reason: 'a CDN' }] };
    const { update, results } = excuseFailures(resultsOf([['a/one', 'fail']]), excuses);
    expect(update?.entries).toEqual([]);
    expect(results.results[0]?.excused).toEqual({ by: 'ignore', reason: 'a CDN' });
  });

  it('removes entries of scenarios that do not exist', () => {
    const { update } = excuseFailures(resultsOf([['a/one', 'pass']]), withBaseline([key('a/gone')], true));
    expect(update?.removed).toEqual([key('a/gone')]);
  });
});

describe('a baseline file', () => {
  it('is sorted, has one line for each scenario of a target, and reads back', () => {
    const keys = [key('a/two'), key('a/one', 'model'), key('a/one', 'chromium')];
    const text = formatBaseline(keys);
    expect(text).toBe(`{
  "schema": "corspec/baseline@1",
  "failures": [
    { "target": "api", "policy": "web", "scenario": "a/one", "browsers": ["chromium", "model"] },
    { "target": "api", "policy": "web", "scenario": "a/two", "browsers": ["model"] }
  ]
}
`);
    const parsed = parseBaseline(text, 'b.json');
    expect(parsed).toEqual({
      ok: true,
      value: [key('a/one', 'chromium'), key('a/one'), key('a/two')],
    });
    expect(formatBaseline([])).toContain('"failures": []');
  });

  it.each([
    ['{"schema": "corspec/baseline@1",', 'b.json:1:33: invalid JSON: unexpected end of the text'],
    [
      '{\n "schema": "corspec/baseline@2", "entries": []}',
      'b.json:2:12: schema: "corspec/baseline@2": this version of corspec reads corspec/baseline@1. Use the version that wrote the file, or delete the file and create it again with --update-baseline.',
    ],
    [
      '{"schema": "corspec/results@1", "failures": []}',
      'b.json:1:12: schema: "corspec/results@1": this is not a baseline. Expected "corspec/baseline@1".',
    ],
    [
      '{"schema": "corspec/baseline@1", "failure": []}',
      'b.json:1:1: failures: is missing',
      'b.json:1:34: failure: unknown key. Did you mean "failures"? Valid keys: $schema, schema, failures.',
    ],
    [
      '{"schema": "corspec/baseline@1", "failures": [{"target": 3, "policy": "p", "scenario": "s", "browsers": [], "why": 1}]}',
      'b.json:1:58: failures[0].target: 3: expected a string',
      'b.json:1:105: failures[0].browsers: []: must not be empty',
      'b.json:1:109: failures[0].why: unknown key. Valid keys: target, policy, scenario, browsers.',
    ],
    ['[]', 'b.json:1:1: []: expected an object'],
  ])('says what is wrong with %s', (text, ...reason) => {
    expect(parseBaseline(text, 'b.json')).toEqual({ ok: false, reason });
  });
});
