import { describe, expect, it } from 'vitest';
import { lifeOf, mostUrgentFirst, problemHistories, type State } from '../../../src/results/history.ts';
import { causeOf, resultsOf } from '../config/results-of.ts';

const states: Readonly<Record<string, State>> = { p: 'pass', f: 'fail', '-': 'none' };

function life(text: string) {
  return lifeOf([...text].map((one) => states[one] ?? 'none'));
}

describe('what became of a check', () => {
  it.each([
    ['ffff', { trend: 'failing', first: 0, since: 0, changes: 0 }],
    ['f', { trend: 'failing', first: 0, since: 0, changes: 0 }],
    ['pppf', { trend: 'new', first: 3, since: 3, changes: 1 }],
    ['ppf-', { trend: 'new', first: 2, since: 2, changes: 1 }],
    ['ppff', { trend: 'failing', first: 2, since: 2, changes: 1 }],
    ['pfpf', { trend: 'flapping', first: 1, since: 3, changes: 3 }],
    ['fppf', { trend: 'failing', first: 0, since: 3, changes: 2 }],
    ['fppp', { trend: 'fixed', first: 0, fixed: 1, changes: 1 }],
    ['ff-p', { trend: 'fixed', first: 0, fixed: 3, changes: 1 }],
    ['fpfp', { trend: 'flapping', first: 0, fixed: 3, changes: 3 }],
    ['f---', { trend: 'failing', first: 0, since: 0, changes: 0 }],
  ])('%s', (text, expected) => {
    expect(life(text)).toEqual(expected);
  });

  it('is nothing if it never failed', () => {
    expect([life('pppp'), life('----'), life('')]).toEqual([null, null, null]);
  });
});

describe('the history of problems', () => {
  const withCause = resultsOf([['a/one', 'fail']], [causeOf('vary-missing', ['a/one', 'a/two'])]);
  const without = resultsOf([['a/one', 'pass']]);

  it('has the number of checks in each run', () => {
    expect(problemHistories([without, withCause, withCause, without])).toMatchObject([
      { id: 'vary-missing', trend: 'fixed', first: 1, fixed: 3, counts: [0, 2, 2, 0] },
    ]);
  });

  it('does not take a run without the target for one in which it is fixed', () => {
    const elsewhere = resultsOf([['a/one', 'pass', { target: 'other' }]]);
    const broken = { ...without, targets: without.targets.map((target) => ({ ...target, policies: { web: { status: 'error' as const } } })) }; // prettier-ignore
    expect(problemHistories([withCause, elsewhere, broken])).toMatchObject([
      { trend: 'failing', counts: [2, null, null] },
    ]);
  });
});

it('begins with what is new, then with what fails for the shortest time', () => {
  const all = ['fppp', 'ffff', 'fpfp', 'ppff', 'pppf'].map((text) => ({ text, ...life(text)! }));
  expect(mostUrgentFirst(all).map(({ text }) => text)).toEqual(['pppf', 'ppff', 'ffff', 'fpfp', 'fppp']);
});
