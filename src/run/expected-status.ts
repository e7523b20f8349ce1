import type { HeaderCondition } from '../scenarios/expectation.ts';
import type { Scenario, Step } from '../scenarios/scenario.ts';
import { stepsOf } from '../scenarios/steps.ts';

/** Accepts the status that the user expects of the URL wherever a range of statuses is expected of it: it is no failure. */
export function withExpectedStatus(scenario: Scenario, expected: number | undefined): Scenario {
  if (expected === undefined || !stepsOf(scenario).some((step) => limitsBelow(step, expected)))
    return scenario;
  const { request: _request, expect: _expect, ...facts } = scenario;
  return { ...facts, steps: stepsOf(scenario).map((step) => widened(step, expected)) };
}

function widened(step: Step, expected: number): Step {
  const from = rangeOf(step)?.[0];
  if (from === undefined || !limitsBelow(step, expected)) return step;
  const status: HeaderCondition = { between: [from, expected] };
  return { ...step, expect: { ...step.expect, response: { ...step.expect.response, status } } };
}

/** Preflights have statuses of their own, and other routes too. */
function limitsBelow(step: Step, expected: number): boolean {
  const range = rangeOf(step);
  return step.request.route === 'resource' && range !== null && range[1] < expected;
}

function rangeOf({ expect }: Step): readonly [number, number] | null {
  const condition = expect.response?.['status'];
  return condition !== undefined && 'between' in condition ? condition.between : null;
}
