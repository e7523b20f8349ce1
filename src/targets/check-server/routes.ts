import { routeContract } from '../../../fixtures/route-contract.ts';
import { type Route, routes as allRoutes } from '../../scenarios/scenario.ts';
import { checkRoutes, type CheckedExchange, type ContractServer } from '../contract/check-routes.ts';
import { describeDifference, differencesOf, isOptional, type RouteDifference } from '../contract/index.ts';
import { newToken } from '../target-contract.ts';
import { type RouteCheck, contractDifference } from './server-check.ts';

/** A server of an implementation, with the name of its policy. */
export interface NamedServer {
  readonly name: string;
  readonly server: ContractServer;
  /** An origin that the policy allows; null when it allows none, or is not known. */
  readonly allowedOrigin: string | null;
}

const requestTimeoutMs = 5000;
const placeTimeoutMs = 60_000;

/**
 * Requests every route from every server of one implementation, without Origin. A difference on all of them means that
 * the route does not follow the contract; a difference on some becomes a note.
 */
export async function checkAllRoutes(
  places: readonly NamedServer[],
  signal: AbortSignal,
): Promise<readonly RouteCheck[]> {
  const checked = new Map<string, readonly CheckedExchange[]>();
  for (const { name, server: place, allowedOrigin } of places)
    checked.set(
      name,
      await checkRoutes(place, {
        routes: allRoutes,
        origin: null,
        allowedOrigin,
        timeoutMs: requestTimeoutMs,
        signal: AbortSignal.any([signal, AbortSignal.timeout(placeTimeoutMs)]),
        token: newToken(),
      }),
    );
  return allRoutes.map((route) => checkOf(route, places, checked));
}

function checkOf(
  route: Route,
  places: readonly NamedServer[],
  checked: ReadonlyMap<string, readonly CheckedExchange[]>,
): RouteCheck {
  const ofRoute = [...checked].map(
    ([name, exchanges]) => [name, exchanges.filter((one) => one.route === route)] as const,
  );
  const seen = ofRoute.flatMap(([, exchanges]) => exchanges);
  const found = ofRoute.flatMap(([name, exchanges]) =>
    differencesOf(exchanges).map((difference) => ({ name, difference })),
  );
  const groups = grouped(found);
  const counting = groups.filter(
    ({ difference, names }) => names.length === ofRoute.length && !difference.maybeMiddleware,
  );
  const isPlace = places.some(({ server: place }) => place.urlOf(route) !== null);
  if (counting.length > 0 && isOptional(route)) return notOffered(route);
  const status =
    counting.length > 0 ? 'differs' : !isPlace ? 'absent' : seen.length === 0 ? 'unknown' : 'keeps';
  const asked = new Set(seen.map(({ exchange }) => exchange));
  return {
    route,
    status,
    differences: counting.map(({ difference }) => contractDifference(difference)),
    notes: groups
      .filter((group) => !counting.includes(group))
      .map((group) => noteOf(group, [...checked.keys()])),
    notSent: !isPlace
      ? []
      : routeContract[route].exchanges
          .filter((exchange) => !asked.has(exchange))
          .map(({ ask: { method, after = [] } }) => [...after, method].join(', ') + ` ${route}`),
  };
}

/** An optional route that the server does not have. */
function notOffered(route: Route): RouteCheck {
  return { route, status: 'not-offered', differences: [], notes: [], notSent: [] };
}

interface Group {
  readonly difference: RouteDifference;
  /** The names of the servers that have the difference. */
  readonly names: readonly string[];
}

/** Groups differences from the same expectation, whatever the servers sent instead. */
function grouped(
  found: readonly { readonly name: string; readonly difference: RouteDifference }[],
): readonly Group[] {
  const groups: { difference: RouteDifference; names: string[] }[] = [];
  for (const { name, difference } of found) {
    const group = groups.find(
      (one) =>
        one.difference.exchange === difference.exchange && one.difference.expected === difference.expected,
    );
    if (group === undefined) groups.push({ difference, names: [name] });
    else if (!group.names.includes(name)) group.names.push(name);
  }
  return groups;
}

/** Names the policies with the difference or those without it, whichever are fewer. */
function noteOf({ difference, names }: Group, places: readonly string[]): string {
  const others = places.filter((name) => !names.includes(name));
  const where =
    others.length === 0
      ? ''
      : others.length < names.length
        ? `, but not under the policies ${others.join(', ')}`
        : `, only under the policies ${names.join(', ')}`;
  return `${describeDifference(difference)}${where}. The middleware may cause this; scenarios test it.`;
}
