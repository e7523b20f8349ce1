import { expect, it } from 'vitest';
import { tagSummaries } from '../../../reports/shared/tags.ts';
import { terminal } from '../../../reports/terminal/index.ts';
import type { CauseSummary, Results } from '../../../src/results/results.ts';
import { type CheckRow, causeOf, resultsOf } from '../config/results-of.ts';

const owners: Readonly<Record<string, readonly string[]>> = {
  cart: ['shop', 'eu'],
  search: ['shop'],
  login: ['identity'],
  mail: ['identity', 'eu'],
  docs: [],
};

function tagged(rows: readonly CheckRow[], causes: readonly CauseSummary[]): Results {
  const results = resultsOf(rows, causes);
  const targets = results.targets.map((target) => {
    const tags = owners[target.id] ?? [];
    return { ...target, ...(tags.length > 0 && { tags: [...tags] }) };
  });
  return { ...results, targets };
}

const results = tagged(
  [
    ['a/one', 'fail', { target: 'cart', cause: 'vary-missing' }],
    ['a/one', 'fail', { target: 'search', cause: 'vary-missing' }],
    ['a/one', 'pass', { target: 'login' }],
    ['a/one', 'error', { target: 'mail' }],
    ['a/one', 'pass', { target: 'docs' }],
  ],
  ['cart', 'search'].map((target) => ({ ...causeOf('vary-missing', ['a/one']), target })),
);

it('sums up the targets of each tag, those with failures first', () => {
  expect(tagSummaries(results)).toEqual([
    { tag: 'shop', targets: 2, failing: 2, untested: 0, problems: 1 },
    { tag: 'eu', targets: 2, failing: 1, untested: 1, problems: 1 },
    { tag: 'identity', targets: 2, failing: 0, untested: 1, problems: 0 },
  ]);
  expect(tagSummaries(resultsOf([['a/one', 'fail']]))).toEqual([]);
});

it('is in the report of many targets', () => {
  const input = { results, scenarios: [], policies: {}, mode: 'run' as const };
  const text = terminal.render(input, { color: false, columns: 100 });
  expect(text).toContain(
    [
      'by tag:',
      '  ✗ shop: 2 of 2 targets fail: 1 problem',
      '  ✗ eu: 1 of 2 targets fails: 1 problem, 1 target without a verdict',
      '  ! identity: 1 target without a verdict',
    ].join('\n'),
  );
});

it('escapes tags', () => {
  const hostile = { ...results, targets: results.targets.map((target) => ({ ...target, tags: ['\u001b[31m'] })) };
  const input = { results: hostile, scenarios: [], policies: {}, mode: 'run' as const };
  expect(terminal.render(input, { color: false, columns: 100 })).not.toContain('\u001b');
}); // prettier-ignore
