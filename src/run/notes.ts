import type { Note } from '../results/results.ts';
import { contractNote } from '../targets/contract/index.ts';
import type { SkippedCheck } from './plan.ts';

/** One note for each route of a target that does not follow the contract, with the number of affected scenarios. */
export function contractNotes(skipped: readonly SkippedCheck[]): readonly Note[] {
  const groups = new Map<string, SkippedCheck[]>();
  for (const check of skipped) {
    if (check.reason.code !== 'route-differs') continue;
    const key = JSON.stringify([check.target.id, check.reason.difference.route]);
    groups.set(key, [...(groups.get(key) ?? []), check]);
  }
  return [...groups.values()].flatMap(([first, ...others]): Note[] => {
    if (first?.reason.code !== 'route-differs') return [];
    const scenarios = new Set([first, ...others].map(({ scenario }) => scenario.id)).size;
    return [{ target: first.target.id, text: contractNote(first.reason.difference, scenarios) }];
  });
}
