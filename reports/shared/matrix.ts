import { isExcused } from '../../src/results/known-failures.ts';
import type { Result, Results, TargetSummary } from '../../src/results/results.ts';
import { groupBy, levelsByWeight } from './group.ts';
import { count, type Counts } from './summary.ts';

/** An implementation under a policy: the counts of its results, or why there are none. */
export type MatrixCheck =
  | { readonly kind: 'counts'; readonly counts: Counts }
  | { readonly kind: 'unsupported' | 'unavailable' | 'error'; readonly reason: string }
  /** There are no results for this combination. */
  | { readonly kind: '-' };

export interface Matrix {
  readonly policies: readonly string[];
  readonly rows: readonly { readonly target: TargetSummary; readonly checks: readonly MatrixCheck[] }[];
}

/** Implementations by policies. A scenario counts once, with its worst result of all browsers. Policies keep the order of the results. */
export function matrix({ targets, results }: Results): Matrix {
  const policies = [
    ...new Set([
      ...targets.flatMap(({ policies }) => Object.keys(policies)),
      ...results.map((r) => r.policy),
    ]),
  ];
  const byTarget = groupBy(results, (r) => r.target);
  const rows = targets.map((target) => {
    const byPolicy = groupBy(byTarget.get(target.id) ?? [], (r) => r.policy);
    const checks = policies.map((policy): MatrixCheck => {
      const { status, reason = 'no reason given' } = target.policies[policy] ?? {};
      if (status && status !== 'ready') return { kind: status, reason };
      const own = byPolicy.get(policy);
      return own ? { kind: 'counts', counts: count(worstOfEach(own)) } : { kind: '-' };
    });
    return { target, checks };
  });
  return { policies, rows };
}

/** The worst result of each scenario, if several browsers ran it. */
function worstOfEach(results: readonly Result[]): Result[] {
  return [...groupBy(results, (r) => r.scenario).values()].map((group) =>
    group.reduce((worst, result) => (weight(result) < weight(worst) ? result : worst)),
  );
}

/** Lower is worse. An error is worse than a failure that does not gate, and a known failure is worse than a pass. */
function weight(result: Result): number {
  const { status, level } = result;
  if (isExcused(result)) return 4.5;
  if (status === 'fail') return [0, 1, 3, 4][levelsByWeight.indexOf(level)] ?? 4;
  return { error: 2, pass: 5, unsupported: 6, 'not-applicable': 7 }[status];
}
