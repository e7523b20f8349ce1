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
  return leadsToResource(spec, routes) && isRedirectedAlike(spec, status)
    ? null
    : { code: 'other-redirect', status };
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

/** Whether browsers treat both statuses in the same way. `#http-redirect-fetch` */
function isRedirectedAlike({ query = {}, method = 'GET' }: RequestSpec, status: number): boolean {
  const wanted = query['status'];
  if (wanted === undefined && ['GET', 'HEAD'].includes(method)) return true;
  const keepsMethod = (one: number) => one === 307 || one === 308;
  return keepsMethod(Number(wanted ?? 302)) === keepsMethod(status);
}
