import type { Result } from '../../src/results/results.ts';
import type { Level } from '../../src/scenarios/scenario.ts';

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

/** A failure or error that shows in several checks with the same words, but for the name of the policy. */
export interface Finding {
  /** The first of them; its exchanges and command stand for all. */
  readonly first: Result;
  readonly policies: readonly string[];
  readonly browsers: readonly string[];
  /** Of an error, all that it is the error of. */
  readonly scenarios: readonly string[];
}

/**
 * One finding for each scenario, message and wire shape, the heaviest level first. What keeps a check from being run is no
 * finding about its scenario, so an error is one finding for each message.
 */
export function findings(results: readonly Result[]): Finding[] {
  const same = groupBy(results, (r) => {
    // A message may name its policy; under another one it says the same all the same.
    const message = r.policy ? r.message?.replaceAll(r.policy, '') : r.message;
    const isError = r.status === 'error';
    return JSON.stringify([r.target, r.status, message, ...(isError ? [] : [r.scenario, r.wire])]);
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

/** The scenarios, beside the first, of which a finding is the error too; null when it is of one alone. */
export function otherScenarios({ scenarios }: Finding): string | null {
  const others = scenarios.slice(1);
  if (others.length === 0) return null;
  const more = others.length - shownScenarios;
  return `${others.slice(0, shownScenarios).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
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
