import type { RequestSpec } from '../scenarios/scenario.ts';
import type { StandInProblem } from '../targets/stand-ins.ts';
import type { RouteMap } from '../targets/target-routes.ts';

/** Why the URL that stands in for a request's route cannot take this request; null when it can. */
export function unfitStandIn(spec: RequestSpec, routes: RouteMap): StandInProblem | null {
  const found = routes.find(spec.route);
  if (found?.isSafeOnly === true && !['GET', 'HEAD', 'OPTIONS'].includes(spec.method ?? 'GET'))
    return { code: 'write-to-unknown-path' };
  const status = found?.redirectStatus;
  if (status === undefined) return null;
  const isAlike = (spec.query?.['status'] ?? String(status)) === String(status);
  return leadsToResource(spec, routes) && isAlike ? null : { code: 'other-redirect', status };
}

/** A stand-in is asked for nothing: what it does is known. */
export function queryOf(spec: RequestSpec, routes: RouteMap): NonNullable<RequestSpec['query']> {
  return routes.find(spec.route)?.redirectStatus === undefined ? (spec.query ?? {}) : {};
}

function leadsToResource({ query = {} }: RequestSpec, routes: RouteMap): boolean {
  const route = ['resource', 'whoami'].find((each) => query['to'] === `$same-origin/${each}`);
  const url = route === undefined ? undefined : routes.find(route as 'resource' | 'whoami')?.url;
  return url !== undefined && url === routes.find('resource')?.url;
}
