import type { Scenario } from './scenario.ts';
import { stepsOf } from './steps.ts';

/** Whether a scenario asks for the response of a rate limit, which otherwise only says that there is no verdict. */
export function expectsRateLimit(scenario: Scenario): boolean {
  return stepsOf(scenario).some(({ request }) => request.route === 'limited');
}
