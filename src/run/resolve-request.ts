import { resolveOrigin } from '../scenarios/origins.ts';
import { assetHashes, etagSymbol, otherHash, stableETag } from '../scenarios/contract-values.ts';
import { checkParameter } from '../results/check-parameter.ts';
import { fontSheetPath } from '../page/font-sheet.ts';
import { frameSetOriginFor } from './frame-set-origins.ts';
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
import { queryOf, unfitStandIn } from './fit-stand-in.ts';
import { type Attempt, failure, success } from '../text/attempt.ts';
import type { SkipReason } from './skip-reasons.ts';

export type Resolved<T> = Attempt<T, SkipReason>;

/** Headers that are safelisted by name, and headers that scenarios name themselves. */
const notCustom = ['content-type', 'accept', 'accept-language', 'content-language', 'range', 'authorization'];

/** A request header that is in no built-in policy. */
const unlistedHeader = 'X-Corspec-Unlisted';

/** The values that symbols in a request resolve to. */
export interface RequestContext {
  readonly check: string;
  /** The id by which the target counts writes. */
  readonly label: string;
  readonly policy: Policy;
  /** The target's cookies, as a browser sends them. */
  readonly cookie: string;
  /** The page's origin. */
  readonly origin: string;
  readonly targetOrigin: string;
  readonly routes: RouteMap;
  /** The same routes at the target's second origin; null if it has none. */
  readonly otherRoutes: RouteMap | null;
}

/**
 * A request of a scenario as the page makes it: routes and symbols are resolved, and the query parameter that tells its
 * check on the wire is added; or why there is no such request for this target and policy.
 */
export function resolveRequest(spec: RequestSpec, around: RequestContext): Resolved<PageRequest> {
  const url = routeUrl(spec.route, around.routes, around.label);
  if (!url.ok) return url;
  const unfit = unfitStandIn(spec, around.routes);
  if (unfit !== null) return failure({ code: 'no-route', route: spec.route, because: unfit });
  const query = resolveQuery(queryOf(spec, around.routes), around);
  if (!query.ok) return query;
  const headers = resolveHeaders(spec, around);
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
    ...element(spec, around.origin),
    ...maker.value,
  });
}

/** The request's settings, with the defaults of fetch. `#dom-global-fetch` */
function settings(
  spec: RequestSpec,
): Pick<
  PageRequest,
  'client' | 'mode' | 'credentials' | 'redirect' | 'cache' | 'uploadListener' | 'referrerPolicy'
> {
  return {
    client: spec.client ?? 'fetch',
    mode: spec.mode ?? 'cors',
    credentials: isPlainEmbed(spec) ? 'include' : (spec.credentials ?? 'same-origin'),
    redirect: spec.redirect ?? 'follow',
    cache: spec.cache ?? 'default',
    uploadListener: spec.uploadListener ?? false,
    ...(spec.referrerPolicy === undefined ? {} : { referrerPolicy: spec.referrerPolicy }),
  };
}

/** What matters for elements alone, and for the document that they are in. */
function element(
  { client, route, integrity, preload, embedderPolicy }: RequestSpec,
  origin: string,
): Pick<PageRequest, 'integrity' | 'preload' | 'embedderPolicy' | 'styleSheet'> {
  return {
    ...(integrity === undefined ? {} : { integrity: integrityOf(route, integrity === 'right') }),
    ...(preload === undefined ? {} : { preload }),
    ...(embedderPolicy === undefined ? {} : { embedderPolicy }),
    ...(client === 'css-font' ? { styleSheet: `${frameSetOriginFor(origin)}${fontSheetPath}` } : {}),
  };
}

/** The contract check compares the content of the route with what has this hash. */
function integrityOf(route: Route, matches: boolean): NonNullable<PageRequest['integrity']> {
  const hash = assetHashes[route];
  if (hash === undefined) throw new Error(`The content of ${route} is not part of the contract.`);
  return { hash: matches ? hash : otherHash, matches };
}

/** https://html.spec.whatwg.org/#create-a-potential-cors-request: without `crossorigin`, cookies are sent. */
function isPlainEmbed({ client, mode }: RequestSpec): boolean {
  return mode === 'no-cors' && embeds.some((embed) => embed === client);
}

function routeUrl(route: Route, routes: RouteMap, label: string): Resolved<URL> {
  const found = routes.find(route);
  if (found === null) {
    const because = routes.absence?.(route) ?? null;
    return failure({ code: 'no-route', route, ...(because === null ? {} : { because }) });
  }
  const url = new URL(found.url);
  // Writes are counted by `id`, so that concurrent scenarios do not affect each other.
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

/** The target of a redirect. The proxy adds the check to the Location header. */
function resolvePlace(value: string, { routes, otherRoutes, label }: RequestContext): Resolved<string> {
  const match = /^\$(same|other)-origin\/(.+)$/.exec(value);
  if (match === null) return success(value);
  const route = contractRoutes.find((known) => known === match[2]);
  if (route === undefined)
    throw new Error(`${value}: unknown route. The contract has ${contractRoutes.join(', ')}.`);
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

/** The initiator of a request, if it is not the page itself. */
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

/** The frame that makes the request; null for the page itself. */
function resolveFrame({ frame }: RequestSpec, around: RequestContext): Resolved<PageFrame | null> {
  if (frame === undefined) return success(null);
  if (frame === 'worker' || isOpaque(frame)) return success(frame);
  const resolved = resolveOrigin(frame, around.policy, around.targetOrigin);
  return resolved.ok ? success({ origin: resolved.value }) : resolved;
}

function isOpaque(frame: Frame): frame is OpaqueFrame {
  return opaqueFrames.some((kind) => kind === frame);
}

/** The Origin header of a raw request. */
function resolveRaw(
  spec: RequestSpec,
  around: RequestContext,
): Resolved<NonNullable<PageRequest['raw']> | null> {
  if (spec.client !== 'raw') return success(null);
  const { as, times = 1, connection, httpVersion, withCookie } = spec;
  const how = {
    times,
    ...(connection === undefined ? {} : { connection }),
    ...(httpVersion === undefined ? {} : { httpVersion }),
    ...(withCookie === undefined ? {} : { cookie: around.cookie }),
  };
  if (as === 'no-origin') return success({ origin: null, ...how });
  if (as === undefined) return success({ origin: around.origin, ...how });
  const resolved = resolveOrigin(as, around.policy, around.targetOrigin);
  return resolved.ok ? success({ origin: resolved.value, ...how }) : resolved;
}

/** Appended as text, so that the rest of the target's URL stays unchanged. */
function withCheck(url: URL, check: string): string {
  return `${url.href}${url.search === '' && !url.href.endsWith('?') ? '?' : '&'}${checkParameter}=${check}`;
}

function resolveHeaders(
  { route, headers = {} }: RequestSpec,
  { policy, routes }: RequestContext,
): Resolved<readonly (readonly [string, string])[]> {
  const etag = routes.find(route)?.etag ?? stableETag;
  const resolved: (readonly [string, string])[] = [];
  for (const [symbol, value] of Object.entries(headers)) {
    const names = headerNames(symbol, policy);
    if (!names.ok) return names;
    const lines = typeof value === 'string' ? [value] : value;
    for (const name of names.value)
      for (const line of lines) resolved.push([name, line === etagSymbol ? etag : headerValue(name, line)]);
  }
  return success(resolved);
}

/** For a listed Content-Type, the value must be one that requires a preflight. */
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
