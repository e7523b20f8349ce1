import { randomBytes } from 'node:crypto';
import type { RunningImplementation } from './index.ts';
import type { Policy } from '../policy/policy.ts';
import type { Route } from '../scenarios/scenario.ts';
import {
  type ContractPlace,
  findDifferences,
  type ServerUnderPolicy,
  type RouteDifference,
  routesOf,
} from './contract/index.ts';
import type { TargetsRequest, UrlTarget } from './target-request.ts';
import { contractRouteMap, type RouteMap, urlRouteMap } from './target-routes.ts';

type ContractRequest = Pick<TargetsRequest, 'policies' | 'scenarios' | 'timeoutMs' | 'pace'>;
type Policies = Readonly<Record<string, Policy>>;

/** At most so many servers of an implementation are checked. */
const mostServers = 6;

/**
 * An additional policy: the library without options. The application is the same under every policy, so a response that is
 * correct there and wrong under a policy of the run was changed by the middleware.
 * @param policies the policies of the run, whose names are not available
 */
export function withoutOptions(policies: Policies): Policies {
  let name = 'corspec-contract';
  while (name in policies) name = `${name}-`;
  return { [name]: {} };
}

/** How the routes of an implementation differ from the contract, under any policy. */
export function differencesOfImplementation(
  running: RunningImplementation,
  { policies, scenarios, timeoutMs }: ContractRequest,
  neutral: Policies,
  signal: AbortSignal,
): Promise<readonly RouteDifference[]> {
  const all = Object.entries({ ...neutral, ...policies });
  const places = all.flatMap(([name, policy]): ServerUnderPolicy[] => {
    const state = running.policies.get(name);
    return state?.status === 'ready' ? [{ server: contractServerOfImplementation(state.url), policy }] : [];
  });
  return findDifferences(places.slice(0, mostServers), {
    routes: routesOf(scenarios),
    timeoutMs,
    signal,
    token: newToken(),
  });
}

/** How the declared routes of a URL differ from the contract. */
export function differencesOfUrl(
  target: UrlTarget,
  { policies, scenarios, timeoutMs, pace }: ContractRequest,
  signal: AbortSignal,
): Promise<readonly RouteDifference[]> {
  const [policy = {}] = Object.values(policies);
  const options = { routes: routesOf(scenarios), timeoutMs, signal, pace, token: newToken() };
  return findDifferences([{ server: contractServerOfUrl(target), policy }], options);
}

export function contractServerOfImplementation(url: string): ContractPlace {
  const routes = contractRouteMap(url);
  return { ...contractRoutesOf(routes), writes: true, addHeaders: [], insecure: false };
}

export function contractServerOfUrl(target: UrlTarget): ContractPlace {
  const routes = urlRouteMap(target);
  const { allowWrites: writes, headers: addHeaders, insecure } = target;
  return { ...contractRoutesOf(routes), writes, addHeaders, insecure };
}

/** Only routes that follow the contract are checked. */
function contractRoutesOf(routes: RouteMap): Pick<ContractPlace, 'urlOf' | 'counts'> {
  return {
    urlOf: (route: Route) => {
      const found = routes.find(route);
      return found?.followsContract === true ? found.url : null;
    },
    counts: routes.isContract,
  };
}

/** Distinguishes the requests of one contract check from all others. */
export function newToken(): string {
  return `contract-${randomBytes(4).toString('hex')}-`;
}
