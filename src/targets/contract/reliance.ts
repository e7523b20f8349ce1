import { asksForWrites } from '../../scenarios/expected-writes.ts';
import { type ContractExchange, routeContract } from '../../../fixtures/route-contract.ts';
import { etagSymbol, stableETag } from '../../scenarios/contract-values.ts';
import type { Expectation } from '../../scenarios/expectation.ts';
import type { RequestSpec, Route, Step } from '../../scenarios/scenario.ts';
import { isRawPreflight } from '../../scenarios/played-by-corspec.ts';
import type { ResponseDifference } from './compare.ts';

/** One difference between a route and its contract. */
export interface RouteDifference extends ResponseDifference {
  readonly route: Route;
  readonly exchange: ContractExchange;
  /** As it was sent: `POST /login?value=fresh`. */
  readonly asked: string;
}

/** A request of a step, or one that it is redirected to. */
export interface Reached {
  readonly route: Route;
  /** `preflight` for a raw preflight. */
  readonly method: string;
  readonly query: Readonly<Record<string, string>>;
  /** Whether it has a header that changes the response, and its value where that matters. */
  readonly deciding: Deciding;
  readonly body: string | undefined;
}

/** By lower-case name. */
type Deciding = Readonly<Record<string, string>>;

/**
 * The first difference that affects a scenario's outcome, which would then depend on the route and not on CORS; null when
 * there is none. Pure.
 */
export function concerning(
  steps: readonly Step[],
  differences: readonly RouteDifference[],
): RouteDifference | null {
  const counted = differences.filter(({ maybeMiddleware }) => !maybeMiddleware);
  return counted.find((difference) => steps.some((step) => concerns(difference, step))) ?? null;
}

function concerns(difference: RouteDifference, { request, expect }: Step): boolean {
  const reached = reachedBy(request).filter(({ route }) => route === difference.route);
  if (difference.aspect === 'writes') return asksForWrites(expect) && reachesResource(request, difference);
  return reached.some(
    (one) => isEssential(difference) || (isFor(difference, one) && isNeeded(difference, request, expect)),
  );
}

/** Writes are counted at the resource, by method. */
function reachesResource(request: RequestSpec, { exchange }: RouteDifference): boolean {
  const { method } = exchange.ask;
  return reachedBy(request).some(
    (one) => one.route === 'resource' && (one.method === method || method === 'GET'),
  );
}

/** Whether the route is missing or not the expected kind of resource. */
function isEssential({ route, exchange, aspect, absent }: RouteDifference): boolean {
  return (
    exchange.essential?.includes(aspect) === true ||
    (absent && exchange === routeContract[route].exchanges[0])
  );
}

function isFor({ exchange: { ask }, aspect, route }: RouteDifference, reached: Reached): boolean {
  // The body does not depend on the method.
  if (aspect === 'body' && ask.method === 'GET') return true;
  const query = Object.entries(ask.query ?? {}).filter(([name]) => !freeParameters.includes(name));
  return (
    ask.method === reached.method &&
    query.every(([name, value]) => (reached.query[name] ?? '') === value) &&
    (reached.query['status'] ?? '') === (ask.query?.['status'] ?? '') &&
    isAlike(decidingHeaders(ask.headers), reached.deciding, route) &&
    (ask.body === undefined || ask.body === reached.body)
  );
}

/** Routes answer these headers with another status; the value of Authorization does not matter. */
const decidingNames: readonly string[] = ['authorization', 'if-none-match', 'range'];

function decidingHeaders(headers: RequestSpec['headers'] = {}): Deciding {
  const deciding = Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value === etagSymbol ? stableETag : String(value)] as const)
    .filter(([name]) => decidingNames.includes(name))
    .map(([name, value]) => [name, name === 'authorization' ? '' : value] as const);
  return Object.fromEntries(deciding);
}

/** A header that the contract of a route does not mention changes nothing there. */
function isAlike(a: Deciding, b: Deciding, route: Route): boolean {
  const mentioned = routeContract[route].exchanges.map(({ ask }) => decidingHeaders(ask.headers));
  const names = new Set(mentioned.flatMap((headers) => Object.keys(headers)));
  return [...names].every((name) => a[name] === b[name]);
}

/** Parameters whose value does not change the form of the response. */
const freeParameters: readonly string[] = ['to', 'value', 'ms', 'status'];

function isNeeded(
  { aspect, route }: RouteDifference,
  { client, integrity }: RequestSpec,
  expect: Expectation,
): boolean {
  switch (aspect) {
    case 'status':
      // With another status, nothing else is compared.
      return (
        expect.outcome === 'readable' ||
        asksForWrites(expect) ||
        [expect.status, expect.body].some((expected) => expected !== undefined)
      );
    case 'cookie':
      return (
        expect.cookieHiddenFromPage !== undefined ||
        expect.cookieShownToPage !== undefined ||
        expect.response?.['set-cookie'] !== undefined ||
        expect.hidden !== undefined
      );
    case 'headers':
      return expect.hidden !== undefined || route === 'vary' || client === 'jsonp';
    case 'body':
      return expect.body !== undefined || client === 'jsonp';
    case 'content':
      return integrity !== undefined;
    case 'writes':
      return asksForWrites(expect);
  }
}

/** The request itself, and the one that follows a redirect. */
export function reachedBy(request: RequestSpec): readonly Reached[] {
  const method = isRawPreflight(request) ? 'preflight' : (request.method ?? 'GET').toUpperCase();
  const query = request.query ?? {};
  const deciding = decidingHeaders(request.headers);
  const body = request.body?.kind === 'text' ? request.body.text : undefined;
  const own: Reached = { route: request.route, method, query, deciding, body };
  const destination = /^\$(?:same|other)-origin\/(.+)$/.exec(query['to'] ?? '')?.[1];
  if (destination === undefined) return [own];
  const keepsMethod = ['307', '308'].includes(query['status'] ?? '') || method !== 'POST';
  const next = { route: destination as Route, query: {}, deciding };
  return [own, keepsMethod ? { ...next, method, body } : { ...next, method: 'GET', body: undefined }];
}
