import { cellParameter } from '../vocabulary/exchange.ts';
import type { Policy } from '../vocabulary/policy.ts';
import type { PageRequest } from '../vocabulary/page-work.ts';
import type { RequestSpec } from '../vocabulary/scenario.ts';
import type { RouteMap } from './target-routes.ts';

export type Resolved<T> = { readonly ok: T } | { readonly none: string };

/** Headers that need no permission by their name, and Content-Type, which scenarios ask for by name. */
const notCustom = ['content-type', 'accept', 'accept-language', 'content-language', 'range', 'authorization'];

/** A request header that no policy lists, unless somebody chose this very name. */
const unlistedHeader = 'X-Corspec-Unlisted';

/**
 * A request of a scenario as the page makes it: route and symbols of headers are resolved, and the query parameter
 * that tells its cell on the wire is added. `none` says why there is no such request for this target and policy.
 */
export function resolveRequest(
  spec: RequestSpec,
  policy: Policy,
  routes: RouteMap,
  cell: string,
): Resolved<PageRequest> {
  const route = routes.find(spec.route);
  if (route === null) return { none: `the target has no route ${spec.route}` };
  const headers = resolveHeaders(spec.headers ?? {}, policy);
  if ('none' in headers) return headers;
  const url = new URL(route.url);
  for (const [name, value] of Object.entries(spec.query ?? {})) url.searchParams.set(name, value);
  // Counts of writes are kept by `id`, so that scenarios at once do not disturb each other.
  if (routes.isContract) url.searchParams.set('id', cell);
  return {
    ok: {
      url: withCell(url, cell),
      method: spec.method ?? 'GET',
      headers: headers.ok,
      ...(spec.body === undefined ? {} : { body: spec.body }),
      client: spec.client ?? 'fetch',
      mode: spec.mode ?? 'cors',
      credentials: spec.credentials ?? 'same-origin',
      redirect: spec.redirect ?? 'follow',
      cache: spec.cache ?? 'default',
      uploadListener: spec.uploadListener ?? false,
    },
  };
}

/** Appended as text: what stands in somebody's URL is not to be written anew. */
function withCell(url: URL, cell: string): string {
  return `${url.href}${url.search === '' && !url.href.endsWith('?') ? '?' : '&'}${cellParameter}=${cell}`;
}

function resolveHeaders(
  headers: Readonly<Record<string, string>>,
  policy: Policy,
): Resolved<readonly (readonly [string, string])[]> {
  const resolved: (readonly [string, string])[] = [];
  for (const [symbol, value] of Object.entries(headers)) {
    const names = headerNames(symbol, policy);
    if ('none' in names) return names;
    for (const name of names.ok) resolved.push([name, headerValue(name, value)]);
  }
  return { ok: resolved };
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
      return listed.length === 0 ? { none: 'the policy lists no request headers' } : { ok: listed };
    }
    case '$unlisted':
      return { ok: [unlistedHeader] };
    default:
      return { ok: [symbol] };
  }
}

function firstCustom({ requestHeaders }: Policy): Resolved<readonly string[]> {
  if (requestHeaders === undefined) return { none: 'the policy states no request headers' };
  if (requestHeaders === '*') return { ok: ['X-Api-Key'] };
  const custom = requestHeaders.find((name) => !notCustom.includes(name.toLowerCase()));
  return custom === undefined ? { none: 'the policy lists no custom request header' } : { ok: [custom] };
}
