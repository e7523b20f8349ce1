import { isHttp } from './destinations.ts';
import { isSafelistedMethod } from './methods.ts';
import { sameOrigin } from './origins.ts';
import { matchHeader, matchMethod, withoutExpired } from './preflight-cache.ts';
import type { CacheKey, PreflightCache } from './preflight-cache.ts';
import { unsafeRequestHeaderNames, unsafeRequestHeaders } from './safelist.ts';
import { enumerate, failed, passed, quote } from './trace.ts';
import type { CurrentRequest, Finding } from './types.ts';

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
  const pair = `The page is at ${quote(origin)} and the URL at ${quote(url.origin)}`;
  const foreign = passed('same-origin-check', `${pair}${whyForeign(request)}: the request is cross-origin.`);
  switch (mode) {
    case 'same-origin':
      return refused(
        foreign,
        failed('same-origin-mode', `${pair}, and mode same-origin allows no other origin.`),
      );
    case 'no-cors':
      return noCorsRoute(request, foreign);
    case 'cors':
      return isHttp(url) ? corsRoute(request, foreign) : refused(foreign, notHttp(url));
  }
}

function sameOriginRoute({ url, origin }: CurrentRequest): Route {
  const same = passed(
    'same-origin-check',
    `The URL is at ${quote(origin)}, as the page is: CORS has no part in it.`,
  );
  return isHttp(url)
    ? { findings: [same], tainting: 'basic', preflight: false }
    : refused(same, notHttp(url));
}

/** What was cross-origin once stays so: a redirect back to the page's own origin does not make it same-origin. */
function whyForeign({ origin, url }: CurrentRequest): string {
  return sameOrigin(origin, url.origin) ? ', but redirects led through another origin' : '';
}

function noCorsRoute({ url, redirect }: CurrentRequest, foreign: Finding): Route {
  if (redirect !== 'follow')
    return refused(
      foreign,
      failed('no-cors-mode', `Mode no-cors needs redirect mode follow, and not ${redirect}.`),
    );
  if (!isHttp(url)) return refused(foreign, notHttp(url));
  return { findings: [foreign], tainting: 'opaque', preflight: false };
}

function corsRoute(request: CurrentRequest, foreign: Finding): Route {
  const reasons = preflightReasons(request);
  const says =
    reasons.length === 0
      ? `No preflight is needed: ${request.method} and all request headers are CORS-safelisted.`
      : `A preflight is needed: ${reasons.join('; ')}.`;
  const preflight = reasons.length > 0;
  return { findings: [foreign, passed('needs-preflight', says)], tainting: 'cors', preflight };
}

function preflightReasons(request: CurrentRequest): readonly string[] {
  const method = isSafelistedMethod(request.method)
    ? []
    : [`${quote(request.method)} is not a CORS-safelisted method`];
  const headers = unsafeRequestHeaders(request.headers).map(({ name, why }) => `${quote(name)} ${why}`);
  const flag = request.useCorsPreflight ? ['there is an upload listener or a streamed body'] : [];
  return [...method, ...headers, ...flag];
}

function refused(...findings: readonly Finding[]): Route {
  return { findings, tainting: 'basic', preflight: false };
}

function notHttp(url: URL): Finding {
  return failed(
    'scheme-check',
    `The URL's scheme is ${quote(url.protocol.slice(0, -1))}, and only HTTP can be fetched here.`,
  );
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
  if (missing.length === 0)
    return {
      needed: false,
      finding: passed('preflight-cache', 'An earlier preflight that is still valid covers the request.'),
    };
  const says = `No earlier preflight that is still valid covers ${enumerate(missing)}: one is sent.`;
  return { needed: true, finding: passed('preflight-cache', says) };
}
