import type { Expectation } from '../scenarios/expectation.ts';
import type { Step } from '../scenarios/scenario.ts';

/**
 * A method that a scenario expects to work at the resource, and that the endpoint does not support, whatever the policy of
 * the whole API says; null when there is none. That other methods are blocked is expected of every endpoint.
 * @param supported undefined: all
 */
export function methodNotSupported(
  steps: readonly Step[],
  supported: readonly string[] | undefined,
): string | null {
  if (supported === undefined) return null;
  for (const { request, expect } of steps) {
    const method = requested(request);
    if (request.route === 'resource' && expectsSuccess(expect) && !supported.includes(method)) return method;
  }
  return null;
}

/** The method of a request, or the one that a raw preflight announces. */
function requested({ method = 'GET', headers = {} }: Step['request']): string {
  const announced = Object.entries(headers).find(
    ([name]) => name.toLowerCase() === 'access-control-request-method',
  )?.[1];
  return typeof announced === 'string' ? announced : method;
}

function expectsSuccess({ outcome, preflight, response }: Expectation): boolean {
  if (outcome !== undefined) return outcome !== 'blocked';
  return preflight !== undefined || response !== undefined;
}
