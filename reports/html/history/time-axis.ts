import type { HistoryRun } from '../../../src/results/history.ts';

/** The time axis that all charts share. */
export interface TimeAxis {
  /** Where each run begins, and where the last one ends: whole numbers from 0 to `axisEnd`. */
  readonly edges: readonly number[];
}

export const axisEnd = 1000;

/** A run lasts until the next one starts; the last one, as long as the runs do on average. */
export function timeAxis(runs: readonly HistoryRun[]): TimeAxis {
  const times = runs.map(({ startedAt }) => Date.parse(startedAt));
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const span = last - first;
  // A single run, or several of the same moment: they have equal widths.
  const starts = span > 0 ? times.map((time) => (time - first) / (span + span / (times.length - 1))) : times.map((_, index) => index / times.length); // prettier-ignore
  return { edges: [...starts, 1].map((start) => Math.round(start * axisEnd)) };
}

/** Names of the runs: their days, with the time where several runs are of one day. */
export function runNames(runs: readonly HistoryRun[]): readonly string[] {
  const days = runs.map(({ startedAt }) => startedAt.slice(0, 10));
  const hasTimes = new Set(days).size < days.length;
  return hasTimes ? runs.map(({ startedAt }) => startedAt.slice(0, 16).replace('T', ' ')) : days;
}
