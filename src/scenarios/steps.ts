import type { Scenario, Step } from './scenario.ts';

/** A scenario's requests and what is to come of them, one or several. */
export function stepsOf(scenario: Scenario): readonly Step[] {
  if (scenario.steps !== undefined) return scenario.steps;
  if (scenario.request === undefined)
    throw new Error(`Scenario ${scenario.id} has neither a request nor steps.`);
  return [{ request: scenario.request, expect: scenario.expect ?? {} }];
}
