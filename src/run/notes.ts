import type { Note } from '../results/results.ts';
import { contractNote } from '../targets/contract/index.ts';
import type { SkippedCell } from './plan.ts';

/** For each route of a target that does not keep the contract, one note with the number of scenarios that it concerns. */
export function contractNotes(skipped: readonly SkippedCell[]): readonly Note[] {
  const groups = new Map<string, SkippedCell[]>();
  for (const cell of skipped) {
    if (cell.broken === undefined) continue;
    const key = JSON.stringify([cell.target.id, cell.broken.route]);
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  return [...groups.values()].flatMap(([first, ...others]): Note[] => {
    if (first?.broken === undefined) return [];
    const scenarios = new Set([first, ...others].map(({ scenario }) => scenario.id)).size;
    return [{ target: first.target.id, text: contractNote(first.broken, scenarios) }];
  });
}
