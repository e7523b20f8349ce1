import { found, type Finding } from './decisions.ts';
import { isHttp } from './destinations.ts';
import { isSafelistedMethod } from './methods.ts';
import { sameOrigin } from './origins.ts';
import { matchHeader, matchMethod, withoutExpired } from './preflight-cache.ts';
import type { CacheKey, PreflightCache } from './preflight-cache.ts';
import { unsafeRequestHeaderNames, unsafeRequestHeaders } from './safelist.ts';
import type { CurrentRequest } from './types.ts';

/** The way that main fetch takes with a request. */
export interface Route {
  readonly findings: readonly Finding[];
  readonly tainting: CurrentRequest['tainting'];
  readonly preflight: boolean;
}

/** Decides between same-origin, opaque and CORS, and whether a preflight may be necessary. `#concept-main-fetch` */
export function route(request: CurrentRequest): Route {
  const { origin, url, mode, tainting } = request;
  if (tainting === 'basic' && sameOrigin(url.origin, origin)) return sameOriginRoute(request);
  // A redirect back to the page's own origin does not make a request same-origin again.
  const afterRedirects = sameOrigin(origin, url.origin);
  const foreign = found({ code: 'cross-origin', origin, urlOrigin: url.origin, afterRedirects });
  switch (mode) {
    case 'same-origin':
      return refused(foreign, found({ code: 'cross-origin-not-allowed', origin, urlOrigin: url.origin }));
    case 'no-cors':
      return noCorsRoute(request, foreign);
    case 'cors':
      return isHttp(url) ? corsRoute(request, foreign) : refused(foreign, notHttp(url));
  }
}

function sameOriginRoute({ url, origin }: CurrentRequest): Route {
  const same = found({ code: 'same-origin', origin });
  return isHttp(url)
    ? { findings: [same], tainting: 'basic', preflight: false }
    : refused(same, notHttp(url));
}

function noCorsRoute({ url, redirect }: CurrentRequest, foreign: Finding): Route {
  if (redirect !== 'follow')
    return refused(foreign, found({ code: 'redirect-mode-not-allowed-in-no-cors', redirect }));
  if (!isHttp(url)) return refused(foreign, notHttp(url));
  return { findings: [foreign], tainting: 'opaque', preflight: false };
}

function corsRoute(request: CurrentRequest, foreign: Finding): Route {
  const method = isSafelistedMethod(request.method) ? null : request.method;
  const headers = unsafeRequestHeaders(request.headers);
  const upload = request.useCorsPreflight;
  const preflight = method !== null || headers.length > 0 || upload;
  const need = preflight
    ? found({ code: 'preflight-needed', method, headers, upload })
    : found({ code: 'preflight-not-needed', method: request.method });
  return { findings: [foreign, need], tainting: 'cors', preflight };
}

function refused(...findings: readonly Finding[]): Route {
  return { findings, tainting: 'basic', preflight: false };
}

function notHttp(url: URL): Finding {
  return found({ code: 'scheme-not-http', scheme: url.protocol.slice(0, -1) });
}

/** Whether a preflight has to be sent. */
export interface PreflightNeed {
  readonly needed: boolean;
  readonly finding: Finding;
}

/** Asks the preflight cache whether it can answer instead. `now` is in ms. `#concept-http-fetch` */
export function preflightNeed(
  request: CurrentRequest,
  key: CacheKey,
  cache: PreflightCache,
  now: number,
): PreflightNeed {
  const valid = withoutExpired(cache, now);
  const asksMethod = !isSafelistedMethod(request.method) || request.useCorsPreflight;
  const method = asksMethod && !matchMethod(valid, key, request.method) ? [request.method] : [];
  const headers = unsafeRequestHeaderNames(request.headers).filter((name) => !matchHeader(valid, key, name));
  const missing = [...method, ...headers];
  if (missing.length === 0) return { needed: false, finding: found({ code: 'preflight-cached' }) };
  return { needed: true, finding: found({ code: 'preflight-not-cached', missing }) };
}
