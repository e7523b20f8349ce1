import type { Result, Results, TargetSummary } from '../../src/results/results.ts';
import { groupBy, levelsByWeight } from './group.ts';
import { count, type Counts } from './summary.ts';

/** An implementation under a policy: what came of its scenarios, or why there are none. */
export type MatrixCheck =
  | { readonly kind: 'counts'; readonly counts: Counts }
  | { readonly kind: 'unsupported' | 'unavailable' | 'error'; readonly reason: string }
  /** The results say nothing about this pair. */
  | { readonly kind: '-' };

export interface Matrix {
  readonly policies: readonly string[];
  readonly rows: readonly { readonly target: TargetSummary; readonly checks: readonly MatrixCheck[] }[];
}

/** Implementations by policies, a scenario counted once with the worst that any browser gave. Policies are in the order in which the results name them. */
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
      const { status, reason = 'no reason is given' } = target.policies[policy] ?? {};
      if (status && status !== 'ready') return { kind: status, reason };
      const own = byPolicy.get(policy);
      return own ? { kind: 'counts', counts: count(worstOfEach(own)) } : { kind: '-' };
    });
    return { target, checks };
  });
  return { policies, rows };
}

/** For each scenario the result that is told when several browsers ran it. */
function worstOfEach(results: readonly Result[]): Result[] {
  return [...groupBy(results, (r) => r.scenario).values()].map((group) =>
    group.reduce((worst, result) => (weight(result) < weight(worst) ? result : worst)),
  );
}

/** The lower the worse. An error outweighs a failure that would not gate. */
function weight({ status, level }: Result): number {
  if (status === 'fail') return [0, 1, 3, 4][levelsByWeight.indexOf(level)] ?? 4;
  return { error: 2, pass: 5, unsupported: 6, 'not-applicable': 7 }[status];
}
