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

/** What a scenario takes under a policy, in one browser: as it was measured, otherwise by what its page does. */
export function costOfCheck(key: CheckKey, scenario: Scenario, policy: Policy, durations: Durations): number {
  if (inapplicable(scenario, policy) !== null) return costs.planned;
  const waiting = waitOf(scenario, policy);
  // The model puts its clock forward, so that a measured time may be shorter than the wait.
  const measured = durations.get(keyOfCheck(key));
  const own = measured === undefined ? modelled(scenario) : measured - (measured > waiting ? waiting : 0);
  return costs.planned + own + (key.browser === 'model' ? 0 : waiting * waitShare);
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
