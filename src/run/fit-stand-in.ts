import { parsedBodies } from '../scenarios/contract-values.ts';
import type { RequestSpec, Scenario, Step } from '../scenarios/scenario.ts';
import { stepsOf } from '../scenarios/steps.ts';
import type { StandIn, StandInProblem } from '../targets/stand-ins.ts';
import type { RouteMap } from '../targets/target-routes.ts';

/** Why the URL that stands in for a request's route cannot take this request; null when it can. */
export function unfitStandIn(spec: RequestSpec, routes: RouteMap): StandInProblem | null {
  const found = routes.find(spec.route);
  const unknown = found === null ? null : unknownEffect(spec, found);
  if (unknown !== null) return unknown;
  const status = found?.redirectStatus;
  if (status === undefined) return null;
  const isAlike = (spec.query?.['status'] ?? String(status)) === String(status);
  return leadsToResource(spec, routes) && isAlike ? null : { code: 'other-redirect', status };
}

/** What a request does there is not known, or known to be something else. */
function unknownEffect(spec: RequestSpec, found: StandIn): StandInProblem | null {
  if (found.isSafeOnly === true && !['GET', 'HEAD', 'OPTIONS'].includes(spec.method ?? 'GET'))
    return { code: 'write-to-unknown-path' };
  if (found.isPlayable === false && isPlayed(spec)) return { code: 'not-playable' };
  return found.takesBrokenOnly === true && !isBroken(spec) ? { code: 'unknown-parser' } : null;
}

function isPlayed({ client }: RequestSpec): boolean {
  return client === 'audio' || client === 'video';
}

function isBroken({ body }: RequestSpec): boolean {
  return body?.kind === 'text' && body.text === parsedBodies.broken;
}

/** A stand-in is asked for nothing: what it does is known. */
export function queryOf(spec: RequestSpec, routes: RouteMap): NonNullable<RequestSpec['query']> {
  return routes.find(spec.route)?.redirectStatus === undefined ? (spec.query ?? {}) : {};
}

/** Expects a URL that stands in for the route `vary` to keep its own value, which need not be that of the contract. */
export function withOwnVary(scenario: Scenario, routes: RouteMap): Scenario {
  const lists = routes.find('vary')?.ownVary;
  if (lists === undefined || !stepsOf(scenario).some(isAboutVary)) return scenario;
  const { request: _request, expect: _expect, ...facts } = scenario;
  const steps = stepsOf(scenario).map((step) => {
    const response = { ...step.expect.response, vary: { lists } };
    return isAboutVary(step) ? { ...step, expect: { ...step.expect, response } } : step;
  });
  return { ...facts, steps };
}

function isAboutVary({ request, expect }: Step): boolean {
  return request.route === 'vary' && expect.response?.['vary'] !== undefined;
}

function leadsToResource({ query = {} }: RequestSpec, routes: RouteMap): boolean {
  const route = ['resource', 'whoami'].find((each) => query['to'] === `$same-origin/${each}`);
  const url = route === undefined ? undefined : routes.find(route as 'resource' | 'whoami')?.url;
  return url !== undefined && url === routes.find('resource')?.url;
}
