import type { CauseSummary } from './cause.ts';
import type { CheckKey } from './excuse.ts';
import type { ResultsHead } from './results-head.ts';
import type { Result } from './results.ts';

/** What a run shows of a check or of a problem. `none`: no verdict. */
export type State = 'pass' | 'fail' | 'none';

/** `new`: fails in the last run only. `flapping`: its verdict has changed at least three times. */
export type Trend = 'new' | 'failing' | 'flapping' | 'fixed';

/** How something that failed has changed from run to run. */
export interface Life {
  readonly trend: Trend;
  /** The place of the run in which it failed first, in which it fails since, and in which it passed again. */
  readonly first: number;
  /** Absent if it passes. */
  readonly since?: number;
  /** Absent if it fails. */
  readonly fixed?: number;
  /** How often its verdict has changed. */
  readonly changes: number;
}

export interface HistoryRun {
  readonly file: string;
  readonly startedAt: string;
  readonly version: string;
  readonly checks: Readonly<Record<'pass' | 'fail' | 'error', number>>;
}

export interface ProblemHistory
  extends Life, Pick<CauseSummary, 'target' | 'policy' | 'id' | 'title' | 'level'> {
  /** In how many checks of each run it was found; null: the run does not show whether it was there. */
  readonly counts: readonly (number | null)[];
}

export interface CheckHistory extends Life, CheckKey {
  readonly level: Result['level'];
  readonly states: readonly State[];
}

/** Several runs in the order of time. What always passed is only counted. */
export interface History {
  readonly runs: readonly HistoryRun[];
  /** How many targets were tested; a server under two policies counts twice. */
  readonly targets: number;
  readonly problems: readonly ProblemHistory[];
  readonly checks: readonly CheckHistory[];
  /** The checks that never failed, and had a verdict. */
  readonly passing: number;
}

/** Null if it never failed. */
export function lifeOf(states: readonly State[]): Life | null {
  const verdicts = [...states.entries()].filter(([, state]) => state !== 'none');
  const first = states.indexOf('fail');
  const [last, current] = verdicts.at(-1) ?? [];
  if (first < 0 || last === undefined) return null;
  const turns = verdicts.filter(([, state], index) => index > 0 && state !== verdicts[index - 1]?.[1]);
  const changes = turns.length;
  // The first run may have failed already.
  const turned = turns.at(-1)?.[0] ?? first;
  const isFailing = current === 'fail';
  // In a single run, nothing is new.
  const isNew = first === last && changes > 0;
  const trend = trendOf(changes, isFailing, isNew);
  return { trend, first, changes, ...(isFailing ? { since: turned } : { fixed: turned }) };
}

function trendOf(changes: number, isFailing: boolean, isNew: boolean): Trend {
  if (changes >= 3) return 'flapping';
  if (!isFailing) return 'fixed';
  return isNew ? 'new' : 'failing';
}

/** The problems of several runs; a run that tested the target under the policy and has no such problem shows that it is gone. */
export function problemHistories(heads: readonly ResultsHead[]): readonly ProblemHistory[] {
  const latest = new Map<string, CauseSummary>();
  for (const cause of heads.flatMap(({ causes = [] }) => causes)) latest.set(keyOf(cause), cause);
  const found = heads.map(({ causes = [] }) => new Map(causes.map((cause) => [keyOf(cause), cause])));
  return [...latest].flatMap(([key, { target, policy, id, title, level }]) => {
    const counts = heads.map((head, index) => {
      const count = found[index]?.get(key)?.checks.length;
      return count ?? (hasTested(head, target, policy) ? 0 : null);
    });
    const life = lifeOf(counts.map((count) => (count === null ? 'none' : count > 0 ? 'fail' : 'pass')));
    return life === null ? [] : [{ target, policy, id, title, level, ...life, counts }];
  });
}

function keyOf({ target, policy, id }: CauseSummary): string {
  return JSON.stringify([target, policy, id]);
}

/** The number of targets that a run tested, each under one policy. */
export function testedTargets(heads: readonly ResultsHead[]): number {
  const all = heads.flatMap(({ targets }) =>
    targets.flatMap(({ id, policies }) =>
      Object.entries(policies).flatMap(([policy, { status }]) =>
        status === 'ready' ? [JSON.stringify([id, policy])] : [],
      ),
    ),
  );
  return new Set(all).size;
}

function hasTested({ targets }: ResultsHead, target: string, policy: string): boolean {
  return targets.find(({ id }) => id === target)?.policies[policy]?.status === 'ready';
}

const order: readonly Trend[] = ['new', 'failing', 'flapping', 'fixed'];

/** The most urgent first: by trend, then by the time since when it is so. */
export function mostUrgentFirst<One extends Life>(all: readonly One[]): readonly One[] {
  const time = ({ since, fixed, first }: Life) => since ?? fixed ?? first;
  return all.toSorted(
    (a, b) => order.indexOf(a.trend) - order.indexOf(b.trend) || time(b) - time(a) || b.changes - a.changes,
  );
}
