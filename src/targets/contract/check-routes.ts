import type { Pace } from '../../http1/pace.ts';
import { limitsRate } from '../../http1/retry-after.ts';
import { tooManyRequests } from '../../http1/status.ts';
import { type ContractExchange, routeContract } from '../../../fixtures/route-contract.ts';
import { corsCheck } from '../../fetch-standard/index.ts';
import { type Answer, ask, type AskOptions } from '../index.ts';
import type { RawHeader } from '../../results/exchange.ts';
import type { Route } from '../../scenarios/scenario.ts';
import { inParallel } from '../../system/in-parallel.ts';
import { compareAnswer, type ResponseDifference } from './compare.ts';

/** Where the routes of a server are, and how to request them. */
export interface ContractServer {
  /** Null: the server does not declare this route. */
  readonly urlOf: (route: Route) => string | null;
  /** Whether each request gets an `id`, by which writes are counted. */
  readonly counts: boolean;
  /** Whether POST, PUT, PATCH and DELETE may be sent. */
  readonly writes: boolean;
  /** Added unless the request has that header. A target may echo the values: redact what is reported. */
  readonly addHeaders: readonly RawHeader[];
  readonly insecure: boolean;
}

export interface CheckRoutesOptions {
  readonly routes: readonly Route[];
  /** Sent as Origin header; null for requests without one. */
  readonly origin: string | null;
  /** An origin that the policy allows; null when it allows none, or is not known. */
  readonly allowedOrigin: string | null;
  /** For each request: ms. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly pace?: Pace | undefined;
  /** Begins the `id` of every request; unique. */
  readonly token: string;
}

/** A request of the contract, and how its response differs from the contract. */
export interface CheckedExchange {
  readonly route: Route;
  readonly exchange: ContractExchange;
  /** As it was sent: method, path and query. */
  readonly asked: string;
  readonly differences: readonly ResponseDifference[];
}

const atOnce = 4;

/**
 * Makes the requests of the contract without a browser and compares the responses. The result does not include requests
 * that may not be sent and those that the target refused because there were too many.
 */
export async function checkRoutes(
  place: ContractServer,
  options: CheckRoutesOptions,
): Promise<readonly CheckedExchange[]> {
  const jobs = options.routes.flatMap((route) => {
    const url = place.urlOf(route);
    return url === null ? [] : routeContract[route].exchanges.map((exchange) => ({ route, url, exchange }));
  });
  const allowed = jobs.filter(
    ({ exchange }) =>
      (place.writes || isSafe(exchange)) && (place.counts || exchange.ask.after === undefined),
  );
  const checked = new Map<number, CheckedExchange>();
  const isOver = () => options.signal.aborted;
  await inParallel([...allowed.entries()], atOnce, async ([index, { route, url, exchange }]) => {
    if (isOver()) return;
    const target = urlOf(url, exchange, place, `${options.token}-${index}`);
    const answer = await play(target, exchange, place, options);
    if (isOver() || isRefusedByLimit(exchange, answer)) return;
    const found = compareAnswer(exchange, answer);
    const isOwn = isMissingOptions(exchange, answer) && (await answersPreflight(target, place, options));
    if (isOver()) return;
    const differences = isOwn ? found.map((one) => ({ ...one, maybeMiddleware: true })) : found;
    checked.set(index, { route, exchange, asked: describe(url, exchange), differences });
  });
  return [...checked].sort(([a], [b]) => a - b).map(([, one]) => one);
}

/** A rate limit leaves open how the route answers, unless the contract says that it limits. */
function isRefusedByLimit(exchange: ContractExchange, answer: Answer): boolean {
  return !isLimit(exchange) && answer.kind === 'response' && limitsRate(answer);
}

function isLimit({ answer: { status } }: ContractExchange): boolean {
  return status === tooManyRequests;
}

