import type { LibraryId } from '../causes/libraries/index.ts';
import type { CauseSummary, Note, Result, TargetSummary } from '../results/results.ts';
import type { Manifest } from '../targets/manifest.ts';
import type { PreparedTargets } from '../targets/prepare-targets.ts';
import { type Causes, findCauses } from './causes.ts';
import { findReadability, type Readability } from './evidence.ts';
import type { Place } from './places.ts';
import type { RunRequest } from './request.ts';

/** What is known of targets when their checks are judged. It no longer needs them to run. */
export interface Conclusion {
  readonly summaries: readonly TargetSummary[];
  readonly notes: readonly Note[];
  readonly causes: readonly CauseSummary[];
  readonly idOf: Causes['idOf'];
  readonly readability: Readability;
}

export interface ConcludeOptions {
  /** Of all targets of the run. */
  readonly places: readonly Place[];
  readonly request: Pick<RunRequest, 'targets' | 'timeoutMs' | 'pace'> & {
    readonly fixFor?: LibraryId | undefined;
  };
  readonly signal: AbortSignal;
}

/** Finds the causes of what fails at targets that still run: for some causes, they are asked again. */
export async function conclude(
  { ready, summaries, notes }: PreparedTargets,
  { places, request, signal }: ConcludeOptions,
): Promise<Conclusion> {
  const ids = new Set(ready.map(({ id }) => id));
  const own = places.filter(({ target }) => ids.has(target));
  const asking = { timeoutMs: request.timeoutMs, pace: request.pace, signal };
  const { causes, idOf } = await findCauses(own, ready, {
    ...asking,
    fixFor: request.fixFor,
    implementations: manifestsOf(request),
  });
  const readability = await findReadability(ready, own, asking);
  return { summaries, notes, causes, idOf, readability };
}

/** The conclusions of several groups of targets as one. */
export function joined(conclusions: readonly Conclusion[]): Conclusion {
  return {
    summaries: conclusions.flatMap(({ summaries }) => summaries),
    notes: conclusions.flatMap(({ notes }) => notes),
    causes: conclusions.flatMap(({ causes }) => causes),
    idOf: new Map<Result, string>(conclusions.flatMap(({ idOf }) => [...idOf])),
    readability: new Map(conclusions.flatMap(({ readability }) => [...readability])),
  };
}

/** What server.json says of each implementation. */
function manifestsOf({ targets }: Pick<RunRequest, 'targets'>): ReadonlyMap<string, Manifest> {
  return new Map(
    targets.flatMap((target) =>
      target.kind === 'url' ? [] : [[target.implementation.id, target.implementation.manifest]],
    ),
  );
}
