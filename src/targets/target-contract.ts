import { randomBytes } from 'node:crypto';
import type { RunningImplementation } from './index.ts';
import type { Policy } from '../policy/policy.ts';
import type { Route } from '../scenarios/scenario.ts';
import {
  type ContractPlace,
  findDifferences,
  type PlaceUnderPolicy,
  type RouteDifference,
  routesOf,
} from './contract/index.ts';
import type { TargetsRequest, UrlTarget } from './target-request.ts';
import { contractRouteMap, type RouteMap, urlRouteMap } from './target-routes.ts';

type ContractRequest = Pick<TargetsRequest, 'policies' | 'scenarios' | 'timeoutMs'>;
type Policies = Readonly<Record<string, Policy>>;

/** So many of an implementation's servers are asked about a route that does not keep the contract. */
const mostPlaces = 6;

/**
 * A policy beside those of a run: the library without options. Its application is the same as under the others, so what
 * is right there and wrong under a policy of the run is the middleware's doing.
 * @param policies whose names are taken
 */
export function withoutOptions(policies: Policies): Policies {
  let name = 'corspec-contract';
  while (name in policies) name = `${name}-`;
  return { [name]: {} };
}

/** How the routes of an implementation differ from the contract, under whichever policy. */
export function differencesOfImplementation(
  running: RunningImplementation,
  { policies, scenarios, timeoutMs }: ContractRequest,
  neutral: Policies,
  signal: AbortSignal,
): Promise<readonly RouteDifference[]> {
  const all = Object.entries({ ...neutral, ...policies });
  const places = all.flatMap(([name, policy]): PlaceUnderPolicy[] => {
    const state = running.policies.get(name);
    return state?.status === 'ready' ? [{ place: placeOfImplementation(state.url), policy }] : [];
  });
  return findDifferences(places.slice(0, mostPlaces), {
    routes: routesOf(scenarios),
    timeoutMs,
    signal,
    token: newToken(),
  });
}

/** How the routes of a URL differ from the contract: those that it is said to have. */
export function differencesOfUrl(
  target: UrlTarget,
  { policies, scenarios, timeoutMs }: ContractRequest,
  signal: AbortSignal,
): Promise<readonly RouteDifference[]> {
  const [policy = {}] = Object.values(policies);
  const options = { routes: routesOf(scenarios), timeoutMs, signal, token: newToken() };
  return findDifferences([{ place: placeOfUrl(target), policy }], options);
}

export function placeOfImplementation(url: string): ContractPlace {
  const routes = contractRouteMap(url);
  return { ...askedFor(routes), writes: true, addHeaders: [], insecure: false };
}

export function placeOfUrl(target: UrlTarget): ContractPlace {
  const routes = urlRouteMap(target);
  const { allowWrites: writes, headers: addHeaders, insecure } = target;
  return { ...askedFor(routes), writes, addHeaders, insecure };
}

/** Of what is not said to be a route of the contract, nothing is expected. */
function askedFor(routes: RouteMap): Pick<ContractPlace, 'urlOf' | 'counts'> {
  return {
    urlOf: (route: Route) => {
      const found = routes.find(route);
      return found?.followsContract === true ? found.url : null;
    },
    counts: routes.isContract,
  };
}

/** Tells the requests of one check from those of all others. */
export function newToken(): string {
  return `contract-${randomBytes(4).toString('hex')}-`;
}
