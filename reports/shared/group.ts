import type { Result } from '../../src/results/results.ts';
import type { Level } from '../../src/scenarios/scenario.ts';

/** Levels in the order of reports: security first. */
export const levelsByWeight = [
  'security',
  'required',
  'recommended',
  'informative',
] as const satisfies Level[];

/** Groups items by key, with the keys in order of their first item. */
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

/** A failure or error that several checks share: the same message, except for the name of the policy. */
export interface ResultGroup {
  /** The first of them; the report shows its exchanges and command. */
  readonly first: Result;
  readonly policies: readonly string[];
  readonly browsers: readonly string[];
  /** For an error, all scenarios that have it. */
  readonly scenarios: readonly string[];
}

/**
 * One finding for each scenario, message and wire shape, the most severe level first. An error does not depend on the
 * scenario, so there is one finding for each message.
 */
export function resultGroups(results: readonly Result[]): ResultGroup[] {
  const same = groupBy(results, (r) => {
    // A message may contain the name of its policy, which does not make it different.
    const message = r.policy ? r.message?.replaceAll(r.policy, '') : r.message;
    const isError = r.status === 'error';
    return JSON.stringify([r.target, r.status, r.excused, message, ...(isError ? [] : [r.scenario, r.wire])]);
  });
  return [...same.values()]
    .map((group) => ({
      first: group[0] as Result,
      policies: [...new Set(group.map((r) => r.policy))],
      browsers: [...new Set(group.map((r) => r.browser))],
      scenarios: [...new Set(group.map((r) => r.scenario))],
    }))
    .sort((a, b) => levelsByWeight.indexOf(a.first.level) - levelsByWeight.indexOf(b.first.level));
}

const shownScenarios = 5;

/** The other scenarios with the same error; null if there are none. */
export function otherScenarios({ scenarios }: ResultGroup): string | null {
  const others = scenarios.slice(1);
  if (others.length === 0) return null;
  const more = others.length - shownScenarios;
  return `${others.slice(0, shownScenarios).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The results of one status, the most severe level first. */
export function ofStatus(results: readonly Result[], status: Result['status']): Result[] {
  return results
    .filter((result) => result.status === status)
    .sort((a, b) => levelsByWeight.indexOf(a.level) - levelsByWeight.indexOf(b.level));
}

/** A unique key for a target under a policy in a browser. */
export function runKey(result: Result): string {
  return JSON.stringify([result.target, result.policy, result.browser]);
}
