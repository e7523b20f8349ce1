import type { Result } from '../../src/vocabulary/results.ts';
import type { Level } from '../../src/vocabulary/scenario.ts';

/** Levels as reports tell them: what lets somebody in comes first. */
export const levelsByWeight = [
  'security',
  'required',
  'recommended',
  'informative',
] as const satisfies Level[];

/** Items under the key that `keyOf` gives them, keys in order of their first item. */
export function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** A failure or error that shows in several cells with the same words, but for the name of the policy. */
export interface Finding {
  /** The first of them; its exchanges and command stand for all. */
  readonly first: Result;
  readonly policies: readonly string[];
  readonly browsers: readonly string[];
}

/** One finding for each scenario, message and wire shape, the heaviest level first. */
export function findings(results: readonly Result[]): Finding[] {
  const same = groupBy(results, (r) => {
    // A message may name its policy; under another one it says the same all the same.
    const message = r.policy ? r.message?.replaceAll(r.policy, '') : r.message;
    return JSON.stringify([r.target, r.scenario, r.status, message, r.wire]);
  });
  return [...same.values()]
    .map((group) => ({
      first: group[0] as Result,
      policies: [...new Set(group.map((r) => r.policy))],
      browsers: [...new Set(group.map((r) => r.browser))],
    }))
    .sort((a, b) => levelsByWeight.indexOf(a.first.level) - levelsByWeight.indexOf(b.first.level));
}

/** The results of one status, those of the heaviest level first. */
export function ofStatus(results: readonly Result[], status: Result['status']): Result[] {
  return results
    .filter((result) => result.status === status)
    .sort((a, b) => levelsByWeight.indexOf(a.level) - levelsByWeight.indexOf(b.level));
}

/** A string that tells runs (a target under a policy in a browser) apart, whatever is in their names. */
export function runKey(result: Result): string {
  return JSON.stringify([result.target, result.policy, result.browser]);
}
