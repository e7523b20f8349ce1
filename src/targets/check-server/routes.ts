import { routeContract } from '../../../fixtures/route-contract.ts';
import { type Route, routes as allRoutes } from '../../scenarios/scenario.ts';
import { checkRoutes, type CheckedExchange, type ContractPlace } from '../contract/check-routes.ts';
import { describeDifference, differencesOf, type RouteDifference } from '../contract/index.ts';
import { newToken } from '../target-contract.ts';
import { type RouteCheck, toldDifference } from './server-check.ts';

/** One of the servers of an application, by the name of its policy. */
export interface NamedPlace {
  readonly name: string;
  readonly place: ContractPlace;
}

const requestTimeoutMs = 5000;
const placeTimeoutMs = 60_000;

/**
 * Asks every server of one application for every route, without Origin. What differs on all of them counts against the
 * route; what differs on some is noted.
 */
export async function checkAllRoutes(
  places: readonly NamedPlace[],
  signal: AbortSignal,
): Promise<readonly RouteCheck[]> {
  const checked = new Map<string, readonly CheckedExchange[]>();
  for (const { name, place } of places)
    checked.set(
      name,
      await checkRoutes(place, {
        routes: allRoutes,
        origin: null,
        timeoutMs: requestTimeoutMs,
        signal: AbortSignal.any([signal, AbortSignal.timeout(placeTimeoutMs)]),
        token: newToken(),
      }),
    );
  return allRoutes.map((route) => checkOf(route, places, checked));
}

function checkOf(
  route: Route,
  places: readonly NamedPlace[],
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
  const isPlace = places.some(({ place }) => place.urlOf(route) !== null);
  const status =
    counting.length > 0 ? 'differs' : !isPlace ? 'absent' : seen.length === 0 ? 'unknown' : 'keeps';
  const asked = new Set(seen.map(({ exchange }) => exchange));
  return {
    route,
    status,
    differences: counting.map(({ difference }) => toldDifference(difference)),
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

interface Group {
  readonly difference: RouteDifference;
  /** Of the places where it shows. */
  readonly names: readonly string[];
}

/** Differences in the same answer, whatever was got in its place. */
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

/** By whichever list is the shorter one. */
function noteOf({ difference, names }: Group, places: readonly string[]): string {
  const others = places.filter((name) => !names.includes(name));
  const where =
    others.length === 0
      ? ''
      : others.length < names.length
        ? `, but not under the policies ${others.join(', ')}`
        : `, under the policies ${names.join(', ')} only`;
  return `${describeDifference(difference)}${where}. A middleware can be the reason, and scenarios test it.`;
}
