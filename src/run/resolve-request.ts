import { resolveOrigin } from '../scenarios/origins.ts';
import { checkParameter } from '../results/check-parameter.ts';
import type { Policy } from '../policy/policy.ts';
import type { PageFrame, PageRequest } from '../scenarios/page-request.ts';
import {
  embeds,
  type Frame,
  type OpaqueFrame,
  opaqueFrames,
  type RequestSpec,
  type Route,
  routes as contractRoutes,
} from '../scenarios/scenario.ts';
import type { RouteMap } from '../targets/target-routes.ts';
import { type Attempt, failure, success } from '../text/attempt.ts';
import type { SkipReason } from './skip-reasons.ts';

export type Resolved<T> = Attempt<T, SkipReason>;

/** Headers that need no permission by their name, and Content-Type, which scenarios ask for by name. */
const notCustom = ['content-type', 'accept', 'accept-language', 'content-language', 'range', 'authorization'];

/** A request header that no policy lists, unless somebody chose this very name. */
const unlistedHeader = 'X-Corspec-Unlisted';

/** What symbols in a request are resolved against. */
export interface RequestContext {
  readonly check: string;
  /** By which the target counts its writes. */
  readonly label: string;
  readonly policy: Policy;
  /** Of the page. */
  readonly origin: string;
  readonly targetOrigin: string;
  readonly routes: RouteMap;
  /** The same routes under another name of the target's; null where it has none. */
  readonly otherRoutes: RouteMap | null;
}

/**
 * A request of a scenario as the page makes it: routes and symbols are resolved, and the query parameter that tells its
 * check on the wire is added; or why there is no such request for this target and policy.
 */
export function resolveRequest(spec: RequestSpec, around: RequestContext): Resolved<PageRequest> {
  const url = routeUrl(spec.route, around.routes, around.label);
  if (!url.ok) return url;
  const query = resolveQuery(spec.query ?? {}, around);
  if (!query.ok) return query;
  const headers = resolveHeaders(spec.headers ?? {}, around.policy);
  if (!headers.ok) return headers;
  const maker = resolveMaker(spec, around);
  if (!maker.ok) return maker;
  for (const [name, value] of query.value) url.value.searchParams.set(name, value);
  return success({
    url: withCheck(url.value, around.check),
    method: spec.method ?? 'GET',
    headers: headers.value,
    ...(spec.body === undefined ? {} : { body: spec.body }),
    ...settings(spec),
    ...maker.value,
  });
}

/** How it is asked for, with what fetch has by default. `#dom-global-fetch` */
function settings(
  spec: RequestSpec,
): Pick<PageRequest, 'client' | 'mode' | 'credentials' | 'redirect' | 'cache' | 'uploadListener'> {
  return {
    client: spec.client ?? 'fetch',
    mode: spec.mode ?? 'cors',
    credentials: isPlainEmbed(spec) ? 'include' : (spec.credentials ?? 'same-origin'),
    redirect: spec.redirect ?? 'follow',
    cache: spec.cache ?? 'default',
    uploadListener: spec.uploadListener ?? false,
  };
}

/** https://html.spec.whatwg.org/#create-a-potential-cors-request: without `crossorigin`, cookies go along. */
function isPlainEmbed({ client, mode }: RequestSpec): boolean {
  return mode === 'no-cors' && embeds.some((embed) => embed === client);
}

function routeUrl(route: Route, routes: RouteMap, label: string): Resolved<URL> {
  const found = routes.find(route);
  if (found === null) return failure({ code: 'no-route', route });
  const url = new URL(found.url);
  // Counts of writes are kept by `id`, so that scenarios at once do not disturb each other.
  if (routes.isContract) url.searchParams.set('id', label);
  return success(url);
}

function resolveQuery(
  query: Readonly<Record<string, string>>,
  around: RequestContext,
): Resolved<readonly (readonly [string, string])[]> {
  const resolved: (readonly [string, string])[] = [];
  for (const [name, value] of Object.entries(query)) {
    const place = resolvePlace(value, around);
    if (!place.ok) return place;
    resolved.push([name, place.value]);
  }
  return success(resolved);
}

