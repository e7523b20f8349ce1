import type { Judged } from '../judge/index.ts';
import type { Note, Result } from '../results/results.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { contractNotes } from './notes.ts';
import type { SkippedCheck } from './plan.ts';
import { reproduceCommand } from './reproduce.ts';
import type { RunEvent, RunRequest } from './request.ts';
import type { PreparedTargets, UnsupportedTarget } from '../targets/prepare-targets.ts';

/** The results of a run, as they come and in the order of the catalogue. */
export interface Collection {
  add(judged: Judged): void;
  addSkipped(skipped: readonly SkippedCheck[]): void;
  addUnsupported(
    targets: readonly UnsupportedTarget[],
    scenarios: readonly Scenario[],
    browser: string,
  ): void;
  /** Sorted by target, policy, scenario and browser, each in the order in which it was asked for. */
  results(): readonly Result[];
  /** What concerns targets as a whole. */
  notes(): readonly Note[];
}

/** @param onEvent is told of every result as it comes */
export function createCollection(
  request: RunRequest,
  { summaries }: PreparedTargets,
  onEvent: (event: RunEvent) => void,
): Collection {
  const results: Result[] = [];
  const allSkipped: SkippedCheck[] = [];
  const ranks = [summaries.map(({ id }) => id), Object.keys(request.policies), request.scenarios.map(({ id }) => id), request.browsers]
    .map((ids) => new Map(ids.map((id, index) => [id, index]))); // prettier-ignore
  const key = ({ target, policy, scenario, browser }: Result) =>
    [target, policy, scenario, browser].map((id, index) => ranks[index]?.get(id) ?? 0);

  function add({ result }: Judged): void {
    results.push(result);
    onEvent({ kind: 'result', result });
  }

  return {
    add,
    addSkipped(skipped) {
      allSkipped.push(...skipped);
      for (const { target, browser, scenario, reason } of skipped)
        results.push(
          unplayed(target.id, target.policyName, browser, scenario, 'not-applicable', reason, target.command),
        );
    },
    addUnsupported(targets, scenarios, browser) {
      for (const { id, policyName, reason, command } of targets)
        for (const scenario of scenarios)
          results.push(unplayed(id, policyName, browser, scenario, 'unsupported', reason, command));
    },
    notes: () => contractNotes(allSkipped),
    results: () => results.map((result) => [key(result), result] as const).sort(([a], [b]) => compare(a, b)).map(([, result]) => result), // prettier-ignore
  };
}

function compare(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((rank, at) => rank !== b[at]);
  return index === -1 ? 0 : (a[index] ?? 0) - (b[index] ?? 0);
}

function unplayed(
  target: string,
  policy: string,
  browser: string,
  scenario: Scenario,
  status: 'not-applicable' | 'unsupported',
  reason: string,
  command: string,
): Result {
  return {
    target,
    policy,
    browser,
    scenario: scenario.id,
    level: scenario.level,
    status,
    message: reason,
    outcome: null,
    wire: '',
    deviations: [],
    durationMs: 0,
    reproduce: reproduceCommand(command, scenario.id, browser),
  };
}
