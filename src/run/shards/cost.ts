import type { Policy } from '../../policy/policy.ts';
import { type CheckKey, keyOfCheck } from '../../results/excuse.ts';
import { inapplicable } from '../../scenarios/applicability.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { stepsOf } from '../../scenarios/steps.ts';

/** How long checks took in an earlier run, in milliseconds, by `keyOfCheck`. */
export type Durations = ReadonlyMap<string, number>;

/** All in milliseconds. Only their ratios matter: they decide what is put together, not how long it takes. */
const costs = {
  /** Planning a check, and its result when it does not apply. */
  planned: 0.1,
  request: 5,
  /** A tab of its own. */
  tab: 40,
  implementation: 1500,
  url: 100,
} as const;

/** Checks that wait do so at the same time, so that a wait takes a part of its time only. */
const waitShare = 1 / 20;

export function startCostOf(kind: 'url' | 'implementation'): number {
  return costs[kind];
}

/** A scenario under a policy, in one browser. */
export interface CostlyCheck {
  readonly key: CheckKey;
  readonly scenario: Scenario;
  readonly policy: Policy;
}

/**
 * What each check takes: as it was measured, otherwise by what its page does.
 * @param all the checks of the run
 * @param jobs how many of them are played at once
 */
export function costsOf(
  all: readonly CostlyCheck[],
  durations: Durations,
  jobs: number,
): (check: CostlyCheck) => number {
  const measured = (check: CostlyCheck) => withoutWaits(check, durations.get(keyOfCheck(check.key)));
  // Checks overlap, and starts do not: as it was measured, each check would take many times of what it adds to a run.
  const sums = { measured: 0, modelled: 0 };
  for (const check of all) {
    const own = measured(check);
    if (own === undefined || inapplicable(check.scenario, check.policy) !== null) continue;
    sums.measured += own;
    sums.modelled += modelled(check.scenario);
  }
  const share = sums.measured === 0 ? 1 : Math.max(sums.modelled / sums.measured, 1 / jobs);
  return (check) => {
    const { key, scenario, policy } = check;
    if (inapplicable(scenario, policy) !== null) return costs.planned;
    const own = measured(check);
    const waits = key.browser === 'model' ? 0 : waitOf(scenario, policy) * waitShare;
    return costs.planned + (own === undefined ? modelled(scenario) : own * share) + waits;
  };
}

/** The model puts its clock forward, so that a measured time may be shorter than the wait. */
function withoutWaits({ scenario, policy }: CostlyCheck, measured: number | undefined): number | undefined {
  if (measured === undefined) return undefined;
  const waiting = waitOf(scenario, policy);
  return measured > waiting ? measured - waiting : measured;
}

function modelled(scenario: Scenario): number {
  const steps = stepsOf(scenario);
  const requests = steps.reduce((sum, { request }) => sum + (request.times ?? 1), 0);
  const isByCorspec = steps.every(({ request }) => request.client === 'raw');
  return requests * costs.request + (!isByCorspec && needsTab(scenario) ? costs.tab : 0);
}

/** As far as it can be said before the requests are resolved. */
function needsTab(scenario: Scenario): boolean {
  return (
    scenario.isolated === true ||
    scenario.when?.abilities?.includes('console') === true ||
    stepsOf(scenario).some(
      ({ wait, request }) => wait !== undefined || request.frame !== undefined || request.cache !== undefined,
    )
  );
}

function waitOf(scenario: Scenario, { maxAge = 0 }: Policy): number {
  return stepsOf(scenario).reduce(
    (sum, { wait = 0 }) => sum + (wait === 'max-age' ? maxAge * 1000 : wait),
    0,
  );
}
