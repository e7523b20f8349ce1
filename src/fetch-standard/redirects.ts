import { found, type Finding } from './decisions.ts';
import { hasUserinfo, isHttp } from './destinations.ts';
import { valuesOf, withoutHeaders } from './header-lists.ts';
import { isReadingMethod } from './methods.ts';
import { sameOrigin, serializeRequestOrigin } from './origins.ts';
import { isNonWildcardRequestHeaderName, withoutBodyHeaders } from './request-headers.ts';
import type { CurrentRequest, HeaderList, NetworkResponse, SiteOfHost } from './types.ts';
import { parseUrl } from './urls.ts';

const redirectStatuses = [301, 302, 303, 307, 308];
const mostRedirects = 20;

/** 301, 302, 303, 307 and 308. `#redirect-status` */
export function isRedirectStatus(status: number): boolean {
  return redirectStatuses.includes(status);
}

/** Where a redirect leads; null without Location, `invalid` when it is no URL or there are several. `#concept-response-location-url` */
export function locationUrl(headers: HeaderList, from: URL): URL | 'invalid' | null {
  const [location, ...more] = valuesOf(headers, 'location');
  if (location === undefined) return null;
  const reference = percentEncoded(location);
  const url = parseUrl(reference, from.href);
  if (more.length > 0 || url === null) return 'invalid';
  return hasFragment(url) || !hasFragment(from) ? url : new URL(`${url.href}#${from.hash.slice(1)}`);
}

/** A fragment that is empty is not null, and `URL.hash` does not tell the two apart. */
function hasFragment({ href }: URL): boolean {
  return href.includes('#');
}

/**
 * A URL is parsed from a string, and the value of a header is bytes. The standard does not say yet how one becomes the
 * other; browsers, and the tests that they share, percent-encode every byte that is not ASCII, valid UTF-8 or not.
 * https://github.com/whatwg/fetch/issues/883
 */
function percentEncoded(value: string): string {
  return value.replace(/[\u0080-\u00FF]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);
}

export interface Redirection {
  readonly findings: readonly Finding[];
  /** Null when it does not go on: a finding that failed says why, and without one the response is the answer. */
  readonly request: CurrentRequest | null;
}

/** Follows a redirect: the request as it goes on, or why it does not. `#concept-http-redirect-fetch` */
export function followRedirect(
  request: CurrentRequest,
  response: NetworkResponse,
  site: SiteOfHost,
): Redirection {
  const to = locationUrl(response.headers, request.url);
  if (to === null)
    return { findings: [found({ code: 'location-missing', status: response.status })], request: null };
  if (to === 'invalid') {
    const value = valuesOf(response.headers, 'location').join(', ');
    return { findings: [found({ code: 'location-invalid', value })], request: null };
  }
  const refusal = refuse(request, response.status, to);
  if (refusal) return { findings: [refusal], request: null };

  const rewritten = rewriteMethod(request, response.status);
  const bare = sameOrigin(request.url.origin, to.origin) ? rewritten : stripAuthorization(rewritten);
  const next: CurrentRequest = {
    ...bare,
    url: to,
    earlierUrls: [...request.earlierUrls, request.url],
    redirectCount: request.redirectCount + 1,
  };
  return { findings: describe(request, next, response.status, site), request: next };
}

function refuse(request: CurrentRequest, status: number, to: URL): Finding | null {
  if (!isHttp(to)) return found({ code: 'redirect-not-http', url: to.href });
  if (request.redirectCount >= mostRedirects)
    return found({ code: 'too-many-redirects', count: request.redirectCount + 1, limit: mostRedirects });
  const foreign = request.mode === 'cors' && !sameOrigin(request.origin, to.origin);
  if (hasUserinfo(to) && (foreign || request.tainting === 'cors'))
    return found({ code: 'redirect-with-userinfo', url: to.href });
  if (status !== 303 && request.body === 'stream') return found({ code: 'stream-not-repeatable', status });
  return null;
}

/** A form that was posted is not posted again, and then its body's headers mean nothing. */
function rewriteMethod(request: CurrentRequest, status: number): CurrentRequest {
  const post = (status === 301 || status === 302) && request.method === 'POST';
  const seeOther = status === 303 && !isReadingMethod(request.method);
  if (!post && !seeOther) return request;
  return { ...request, method: 'GET', body: 'none', headers: withoutBodyHeaders(request.headers) };
}

function stripAuthorization(request: CurrentRequest): CurrentRequest {
  const names = request.headers.map(([name]) => name.toLowerCase()).filter(isNonWildcardRequestHeaderName);
  return { ...request, headers: withoutHeaders(request.headers, names) };
}

function describe(
  before: CurrentRequest,
  after: CurrentRequest,
  status: number,
  site: SiteOfHost,
): readonly Finding[] {
  const findings: Finding[] = [found({ code: 'redirect-followed', status, url: after.url.href })];
  if (before.method !== after.method)
    findings.push(found({ code: 'method-becomes-get', status, method: before.method }));
  if (hasAuthorization(before) && !hasAuthorization(after))
    findings.push(found({ code: 'authorization-removed' }));
  const origin = serializeRequestOrigin(after, site);
  if (origin !== serializeRequestOrigin(before, site))
    findings.push(found({ code: 'origin-hidden-by-redirect', origin }));
  return findings;
}

function hasAuthorization({ headers }: CurrentRequest): boolean {
  return headers.some(([name]) => isNonWildcardRequestHeaderName(name));
}
