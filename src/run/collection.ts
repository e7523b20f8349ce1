import type { Judged } from '../judge/index.ts';
import { type SkipReason, skipText } from './skip-reasons.ts';
import type { Note, Result } from '../results/results.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { needsOf } from './needs.ts';
import { contractNotes } from './notes.ts';
import type { SkippedCheck } from './plan.ts';
import { reproduceCommand } from './reproduce.ts';
import type { RunEvent, RunRequest } from './request.ts';
import type { PreparedTargets } from '../targets/prepare-targets.ts';
import type { UnsupportedTarget } from '../targets/prepared.ts';

/** Collects the results of a run and sorts them in the order of the catalogue. */
export interface Collection {
  add(judged: Judged): void;
  addSkipped(skipped: readonly SkippedCheck[]): void;
  addUnsupported(
    targets: readonly UnsupportedTarget[],
    scenarios: readonly Scenario[],
    browser: string,
  ): void;
  /** Sorted by target, policy, scenario and browser, each in the order of the request. */
  results(): readonly Result[];
  /** What was judged, in the same order. */
  judged(): readonly Judged[];
  /** Notes about targets. */
  notes(): readonly Note[];
}

/** @param onEvent is called for every result */
export function createCollection(
  request: RunRequest,
  { summaries }: PreparedTargets,
  onEvent: (event: RunEvent) => void,
): Collection {
  const entries: Entry[] = [];
  const all: Judged[] = [];
  const allSkipped: SkippedCheck[] = [];
  const ranks = [summaries.map(({ id }) => id), Object.keys(request.policies), request.scenarios.map(({ id }) => id), request.browsers]
    .map((ids) => new Map(ids.map((id, index) => [id, index]))); // prettier-ignore
  const key = ({ target, policy, scenario, browser }: Result) =>
    [target, policy, scenario, browser].map((id, index) => ranks[index]?.get(id) ?? 0);

  function add(judged: Judged): void {
    const result = { ...judged.result, ...needsFor(judged.reason) };
    entries.push({ ...judged, result });
    all.push({ ...judged, result });
    onEvent({ kind: 'result', result });
  }

  return {
    add,
    addSkipped(skipped) {
      allSkipped.push(...skipped);
      entries.push(...skipped.map(skippedEntry));
    },
    addUnsupported(targets, scenarios, browser) {
      for (const target of targets)
        for (const scenario of scenarios) entries.push(unsupportedEntry(target, scenario, browser));
    },
    notes: () => contractNotes(allSkipped),
    results: () => sorted(entries, key).map(({ result }) => result),
    judged: () => sorted(all, key),
  };
}

function sorted<One extends { readonly result: Result }>(
  entries: readonly One[],
  key: (result: Result) => readonly number[],
): readonly One[] {
  return entries
    .map((entry) => [key(entry.result), entry] as const)
    .sort(([a], [b]) => compare(a, b))
    .map(([, entry]) => entry);
}

function compare(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((rank, at) => rank !== b[at]);
  return index === -1 ? 0 : (a[index] ?? 0) - (b[index] ?? 0);
}

/** A result, and the reason for it as data. */
interface Entry {
  readonly result: Result;
  readonly reason: Judged['reason'] | SkipReason | { readonly code: 'unsupported'; readonly detail: string };
}

function skippedEntry({ target, browser, scenario, reason }: SkippedCheck): Entry {
  const result = unplayed(target.id, target.policyName, browser, scenario, target.command);
  const message = skipText(reason);
  const needs = needsFor(reason);
  return {
    result: { ...result, status: 'not-applicable', code: reason.code, message, ...needs },
    reason,
  };
}

function needsFor(reason: Judged['reason'] | SkipReason): Pick<Result, 'needs'> {
  const needs = reason === null ? null : needsOf(reason);
  return needs === null ? {} : { needs };
}

function unsupportedEntry(
  { id, policyName, reason: detail, command }: UnsupportedTarget,
  scenario: Scenario,
  browser: string,
): Entry {
  const code = 'unsupported';
  const result = unplayed(id, policyName, browser, scenario, command);
  return {
    result: { ...result, status: code, code, message: detail },
    reason: { code, detail },
  };
}

/** What the results of checks that were not played have in common. */
function unplayed(
  target: string,
  policy: string,
  browser: string,
  scenario: Scenario,
  command: string,
): Omit<Result, 'status'> {
  return {
    target,
    policy,
    browser,
    scenario: scenario.id,
    level: scenario.level,
    outcome: null,
    wire: '',
    deviations: [],
    durationMs: 0,
    reproduce: reproduceCommand(command, scenario.id, browser),
  };
}
