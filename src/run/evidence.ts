import type { Judged } from '../judge/index.ts';
import type { Policy } from '../policy/policy.ts';
import type { Result, TargetSummary } from '../results/results.ts';
import { resolveOrigin } from '../scenarios/origins.ts';
import { isReadableBy } from '../targets/ask-as-allowed.ts';
import type { ReadyTarget } from '../targets/ready-target.ts';

/** A result, with what its check shows. */
export type Shown = Pick<Judged, 'result' | 'access'>;

/** By target and policy: whether an allowed origin could read a response. Absent: not known. */
export type Readability = ReadonlyMap<string, boolean>;

type Place = { readonly target: string; readonly policy: string };

function keyOf({ target, policy }: Place): string {
  return JSON.stringify([target, policy]);
}

/**
 * Finds out, for each target whose policy allows an origin, whether an allowed origin could read a response: from the
 * checks, or, where none shows it (they may all be about refusals), by one more request.
 */
export async function findReadability(
  targets: readonly ReadyTarget[],
  entries: readonly Shown[],
  options: Parameters<typeof isReadableBy>[2],
): Promise<Readability> {
  const found = new Map<string, boolean>();
  if (options.signal.aborted) return found;
  const passed = passedPlaces(entries);
  for (const target of targets) {
    const origin = resolveOrigin('allowed', target.policy, target.origin);
    if (!origin.ok) continue;
    const key = keyOf({ target: target.id, policy: target.policyName });
    const isShown = passed.get(key);
    // Without a pass, there is nothing to doubt.
    if (isShown === undefined) continue;
    found.set(key, isShown || (await isReadableBy(origin.value, target, options)));
  }
  return found;
}

/** The places with a pass, and whether any check of theirs shows that an allowed origin can read a response. */
function passedPlaces(entries: readonly Shown[]): ReadonlyMap<string, boolean> {
  const passed = new Set<string>();
  const shown = new Set<string>();
  for (const { result, access } of entries) {
    const key = keyOf(result);
    if (result.status === 'pass') passed.add(key);
    if (access.isReadable) shown.add(key);
  }
  return new Map([...passed].map((key) => [key, shown.has(key)]));
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
export function vacuousPasses(entries: readonly Shown[], readability: Readability): ReadonlySet<Result> {
  const vacuous = entries.filter(
    ({ result, access }) =>
      result.status === 'pass' && access.hasCorsHeader === false && readability.get(keyOf(result)) === false,
  );
  return new Set(vacuous.map(({ result }) => result));
}
