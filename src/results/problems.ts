import type { Level } from '../scenarios/scenario.ts';
import type { CauseSummary } from './cause.ts';

export const worstFirst = ['security', 'required', 'recommended', 'informative'] as const satisfies Level[];

/** One mistake, with its causes at all targets and under all policies. */
export interface Problem {
  /** The first one at the worst level. */
  readonly worst: CauseSummary;
  readonly causes: readonly CauseSummary[];
  /** The ids of the targets that have it. */
  readonly targets: readonly string[];
  readonly checks: number;
}

/**
 * Counts a mistake once, whichever targets have it; the worst ones first. The same code with the same title is the same
 * mistake: data that the title does not name, such as the origin that a check happened to use, may differ.
 */
export function problemsOf(causes: readonly CauseSummary[]): readonly Problem[] {
  const same = new Map<string, [CauseSummary, ...CauseSummary[]]>();
  for (const cause of causes) {
    const key = JSON.stringify([cause.code, cause.title]);
    const known = same.get(key);
    if (known === undefined) same.set(key, [cause]);
    else known.push(cause);
  }
  return [...same.values()].map(problemOf).sort((a, b) => weight(a.worst) - weight(b.worst));
}

function problemOf(causes: readonly [CauseSummary, ...CauseSummary[]]): Problem {
  return {
    worst: causes.reduce((worst, cause) => (weight(cause) < weight(worst) ? cause : worst)),
    causes,
    targets: [...new Set(causes.map(({ target }) => target))],
    checks: causes.reduce((sum, { checks }) => sum + checks.length, 0),
  };
}

function weight({ level }: CauseSummary): number {
  return worstFirst.indexOf(level);
}
