import { originSpelling, type OriginCause } from './origin-spelling.ts';
import { silentRefusals } from '../causes/blocked.ts';
import { causeKey } from '../causes/merge.ts';
import { detectLibrary, type LibraryEvidence } from '../causes/detect-library.ts';
import { type FixContext, fixOf } from '../causes/fixes.ts';
import type { LibraryId } from '../causes/libraries/index.ts';
import { groupCauses, type FailedCheck, type FoundCause } from '../judge/causes/group.ts';
import { causeSummary } from '../judge/causes/summary.ts';
import type { Sighting } from '../judge/causes/sighting.ts';
import type { Pace } from '../http1/pace.ts';
import type { CauseSummary, Result } from '../results/results.ts';
import type { ReadyTarget } from '../targets/ready-target.ts';
import type { Place } from './places.ts';

/** The causes of a run's failures, and the results that name them. */
export interface Causes {
  readonly causes: readonly CauseSummary[];
  /** By the result that fails: the id of its cause. */
  readonly idOf: ReadonlyMap<Result, string>;
}

export interface CauseOptions {
  /** The library that fixes are written for; when absent, what the responses show. */
  readonly fixFor?: LibraryId | undefined;
  /** What server.json says of an implementation, by its id. */
  readonly implementations: ReadonlyMap<string, LibraryEvidence['implementation']>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly pace?: Pace | undefined;
}

/**
 * Finds the causes of all failures, each target under each policy by itself. Where an allowed origin is refused, the
 * target is asked with other spellings of it.
 */
export async function findCauses(
  places: readonly Place[],
  targets: readonly ReadyTarget[],
  options: CauseOptions,
): Promise<Causes> {
  const found = await Promise.all(
    places.map(async ({ target: id, policy, failed, seen }) => {
      if (failed.length === 0) return [];
      const causes = groupCauses(failed, seen);
      const target = targets.find((one) => one.id === id && one.policyName === policy);
      if (target === undefined) return [];
      const configured = libraryOf(target, seen, options);
      return (await named(causes, failed, seen, target, options)).map((one) => ({
        one,
        fix: fixOf(one.cause, { policy: target.policy, origin: one.decisive.finding.refused, ...configured }),
      }));
    }),
  );
  const all = found.flat();
  return {
    causes: all.map(({ one, fix }) => causeSummary(one, fix)),
    idOf: new Map(
      all.flatMap(({ one: { cause, checks } }) =>
        checks.map(({ result }) => [result, causeKey(cause)] as const),
      ),
    ),
  };
}

/** The same with the spelling of the origin that the server allows, if it allows another than browsers send. */
async function named(
  causes: readonly FoundCause[],
  failed: readonly FailedCheck[],
  seen: Sighting,
  target: ReadyTarget,
  options: CauseOptions,
): Promise<readonly FoundCause[]> {
  const missing = causes.find(
    ({ cause }) => cause.code === 'origin-missing' || cause.code === 'cors-missing',
  );
  const [origin] = missing !== undefined && 'origins' in missing.cause ? missing.cause.origins : [];
  if (missing === undefined || origin === undefined) return causes;
  const spelling = await originSpelling(target, origin, options);
  return spelling === null
    ? causes
    : groupCauses(
        failed.map((check) => respelled(check, spelling)),
        seen,
      );
}

/** The check with the spelling as its cause, if it fails because that origin is refused. */
function respelled({ result, finding }: FailedCheck, spelling: OriginCause): FailedCheck {
  return finding.refused === spelling.origin && silentRefusals.includes(finding.cause.code)
    ? { result, finding: { ...finding, cause: spelling } }
    : { result, finding };
}

function libraryOf(
  { id }: ReadyTarget,
  { clues }: Sighting,
  { fixFor, implementations }: CauseOptions,
): Pick<FixContext, 'library' | 'alternative'> {
  if (fixFor !== undefined) return { library: fixFor };
  const implementation = implementations.get(id);
  return detectLibrary({ clues, ...(implementation && { implementation }) }) ?? { library: null };
}
