import type { History } from '../../../src/results/history.ts';
import { worstFirst } from '../../../src/results/problems.ts';
import type { Level } from '../../../src/scenarios/scenario.ts';

/** How many checks failed, by level; null: the run has no verdict of any check that ever failed. */
export type FailureCounts = Readonly<Record<Level, number>> | null;

/** The failures of a server under one policy, run by run. */
export interface TargetFailures {
  readonly target: string;
  readonly policy: string;
  readonly runs: readonly FailureCounts[];
}

/** The targets that ever failed. Those whose last verdicts are the most serious are first. */
export function failuresByTarget({ checks, runs }: History): readonly TargetFailures[] {
  const targets = new Map<string, { target: string; policy: string; runs: FailureCounts[] }>();
  for (const { target, policy, level, states } of checks) {
    const key = JSON.stringify([target, policy]);
    const entry = targets.get(key) ?? { target, policy, runs: runs.map((): FailureCounts => null) };
    targets.set(key, entry);
    for (const [index, state] of states.entries()) {
      if (state === 'none') continue;
      const before = entry.runs[index] ?? noFailures;
      entry.runs[index] = state === 'fail' ? { ...before, [level]: before[level] + 1 } : before;
    }
  }
  return [...targets.values()].sort(bySeriousness);
}

const noFailures = Object.fromEntries(worstFirst.map((level) => [level, 0])) as Readonly<
  Record<Level, number>
>;

/** The counts of the last run that has verdicts of the target. */
export function lastCounts({ runs }: TargetFailures): FailureCounts {
  return runs.findLast((counts) => counts !== null) ?? null;
}

export function sumOf(counts: FailureCounts): number {
  return counts === null ? 0 : worstFirst.reduce((sum, level) => sum + counts[level], 0);
}

/** The highest number of failures in one run. */
export function mostFailures({ runs }: TargetFailures): number {
  return runs.reduce((most, counts) => Math.max(most, sumOf(counts)), 0);
}

function bySeriousness(a: TargetFailures, b: TargetFailures): number {
  const [countsA, countsB] = [lastCounts(a), lastCounts(b)];
  for (const level of worstFirst) {
    const difference = (countsB?.[level] ?? 0) - (countsA?.[level] ?? 0);
    if (difference !== 0) return difference;
  }
  return mostFailures(b) - mostFailures(a) || compare(a.target, b.target) || compare(a.policy, b.policy);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `2 security, 5 required`. */
export function countsText(counts: FailureCounts): string {
  if (counts === null) return 'no verdict';
  const texts = worstFirst.flatMap((level) => (counts[level] > 0 ? [`${counts[level]} ${level}`] : []));
  return texts.join(', ') || 'no failures';
}