/** Whether OPTIONS has the response of a route that is missing, or of a middleware. */
function isMissingOptions({ middlewareMayAnswer }: ContractExchange, answer: Answer): boolean {
  return middlewareMayAnswer === true && answer.kind === 'response' && answer.status === 404;
}

/**
 * Whether a preflight for GET succeeds at a path where other OPTIONS requests get 404. Then the 404 may be the middleware's own:
 * hapi responds to each OPTIONS request of a route with CORS itself, and to those that are not preflights with 404. Only where the
 * path is known to have a handler for OPTIONS: elsewhere, the middleware may have passed the request on to an application without one.
 */
async function answersPreflight(
  url: URL,
  place: ContractServer,
  { allowedOrigin: origin, timeoutMs, signal, pace }: CheckRoutesOptions,
): Promise<boolean> {
  if (!place.counts || origin === null) return false;
  const headers: readonly RawHeader[] = [
    ['Origin', origin],
    ['Access-Control-Request-Method', 'GET'],
    ...place.addHeaders,
  ];
  const request = { url: url.href, method: 'OPTIONS', headers };
  const answer = await ask(request, { timeoutMs, signal, pace, insecure: place.insecure });
  if (answer.kind === 'none' || answer.status < 200 || answer.status > 299) return false;
  return corsCheck({ origin, credentials: 'omit' }, answer.headers).every(({ ok }) => ok);
}

function isSafe({ ask: { method, after = [] } }: ContractExchange): boolean {
  return [method, ...after].every((each) => ['GET', 'HEAD', 'OPTIONS'].includes(each));
}

function urlOf(
  url: string,
  { ask: { query = {}, slash } }: ContractExchange,
  place: ContractServer,
  id: string,
): URL {
  const full = new URL(url);
  if (slash === true) full.pathname += '/';
  if (place.counts) full.searchParams.set('id', id);
  for (const [name, value] of Object.entries(query)) full.searchParams.set(name, value);
  return full;
}

async function play(
  url: URL,
  exchange: ContractExchange,
  place: ContractServer,
  { origin, timeoutMs, signal, pace }: CheckRoutesOptions,
): Promise<Answer> {
  const { method, headers = {}, body, after = [] } = exchange.ask;
  const own: readonly RawHeader[] = [
    ...Object.entries(headers),
    ...(origin === null ? [] : [['Origin', origin] as const]),
  ];
  const names = new Set(own.map(([name]) => name.toLowerCase()));
  const added = place.addHeaders.filter(([name]) => !names.has(name.toLowerCase()));
  const expectsLimit = isLimit(exchange);
  const how: AskOptions = { timeoutMs, signal, pace, expectsLimit, insecure: place.insecure };
  const content = body === undefined ? {} : { body };
  const send = (each: string) =>
    ask({ url: url.href, method: each, headers: [...own, ...added], ...content }, how);
  for (const each of after) await send(each);
  return send(method);
}

const shownBytes = 40;

/** A short body itself, a long one by its length. */
export function describeContent(body: string): string {
  return body.length > shownBytes ? `a body of ${Buffer.byteLength(body)} bytes` : `the body ${body.trim()}`;
}

/** `POST /login?value=fresh`, without what corspec adds, with the headers and earlier requests that matter. */
function describe(
  url: string,
  { ask: { method, query = {}, headers = {}, body, after = [], slash } }: ContractExchange,
): string {
  const { pathname, search } = new URL(url);
  const added = new URLSearchParams(query).toString();
  const whole = [search.slice(1), added].filter((part) => part !== '').join('&');
  const details = [
    ...Object.entries(headers).map(([name, value]) => ` with ${name}: ${value}`),
    ...(body === undefined ? [] : [` and ${describeContent(body)}`]),
    ...(after.length === 0 ? [] : [` after ${after.join(', ')}`]),
  ];
  return `${method} ${pathname}${slash === true ? '/' : ''}${whole === '' ? '' : `?${whole}`}${details.join('')}`;
}
