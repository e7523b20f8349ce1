import { isRedirectStatus, locationUrl, unsafeRequestHeaderNames } from '../fetch-standard/index.ts';
import type { Exchange } from '../results/exchange.ts';
import type { PageRequest } from '../scenarios/page-request.ts';
import { toFetchRequest, withoutCheck } from './to-fetch-request.ts';
import { isPreflight } from './wire-shape.ts';

/**
 * The earlier exchange whose response a browser used again: of the same URL, fresh, no redirect, and with no request
 * for this step on the wire. Null when the browser asked anew. https://www.rfc-editor.org/rfc/rfc9111#section-4
 * @param rest what no earlier step accounts for
 * @param all the exchanges of the check
 * @param isPreloaded whether the document has preloaded the URL: WebKit keeps such responses as long as the document, fresh or not
 */
export function storedFor(
  request: PageRequest,
  rest: readonly Exchange[],
  all: readonly Exchange[],
  isPreloaded = false,
): Exchange | null {
  if (!usesCache(request)) return null;
  const url = new URL(withoutCheck(request.url));
  if (rest.some((exchange) => isGetOf(exchange, url)) || isPreflighted(request, rest, url)) return null;
  const stored = all.findLast((exchange) => isGetOf(exchange, url) && (isPreloaded || isFresh(exchange)));
  return stored === undefined || isRedirect(stored) ? null : stored;
}

/**
 * What no earlier step accounts for, with the responses put in that a browser used again on the way through redirects:
 * 301 and 308 are stored without a word about caching, so a later request goes straight to where they lead.
 * @param rest what no earlier step accounts for
 * @param all the exchanges of the check
 */
export function withStoredRedirects(
  request: PageRequest,
  rest: readonly Exchange[],
  all: readonly Exchange[],
): readonly Exchange[] {
  if (!usesCache(request)) return rest;
  const earlier = all.filter((exchange) => isReusable(exchange) && !rest.includes(exchange));
  let url: URL | null = new URL(withoutCheck(request.url));
  if (!earlier.some(isRedirect) && !isPreflighted(request, rest, url)) return rest;
  const way = [...rest];
  const used = new Set<Exchange>();
  for (let at = 0; url !== null;) {
    const wanted: URL = url;
    const next = way.findIndex((exchange, place) => place >= at && !isPreflight(exchange));
    const index = next < 0 ? way.length : next;
    const sent = way[index];
    // Another request there is of a later step, or of a later redirect of this one.
    if (sent === undefined || !isGetOf(sent, wanted)) {
      const stored = earlier.findLast((exchange) => isGetOf(exchange, wanted) && !used.has(exchange));
      if (stored === undefined) break;
      used.add(stored);
      way.splice(index, 0, stored);
    }
    at = index + 1;
    url = leadsTo(way[index]);
  }
  return used.size === 0 ? rest : way;
}

function usesCache({ method, cache }: PageRequest): boolean {
  return method === 'GET' && cache === 'default';
}

function isGetOf({ request }: Exchange, url: URL): boolean {
  return request.method === 'GET' && new URL(request.url).href === withoutFragment(url);
}

/** Whether the browser sent a preflight for this request: that comes before its cache. `#concept-http-fetch` */
function isPreflighted(request: PageRequest, [next]: readonly Exchange[], url: URL): boolean {
  if (next === undefined || !isPreflight(next) || next.request.url !== withoutFragment(url)) return false;
  return unsafeRequestHeaderNames(toFetchRequest(request, '').headers).length > 0;
}

function withoutFragment({ href }: URL): string {
  return href.replace(/#.*/, '');
}

function leadsTo(exchange: Exchange | undefined): URL | null {
  if (exchange?.response === undefined || !isRedirect(exchange)) return null;
  const url = locationUrl(exchange.response.headers, new URL(exchange.request.url));
  return url instanceof URL ? url : null;
}

function isRedirect({ response }: Exchange): boolean {
  return response !== undefined && isRedirectStatus(response.status);
}

/** https://www.rfc-editor.org/rfc/rfc9110#section-15.1: some responses are fresh for a while without saying so. */
function isReusable(exchange: Exchange): boolean {
  const isPermanent = [301, 308].includes(exchange.response?.status ?? 0);
  return isFresh(exchange) || (isPermanent && !/no-store|no-cache|max-age=0/.test(cacheControl(exchange)));
}

/** With Last-Modified alone, as web servers send files, browsers choose a time. https://www.rfc-editor.org/rfc/rfc9111#section-4.2.2 */
function isFresh(exchange: Exchange): boolean {
  const control = cacheControl(exchange);
  if (control !== '') return /max-age=[1-9]/.test(control);
  return exchange.response?.headers.some(([name]) => name.toLowerCase() === 'last-modified') ?? false;
}

function cacheControl({ response }: Exchange): string {
  const values = response?.headers.filter(([name]) => name.toLowerCase() === 'cache-control') ?? [];
  return values.map(([, value]) => value.toLowerCase()).join(', ');
}
