import { type CheckKey, keyOfCheck } from '../results/excuse.ts';
import { isGating, plural } from '../results/index.ts';
import { isOpenFailure } from '../results/known-failures.ts';
import { withFields } from '../results/late-fields.ts';
import type { Result, Results } from '../results/results.ts';
import { shortened } from '../text/phrases.ts';

/** A baseline file that was read. */
export interface Baseline {
  /** As it was named. */
  readonly file: string;
  readonly entries: readonly CheckKey[];
}

/**
 * Excuses the failures that are in the baseline, and finds its stale entries: those of checks that pass now. An entry
 * whose check has no verdict in this run is not stale.
 */
export function applyBaseline(results: Results, { file, entries }: Baseline): Results {
  const known = new Set(entries.map(keyOfCheck));
  const passed = new Set(results.results.filter(({ status }) => status === 'pass').map(keyOfCheck));
  const marked = results.results.map((result) =>
    isOpenFailure(result) && known.has(keyOfCheck(result))
      ? withFields(result, { excused: { by: 'baseline' as const } })
      : result,
  );
  return {
    ...results,
    baseline: {
      file,
      known: marked.filter(({ excused }) => excused?.by === 'baseline').length,
      stale: entries.filter((entry) => passed.has(keyOfCheck(entry))),
    },
    results: marked,
  };
}

/** What `--update-baseline` makes of a baseline. */
export interface BaselineUpdate {
  readonly entries: readonly CheckKey[];
  /** The failures that are new in it. */
  readonly added: readonly Result[];
  readonly removed: readonly CheckKey[];
  readonly kept: number;
}

export interface UpdateOptions {
  /** Only failures at levels that fail a run are added, with the others that have the same cause. */
  readonly strict: boolean;
  /** The ids of all scenarios: an entry of another one would stay in the file for ever. */
  readonly scenarios: ReadonlySet<string>;
}

/** Adds new failures, removes stale entries, and keeps the entries of checks without a verdict in this run. */
export function updateBaseline(
  { results }: Results,
  before: readonly CheckKey[],
  { strict, scenarios }: UpdateOptions,
): BaselineUpdate {
  const known = new Set(before.map(keyOfCheck));
  const passed = new Set(results.filter(({ status }) => status === 'pass').map(keyOfCheck));
  const isGone = (entry: CheckKey): boolean =>
    passed.has(keyOfCheck(entry)) || !scenarios.has(entry.scenario);
  const kept = before.filter((entry) => !isGone(entry));
  const failed = results.filter(isOpenFailure);
  const gating = failed.filter(({ level }) => isGating(level, strict));
  const causes = new Set(gating.map(causeKey));
  const added = failed.filter(
    (result) => (gating.includes(result) || causes.has(causeKey(result))) && !known.has(keyOfCheck(result)),
  );
  return {
    entries: [...kept, ...added.map(keyOnly)],
    added,
    removed: before.filter(isGone),
    kept: kept.length,
  };
}

/** One problem is known as a whole. A failure without a cause is a problem of its own. */
function causeKey({ target, policy, browser, scenario, cause }: Result): string {
  return JSON.stringify([target, policy, cause ?? [browser, scenario]]);
}

function keyOnly({ target, policy, browser, scenario }: CheckKey): CheckKey {
  return { target, policy, browser, scenario };
}

/** What an update changed, in one line without the name of the file. */
export function updateText({ added, removed, kept }: BaselineUpdate): string {
  if (added.length + removed.length === 0) return `unchanged (${plural(kept, 'known failure')})`;
  const security = added.filter(({ level }) => level === 'security').length;
  const parts = [
    added.length > 0 &&
      `${plural(added.length, 'failure')} added${security > 0 ? ` (${security} of level security)` : ''}`,
    removed.length > 0 && `${removed.length} taken out`,
    kept > 0 && `${kept} unchanged`,
  ];
  return parts.filter((part) => part !== false).join(', ');
}

/** The warning about entries of scenarios that do not exist, if there are any. */
export function unknownScenarios({ file, entries }: Baseline, scenarios: ReadonlySet<string>): string | null {
  const ids = [...new Set(entries.map(({ scenario }) => scenario).filter((id) => !scenarios.has(id)))];
  if (ids.length === 0) return null;
  const more = ids.length > 3 ? ` and ${ids.length - 3} more` : '';
  const names = ids.slice(0, 3).map(shortened).join(', ');
  return `${file}: this version of corspec has no scenario ${names}${more}. --update-baseline takes such entries out.`;
}
