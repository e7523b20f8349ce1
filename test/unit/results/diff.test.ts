import { describe, expect, it } from 'vitest';
import { diffResults, isComparable } from '../../../src/results/diff.ts';
import { causeOf, resultsOf } from '../config/results-of.ts';

const a = resultsOf([
  ['a/one', 'pass'],
  ['a/two', 'fail'],
  ['a/three', 'pass'],
  ['a/four', 'not-applicable'],
  ['a/gone', 'pass'],
]);

function scenarios(checks: readonly { readonly scenario: string }[]): readonly string[] {
  return checks.map(({ scenario }) => scenario);
}

describe('the checks of two results', () => {
  it('are worse, better, otherwise changed, new, gone or the same', () => {
    const b = resultsOf([
      ['a/one', 'fail'],
      ['a/two', 'pass'],
      ['a/three', 'not-applicable'],
      ['a/four', 'not-applicable'],
      ['a/new', 'pass'],
    ]);
    const { checks, isWorse } = diffResults(a, b);
    expect(scenarios(checks.worse)).toEqual(['a/one']);
    expect(scenarios(checks.better)).toEqual(['a/two']);
    expect(scenarios(checks.other)).toEqual(['a/three']);
    expect(scenarios(checks.new)).toEqual(['a/new']);
    expect(scenarios(checks.gone)).toEqual(['a/gone']);
    expect(checks.same).toBe(1);
    expect(isWorse).toBe(true);
  });

  it.each([
    [['pass', 'fail'], true],
    [['not-applicable', 'fail'], true],
    [['pass', 'error'], true],
    [['fail', 'fail'], false],
    [['fail', 'error'], false],
    [['fail', 'pass'], false],
    [['error', 'pass'], false],
  ] as const)('%j is worse: %s', ([before, after], isWorse) => {
    const diff = diffResults(resultsOf([['a/one', before]]), resultsOf([['a/one', after]]));
    expect(diff.isWorse).toBe(isWorse);
  });

  it('are not worse at level informative', () => {
    const level = 'informative' as const;
    const [before, after] = [resultsOf([['a/one', 'pass', { level }]]), resultsOf([['a/one', 'fail', { level }]])]; // prettier-ignore
    expect(diffResults(before, after)).toMatchObject({ isWorse: false, checks: { worse: [{ level }] } });
  });

  it('are worse when a new check fails', () => {
    const one = resultsOf([['a/one', 'pass']]);
    expect(diffResults(one, resultsOf([['a/one', 'pass'], ['a/new', 'fail']])).isWorse).toBe(true); // prettier-ignore
    expect(diffResults(one, resultsOf([['a/one', 'pass'], ['a/new', 'pass']])).isWorse).toBe(false); // prettier-ignore
  });
});

describe('names that differ', () => {
  const other = { target: 'other', browser: 'firefox' };

  it('are taken for the same if each file has one', () => {
    const diff = diffResults(resultsOf([['a/one', 'pass']]), resultsOf([['a/one', 'fail', other]]));
    expect(diff.aligned).toEqual([
      { kind: 'target', a: 'api', b: 'other' },
      { kind: 'browser', a: 'model', b: 'firefox' },
    ]);
    expect(diff).toMatchObject({ isWorse: true, onlyInA: [], onlyInB: [] });
  });

  it('are told and not compared otherwise', () => {
    const one = resultsOf([['a/one', 'pass']]);
    const two = resultsOf([
      ['a/one', 'pass'],
      ['a/one', 'fail', { target: 'other' }],
    ]);
    expect(diffResults(one, two)).toMatchObject({
      aligned: [],
      onlyInB: [{ kind: 'target', name: 'other' }],
      checks: { same: 1, worse: [], new: [] },
      isWorse: false,
    });
    expect(diffResults(two, one).onlyInA).toEqual([{ kind: 'target', name: 'other' }]);
  });

  it('leave nothing to compare without a common one', () => {
    const one = resultsOf([['a/one', 'pass'], ['a/one', 'pass', { target: 'x' }]]); // prettier-ignore
    const two = resultsOf([['a/one', 'pass', { target: 'y' }], ['a/one', 'pass', { target: 'z' }]]); // prettier-ignore
    expect(isComparable(diffResults(one, two))).toBe(false);
  });
});

describe('causes', () => {
  it('are new, gone or changed', () => {
    const one = resultsOf(
      [
        ['a/one', 'fail'],
        ['a/two', 'fail'],
      ],
      [causeOf('vary-missing', ['a/one']), causeOf('null-allowed', ['a/two'])],
    );
    const two = resultsOf(
      [
        ['a/one', 'fail'],
        ['a/two', 'fail'],
      ],
      [causeOf('vary-missing', ['a/one', 'a/two']), causeOf('origin-reflected', ['a/two'])],
    );
    expect(diffResults(one, two).causes).toMatchObject({
      new: [{ code: 'origin-reflected', before: 0, after: 1 }],
      gone: [{ code: 'null-allowed', before: 1, after: 0 }],
      changed: [{ code: 'vary-missing', before: 1, after: 2 }],
    });
  });

  it('of a browser that one file does not have are not compared', () => {
    const cause = causeOf('vary-missing', ['a/one']);
    const two = resultsOf(
      [['a/one', 'pass'], ['a/one', 'fail', { browser: 'firefox' }]], // prettier-ignore
      [{ ...cause, checks: [{ scenario: 'a/one', browser: 'firefox' }] }],
    );
    expect(diffResults(resultsOf([['a/one', 'pass']]), two).causes.new).toEqual([]);
  });
});
