import { markCauses } from '../results/known-failures.ts';
import type { Results } from '../results/results.ts';
import {
  applyBaseline,
  type Baseline,
  type BaselineUpdate,
  unknownScenarios,
  updateBaseline,
  type UpdateOptions,
} from './baseline.ts';
import { applyIgnore, type IgnoreContext, type IgnoreRule } from './ignore.ts';

export interface BaselinePlan extends Baseline {
  /** Whether the failures of this run become those of the file. */
  readonly update: boolean;
}

/** What excuses failures of a run. */
export interface Excuses extends IgnoreContext, UpdateOptions {
  readonly ignore: readonly IgnoreRule[];
  readonly baseline?: BaselinePlan;
}

export interface ExcusedResults {
  readonly results: Results;
  readonly warnings: readonly string[];
  /** With `baseline.update`: what to write to the file. */
  readonly update?: BaselineUpdate;
}

/** Marks the failures of a run that ignore rules and the baseline excuse. A failure that is ignored needs no entry. */
export function excuseFailures(found: Results, excuses: Excuses): ExcusedResults {
  const { baseline, ignore, scenarios } = excuses;
  const isFullRun = excuses.isFullRun && found.interrupted !== true;
  const { results, warnings } = applyIgnore(found, ignore, { ...excuses, isFullRun });
  if (baseline === undefined) return { results: markCauses(results), warnings };
  const { file, entries, update } = baseline;
  if (!update) {
    const unknown = unknownScenarios(baseline, scenarios);
    return {
      results: markCauses(applyBaseline(results, baseline)),
      warnings: unknown === null ? warnings : [...warnings, unknown],
    };
  }
  const updated = updateBaseline(results, entries, excuses);
  return {
    results: markCauses(applyBaseline(results, { file, entries: updated.entries })),
    warnings,
    update: updated,
  };
}
