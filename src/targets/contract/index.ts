import type { Pace } from '../../http1/pace.ts';
import { resolveOrigin } from '../../scenarios/origins.ts';
import { routeContract } from '../../../fixtures/route-contract.ts';
import type { Policy } from '../../policy/policy.ts';
import { type Route, routes as allRoutes, type Scenario } from '../../scenarios/scenario.ts';
import { type CheckedExchange, checkRoutes, type ContractServer } from './check-routes.ts';
import { reachedBy, type RouteDifference } from './reliance.ts';
import { stepsOf } from '../../scenarios/steps.ts';

export type { ContractServer as ContractPlace } from './check-routes.ts';
export { concerning, type RouteDifference } from './reliance.ts';
export { anchorOf, contractNote, describeDifference } from './text.ts';

/** A server and its policy. */
export interface ServerUnderPolicy {
  readonly server: ContractServer;
  readonly policy: Policy;
}

export interface FindDifferencesOptions {
  readonly routes: readonly Route[];
  /** For each request: ms. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly pace?: Pace | undefined;
  readonly token: string;
}

/** The time limit for all requests to one server, in request timeouts. Later responses are not compared. */
const placeTimeouts = 3;

/** Whether an implementation need not have a route. */
export function isOptional(route: Route): boolean {
  return routeContract[route].isOptional === true;
}

/** The routes that scenarios make requests to, in the order of the contract. */
export function routesOf(scenarios: readonly Scenario[]): readonly Route[] {
  const reached = new Set(
    scenarios.flatMap(stepsOf).flatMap(({ request }) => reachedBy(request).map(({ route }) => route)),
  );
  return allRoutes.filter((route) => reached.has(route));
}

/**
 * How the routes of a server differ from the contract. Requests have no Origin, so that CORS does not affect the response.
 * A request whose response differs is repeated with the Origin of an allowed page, and at the other servers of the same
 * implementation: one correct response shows that the route follows the contract and that something else changed it.
 * @param places servers of the same implementation
 */
export async function findDifferences(
  places: readonly ServerUnderPolicy[],
  options: FindDifferencesOptions,
): Promise<readonly RouteDifference[]> {
  let left: readonly RouteDifference[] | null = null;
  for (const [index, { server: place, policy }] of places.entries()) {
    const allowed = allowedOriginOf(policy);
    for (const origin of allowed === null ? [null] : [null, allowed]) {
      const routes: readonly Route[] = left === null ? options.routes : left.map(({ route }) => route);
      const checked = await checkRoutes(place, {
        routes: [...new Set(routes)],
        origin,
        allowedOrigin: allowed,
        timeoutMs: options.timeoutMs,
        pace: options.pace,
        signal: AbortSignal.any([options.signal, AbortSignal.timeout(placeTimeouts * options.timeoutMs)]),
        token: `${options.token}${index}${origin === null ? '' : 'o'}`,
      });
      left = left === null ? differencesOf(checked) : stillThere(left, checked);
      if (left.length === 0) return [];
    }
  }
  return left ?? [];
}

/** All differences of checked exchanges. */
export function differencesOf(checked: readonly CheckedExchange[]): readonly RouteDifference[] {
  return checked.flatMap(({ route, exchange, asked, differences }) =>
    differences.map((difference) => ({ ...difference, route, exchange, asked })),
  );
}

/** The differences that remain. Without a response to the same request, a difference stays. */
function stillThere(
  differences: readonly RouteDifference[],
  checked: readonly CheckedExchange[],
): readonly RouteDifference[] {
  const found = differencesOf(checked);
  return differences.flatMap((one) => {
    if (!checked.some(({ exchange }) => exchange === one.exchange)) return [one];
    const same = found.find((other) => isSame(one, other));
    if (same === undefined) return [];
    return [{ ...one, maybeMiddleware: one.maybeMiddleware || same.maybeMiddleware }];
  });
}

function isSame(one: RouteDifference, other: RouteDifference): boolean {
  return one.exchange === other.exchange && one.aspect === other.aspect && one.expected === other.expected;
}

/** Null where the policy allows none. */
export function allowedOriginOf(policy: Policy): string | null {
  const allowed = resolveOrigin('allowed', policy, 'https://target.example.test');
  return allowed.ok ? allowed.value : null;
}
