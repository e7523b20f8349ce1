import type { History, ProblemHistory } from '../../../src/results/history.ts';
import { worstFirst } from '../../../src/results/problems.ts';
import { groupBy } from '../../shared/group.ts';

/** What the page filters problems by. `open`: found by the last run that shows it, and not flapping. */
export const problemStates = ['open', 'flapping', 'fixed'] as const;
export type ProblemState = (typeof problemStates)[number];

/** A problem of all targets where it has the same state. */
export interface ProblemRow extends Pick<ProblemHistory, 'id' | 'title' | 'level'> {
  readonly state: ProblemState;
  /** Whether every target has it in its last run only. */
  readonly isNew: boolean;
  /** The first and the last run that found it. */
  readonly first: number;
  readonly last: number;
  readonly targets: readonly ProblemHistory[];
}

export function stateOf({ trend }: ProblemHistory): ProblemState {
  return trend === 'new' || trend === 'failing' ? 'open' : trend;
}

/** The problems, open ones first, then by level and by the number of targets. */
export function problemRows({ problems }: History): readonly ProblemRow[] {
  const groups = groupBy(problems, (one) => JSON.stringify([one.id, one.title, one.level, stateOf(one)]));
  return [...groups.values()].flatMap(rowOf).sort(mostUrgentFirst);
}

function rowOf(targets: readonly ProblemHistory[]): readonly ProblemRow[] {
  const [one] = targets;
  if (one === undefined) return [];
  return [
    {
      id: one.id,
      title: one.title,
      level: one.level,
      state: stateOf(one),
      isNew: targets.every(({ trend }) => trend === 'new'),
      first: Math.min(...targets.map(({ first }) => first)),
      last: Math.max(...targets.map(lastFound)),
      targets,
    },
  ];
}

/** The last run that found the problem. */
export function lastFound({ counts }: ProblemHistory): number {
  return counts.findLastIndex((count) => count !== null && count > 0);
}

function mostUrgentFirst(a: ProblemRow, b: ProblemRow): number {
  return (
    problemStates.indexOf(a.state) - problemStates.indexOf(b.state) ||
    worstFirst.indexOf(a.level) - worstFirst.indexOf(b.level) ||
    b.targets.length - a.targets.length ||
    b.last - a.last
  );
}