/** Where a redirect leads. The proxy adds the check to its Location. */
function resolvePlace(value: string, { routes, otherRoutes, label }: RequestContext): Resolved<string> {
  const match = /^\$(same|other)-origin\/(.+)$/.exec(value);
  if (match === null) return success(value);
  const route = contractRoutes.find((known) => known === match[2]);
  if (route === undefined)
    throw new Error(`${value} names no route: the contract has ${contractRoutes.join(', ')}.`);
  if (match[1] === 'same') {
    const url = routeUrl(route, routes, label);
    return url.ok ? success(pathOf(url.value.href)) : url;
  }
  if (otherRoutes === null) return failure({ code: 'needs-second-name' });
  const url = routeUrl(route, otherRoutes, label);
  return url.ok ? success(url.value.href) : url;
}

function pathOf(url: string): string {
  return url.slice(new URL(url).origin.length);
}

/** Who makes it, where that is not the page itself. */
function resolveMaker(
  spec: RequestSpec,
  around: RequestContext,
): Resolved<Pick<PageRequest, 'frame' | 'raw'>> {
  const raw = resolveRaw(spec, around);
  if (!raw.ok) return raw;
  const frame = resolveFrame(spec, around);
  if (!frame.ok) return frame;
  return success({
    ...(frame.value === null ? {} : { frame: frame.value }),
    ...(raw.value === null ? {} : { raw: raw.value }),
  });
}

/** Where within the page it is made from; null where from the page itself. */
function resolveFrame({ frame }: RequestSpec, around: RequestContext): Resolved<PageFrame | null> {
  if (frame === undefined) return success(null);
  if (isOpaque(frame)) return success(frame);
  const who = resolveOrigin(frame, around.policy, around.targetOrigin);
  return who.ok ? success({ origin: who.value }) : who;
}

function isOpaque(frame: Frame): frame is OpaqueFrame {
  return opaqueFrames.some((kind) => kind === frame);
}

/** Whom a request that corspec sends itself is said to come from. */
function resolveRaw(
  spec: RequestSpec,
  around: RequestContext,
): Resolved<NonNullable<PageRequest['raw']> | null> {
  if (spec.client !== 'raw') return success(null);
  const times = spec.times ?? 1;
  if (spec.as === 'no-origin') return success({ origin: null, times });
  if (spec.as === undefined) return success({ origin: around.origin, times });
  const who = resolveOrigin(spec.as, around.policy, around.targetOrigin);
  return who.ok ? success({ origin: who.value, times }) : who;
}

/** Appended as text: what stands in somebody's URL is not to be written anew. */
function withCheck(url: URL, check: string): string {
  return `${url.href}${url.search === '' && !url.href.endsWith('?') ? '?' : '&'}${checkParameter}=${check}`;
}

function resolveHeaders(
  headers: NonNullable<RequestSpec['headers']>,
  policy: Policy,
): Resolved<readonly (readonly [string, string])[]> {
  const resolved: (readonly [string, string])[] = [];
  for (const [symbol, value] of Object.entries(headers)) {
    const names = headerNames(symbol, policy);
    if (!names.ok) return names;
    const lines = typeof value === 'string' ? [value] : value;
    for (const name of names.value) for (const line of lines) resolved.push([name, headerValue(name, line)]);
  }
  return success(resolved);
}

/** Where a policy lists Content-Type or Range among others, the value has to be one that needs permission. */
function headerValue(name: string, value: string): string {
  switch (name.toLowerCase()) {
    case 'content-type':
      return value.includes('/') || value === 'nonsense' ? value : 'application/json';
    default:
      return value;
  }
}

function headerNames(symbol: string, policy: Policy): Resolved<readonly string[]> {
  switch (symbol) {
    case '$allowed':
      return firstCustom(policy);
    case '$allowed-all': {
      const listed = policy.requestHeaders === '*' ? ['X-Api-Key'] : (policy.requestHeaders ?? []);
      return listed.length === 0
        ? failure({ code: 'policy-list-empty', field: 'requestHeaders' })
        : success(listed);
    }
    case '$unlisted':
      return success([unlistedHeader]);
    default:
      return success([symbol]);
  }
}

function firstCustom({ requestHeaders }: Policy): Resolved<readonly string[]> {
  if (requestHeaders === undefined) return failure({ code: 'policy-list-unstated', field: 'requestHeaders' });
  if (requestHeaders === '*') return success(['X-Api-Key']);
  const custom = requestHeaders.find((name) => !notCustom.includes(name.toLowerCase()));
  return custom === undefined ? failure({ code: 'no-custom-header' }) : success([custom]);
}
