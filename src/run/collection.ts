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
  const unplayedResults: Result[] = [];
  const all: Judged[] = [];
  const differing: SkippedCheck[] = [];
  const messages = createTexts();
  const ranks = [summaries.map(({ id }) => id), Object.keys(request.policies), request.scenarios.map(({ id }) => id), request.browsers]
    .map((ids) => new Map(ids.map((id, index) => [id, index]))); // prettier-ignore
  const key = ({ target, policy, scenario, browser }: Result) =>
    [target, policy, scenario, browser].reduce(
      (rank, id, index) => rank * (ranks[index]?.size ?? 1) + (ranks[index]?.get(id) ?? 0),
      0,
    );

  function add(judged: Judged): void {
    const result = { ...judged.result, ...needsFor(judged.reason) };
    all.push({ ...judged, result });
    onEvent({ kind: 'result', result });
  }

  return {
    add,
    addSkipped(skipped) {
      for (const one of skipped) {
        if (one.reason.code === 'route-differs') differing.push(one);
        unplayedResults.push(skippedResult(one, messages));
      }
    },
    addUnsupported(targets, scenarios, browser) {
      for (const target of targets)
        for (const scenario of scenarios) unplayedResults.push(unsupportedResult(target, scenario, browser));
    },
    notes: () => contractNotes(differing),
    results: () => sorted([...all.map(({ result }) => result), ...unplayedResults], key),
    judged: () => sorted(all, ({ result }) => key(result)),
  };
}

function sorted<One>(entries: readonly One[], key: (entry: One) => number): readonly One[] {
  return entries
    .map((entry) => [key(entry), entry] as const)
    .sort(([a], [b]) => a - b)
    .map(([, entry]) => entry);
}

/** Equal texts as one string: many scenarios do not apply for one reason, to each of many targets. */
function createTexts(): (text: string) => string {
  const texts = new Map<string, string>();
  return (text) => {
    const known = texts.get(text);
    if (known === undefined) texts.set(text, text);
    return known ?? text;
  };
}

function skippedResult(
  { target, browser, scenario, reason }: SkippedCheck,
  message: (text: string) => string,
): Result {
  return {
    ...unplayed(target.id, target.policyName, browser, scenario, target.command),
    status: 'not-applicable',
    code: reason.code,
    message: message(skipText(reason)),
    ...needsFor(reason),
  };
}

function needsFor(reason: Judged['reason'] | SkipReason): Pick<Result, 'needs'> {
  const needs = reason === null ? null : needsOf(reason);
  return needs === null ? {} : { needs };
}

function unsupportedResult(
  { id, policyName, reason, command }: UnsupportedTarget,
  scenario: Scenario,
  browser: string,
): Result {
  const code = 'unsupported';
  return { ...unplayed(id, policyName, browser, scenario, command), status: code, code, message: reason };
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
