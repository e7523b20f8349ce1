import { keyOfCheck } from './excuse.ts';
import type { CauseSummary, Result, Results } from './results.ts';

/**
 * The results of a run of which the checks of some scenarios are not done yet: those have the results of the run before, with their causes.
 * @param scenarios their ids
 */
export function withEarlier(results: Results, before: Results, scenarios: readonly string[]): Results {
  const known = new Set(results.results.map(keyOfCheck));
  const targets = new Set(results.targets.map(({ id }) => id));
  const earlier = before.results.filter(
    (result) =>
      scenarios.includes(result.scenario) && targets.has(result.target) && !known.has(keyOfCheck(result)),
  );
  if (earlier.length === 0) return results;
  const causes = (before.causes ?? []).flatMap((cause) => partOf(cause, earlier));
  const more = new Map(causes.map((cause) => [keyOfCause(cause), cause]));
  const own = (results.causes ?? []).map((cause) => {
    const part = more.get(keyOfCause(cause));
    more.delete(keyOfCause(cause));
    return part === undefined ? cause : { ...cause, checks: [...cause.checks, ...part.checks] };
  });
  const all = [...own, ...more.values()];
  return {
    ...results,
    results: [...results.results, ...earlier],
    ...(all.length > 0 && { causes: all }),
  };
}

/** A cause with only these checks; none where they have another cause. */
function partOf(cause: CauseSummary, results: readonly Result[]): readonly CauseSummary[] {
  const own = results.filter(
    (result) => result.cause === cause.id && result.target === cause.target && result.policy === cause.policy,
  );
  if (own.length === 0) return [];
  return [{ ...cause, checks: own.map(({ scenario, browser }) => ({ scenario, browser })) }];
}

function keyOfCause({ target, policy, id }: CauseSummary): string {
  return JSON.stringify([target, policy, id]);
}
