import type { Policy } from '../policy/policy.ts';
import type { Result, TargetSummary } from '../results/results.ts';
import { resolveOrigin } from '../scenarios/origins.ts';
import { isReadableBy } from '../targets/ask-as-allowed.ts';
import type { ReadyTarget } from '../targets/ready-target.ts';
import type { Place } from './places.ts';

/** By target and policy: whether an allowed origin could read a response. Absent: not known. */
export type Readability = ReadonlyMap<string, boolean>;

function keyOf({ target, policy }: Pick<Place, 'target' | 'policy'>): string {
  return JSON.stringify([target, policy]);
}

/**
 * Finds out, for each target whose policy allows an origin, whether an allowed origin could read a response: from the
 * checks, or, where none shows it (they may all be about refusals), by one more request.
 */
export async function findReadability(
  targets: readonly ReadyTarget[],
  places: readonly Pick<Place, 'target' | 'policy' | 'hasPass' | 'isReadable'>[],
  options: Parameters<typeof isReadableBy>[2],
): Promise<Readability> {
  const found = new Map<string, boolean>();
  if (options.signal.aborted) return found;
  // Without a pass, there is nothing to doubt.
  const passed = new Map(
    places.flatMap((place) => (place.hasPass ? [[keyOf(place), place.isReadable] as const] : [])),
  );
  for (const target of targets) {
    const origin = resolveOrigin('allowed', target.policy, target.origin);
    if (!origin.ok) continue;
    const key = keyOf({ target: target.id, policy: target.policyName });
    const isShown = passed.get(key);
    if (isShown === undefined) continue;
    found.set(key, isShown || (await isReadableBy(origin.value, target, options)));
  }
  return found;
}

/** Notes in the summaries of targets what is known, and their policies. */
export function withReadability(
  summaries: readonly TargetSummary[],
  readability: Readability,
  declared: Readonly<Record<string, Policy>>,
): TargetSummary[] {
  return summaries.map((summary) => {
    const policies = Object.entries(summary.policies).map(([policy, state]) => {
      const readable = readability.get(keyOf({ target: summary.id, policy }));
      const intended = declared[policy];
      return [
        policy,
        {
          ...state,
          ...(readable !== undefined && { readable }),
          ...(intended !== undefined && { policy: intended as NonNullable<typeof state.policy> }),
        },
      ] as const;
    });
    return { ...summary, policies: Object.fromEntries(policies) };
  });
}

/**
 * The passes of a target on which nothing shows CORS: without an Access-Control-* header in any response, a server that
 * does nothing at all passes as well. Where an allowed origin can read responses, a refusal without headers is right.
 */
export function vacuousPasses(
  places: readonly Pick<Place, 'target' | 'policy' | 'silentPasses'>[],
  readability: Readability,
): ReadonlySet<Result> {
  const vacuous = places.filter((place) => readability.get(keyOf(place)) === false);
  return new Set(vacuous.flatMap(({ silentPasses }) => silentPasses));
}
