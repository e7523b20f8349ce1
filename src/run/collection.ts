import type { Judged } from '../judge/index.ts';
import { type SkipReason, skipText } from './skip-reasons.ts';
import type { Note, Result } from '../results/results.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { judgedOf, type KeptCheck, keptCheck } from './kept-checks.ts';
import { needsOf } from './needs.ts';
import { contractNotes } from './notes.ts';
import type { SkippedCheck } from './plan.ts';
import type { ReproduceCommand } from './reproduce.ts';
import type { RunEvent, RunHooks, RunRequest } from './request.ts';
import { createEvidenceStore } from '../results/evidence-store.ts';
import { createSharedParts } from '../results/shared-parts.ts';
import { createPlaces, type Place } from './places.ts';
import type { UnsupportedTarget } from '../targets/prepared.ts';

/** Collects the results of a run and sorts them in the order of the catalogue. */
export interface Collection {
  add(judged: Judged): void;
  /** A check that was played before. */
  addEarlier(check: KeptCheck): void;
  addSkipped(skipped: readonly SkippedCheck[]): void;
  addUnsupported(
    targets: readonly UnsupportedTarget[],
    scenarios: readonly Scenario[],
    browser: string,
  ): void;
  /** Sorted by target, policy, scenario and browser, each in the order of the request. */
  results(): readonly Result[];
  /** What was judged of each target under each policy, in the same order. */
  places(): readonly Place[];
  /** Notes about targets. */
  notes(): readonly Note[];
}

/** With more places, the evidence of all results takes little memory. */
const mostPlaces = 20;

/** What a run tests. */
export interface CollectionSize {
  /** The ids of the targets in the order of the request. */
  readonly targets: readonly string[];
  /** How many there are, each under each of its policies. */
  readonly places: number;
}

export interface CollectionOptions {
  /** Called for every result of a check that was played. */
  readonly onEvent: (event: RunEvent) => void;
  readonly onKept?: RunHooks['onKept'];
  readonly reproduce: ReproduceCommand;
}

export function createCollection(
  request: Pick<RunRequest, 'policies' | 'scenarios' | 'browsers' | 'isWanted'>,
  size: CollectionSize,
  { onEvent, onKept, reproduce }: CollectionOptions,
): Collection {
  const { isWanted = () => true } = request;
  const all: Result[] = [];
  const differing: SkippedCheck[] = [];
  const shared = createSharedParts();
  const store = size.places > mostPlaces ? createEvidenceStore() : null;
  const ranks = [size.targets, Object.keys(request.policies), request.scenarios.map(({ id }) => id), request.browsers]
    .map((ids) => new Map(ids.map((id, index) => [id, index]))); // prettier-ignore
  const key = ({ target, policy, scenario, browser }: Result) =>
    [target, policy, scenario, browser].reduce(
      (rank, id, index) => rank * (ranks[index]?.size ?? 1) + (ranks[index]?.get(id) ?? 0),
      0,
    );

  const places = createPlaces(key);

  const add = (judged: Judged, result: Result): void => {
    onEvent({ kind: 'result', result });
    const kept = store?.keep(result) ?? result;
    all.push(kept);
    places.add({ ...judged, result: kept });
  };

  return {
    add(judged) {
      const result = shared({ ...judged.result, ...needsFor(judged.reason) });
      onKept?.(keptCheck({ ...judged, result }));
      add(judged, result);
    },
    addEarlier(check) {
      add(judgedOf(check), shared(check.result));
    },
    addSkipped(skipped) {
      for (const one of skipped) {
        if (one.reason.code === 'route-differs') differing.push(one);
        all.push(shared(skippedResult(one, reproduce)));
      }
    },
    addUnsupported(targets, scenarios, browser) {
      for (const target of targets)
        for (const scenario of scenarios)
          if (isWanted(target.policyName, scenario, target.id))
            all.push(shared(unsupportedResult(target, scenario, browser, reproduce)));
    },
    notes: () => contractNotes(differing),
    results: () => sorted(all, key),
    places: places.all,
  };
}

function sorted<One>(entries: readonly One[], key: (entry: One) => number): readonly One[] {
  const keys = Float64Array.from(entries, key);
  const order = Uint32Array.from(entries.keys()).sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
  return Array.from(order, (index) => entries[index] as One);
}

function skippedResult(
  { target, browser, scenario, reason }: SkippedCheck,
  reproduce: ReproduceCommand,
): Result {
  return {
    ...unplayed(target.id, target.policyName, browser, scenario),
    reproduce: reproduce(target.command, scenario.id, browser),
    status: 'not-applicable',
    code: reason.code,
    message: skipText(reason),
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
  reproduce: ReproduceCommand,
): Result {
  const code = 'unsupported';
  return {
    ...unplayed(id, policyName, browser, scenario),
    reproduce: reproduce(command, scenario.id, browser),
    status: code,
    code,
    message: reason,
  };
}

/** What the results of checks that were not played have in common. */
function unplayed(
  target: string,
  policy: string,
  browser: string,
  scenario: Scenario,
): Omit<Result, 'status' | 'reproduce'> {
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
  };
}
