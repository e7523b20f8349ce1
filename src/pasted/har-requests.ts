import { getHeader, parseUrl } from '../fetch-standard/index.ts';
import type { RawHeader } from '../results/exchange.ts';
import type { HarNote } from '../results/har-explanation.ts';
import type { HarEntry } from './har.ts';
import { originOf, scriptHeaders } from './pasted-request.ts';

/** A request of a page to another origin, with mode cors. */
export interface HarRequest {
  readonly url: string;
  readonly origin: string;
  readonly originFrom: 'header' | Extract<HarNote, { readonly code: 'origin-from' }>['source'];
  readonly method: string;
  /** Those that the script set, as far as the file tells. */
  readonly headers: readonly RawHeader[];
  /** Whether cookies were sent. */
  readonly hasCookies: boolean;
  /** The request itself; null where only its preflight was recorded. */
  readonly actual: HarEntry | null;
  readonly preflight: HarEntry | null;
  /** Where redirects led, in order, with the preflights on the way. */
  readonly redirected: readonly HarEntry[];
}

/** The requests of a HAR file that CORS concerns, in the order in which they were made. Pure. */
export function corsRequests(entries: readonly HarEntry[]): readonly HarRequest[] {
  const inOrder = [...entries].filter(isHttp).sort((a, b) => a.startedAt - b.startedAt || a.index - b.index);
  const used = new Set<HarEntry>();
  const requests: HarRequest[] = [];
  for (const entry of inOrder) {
    if (used.has(entry) || isPreflight(entry) || !isScripted(entry)) continue;
    used.add(entry);
    const preflight = preflightFor(entry, inOrder, used);
    const redirected = redirectsFrom(entry, inOrder, used);
    const request = toRequest(entry, preflight, redirected);
    if (request !== null) requests.push(request);
  }
  const alone = inOrder.filter((entry) => isPreflight(entry) && !used.has(entry));
  return [...requests, ...alone.flatMap((entry) => toRequest(null, entry, []) ?? [])];
}

function isHttp({ url }: HarEntry): boolean {
  return /^https?:$/.test(parseUrl(url)?.protocol ?? '');
}

export function isPreflight({ method, headers, resourceType }: HarEntry): boolean {
  if (method !== 'OPTIONS') return false;
  return resourceType === 'preflight' || getHeader(headers, 'access-control-request-method') !== null;
}

/** Kinds of requests that have another mode than cors, even where they have an Origin header. */
const otherTypes: ReadonlySet<string> = new Set(['document', 'websocket', 'ping', 'manifest', 'other']);

/** Whether its mode is cors, or may be. */
function isScripted({ headers, resourceType, method }: HarEntry): boolean {
  const mode = getHeader(headers, 'sec-fetch-mode');
  if (mode !== null) return mode === 'cors';
  if (resourceType === 'fetch' || resourceType === 'xhr') return true;
  if (getHeader(headers, 'upgrade') !== null || (resourceType !== null && otherTypes.has(resourceType)))
    return false;
  // Firefox names no kinds. A form is sent with Origin, too; browsers mark navigations by another header.
  const isNavigation = getHeader(headers, 'upgrade-insecure-requests') !== null;
  const hasOrigin = getHeader(headers, 'origin') !== null;
  return hasOrigin && !(isNavigation && method === 'POST');
}

/** The nearest preflight that asks for it. Chromium records it after the request, Firefox before. */
function preflightFor(entry: HarEntry, all: readonly HarEntry[], used: Set<HarEntry>): HarEntry | null {
  const fitting = all
    .filter((other) => isPreflight(other) && !used.has(other) && other.url === entry.url)
    .filter(({ headers }) => asksFor(headers, entry.method))
    .sort((a, b) => Math.abs(a.startedAt - entry.startedAt) - Math.abs(b.startedAt - entry.startedAt));
  const [nearest] = fitting;
  if (nearest === undefined) return null;
  used.add(nearest);
  return nearest;
}

function asksFor(headers: readonly RawHeader[], method: string): boolean {
  const asked = getHeader(headers, 'access-control-request-method');
  return asked === null || asked.toUpperCase() === method.toUpperCase();
}

/** More redirects than browsers follow. */
const mostRedirects = 20;

function redirectsFrom(first: HarEntry, all: readonly HarEntry[], used: Set<HarEntry>): readonly HarEntry[] {
  const chain: HarEntry[] = [];
  let current = first;
  for (let hops = 0; hops < mostRedirects; hops += 1) {
    const target = redirectTarget(current);
    if (target === null) break;
    const isNext = (entry: HarEntry) =>
      !used.has(entry) && !isPreflight(entry) && entry.url === target && entry.startedAt >= current.startedAt;
    const next = all.find(isNext);
    if (next === undefined) break;
    used.add(next);
    const preflight = preflightFor(next, all, used);
    chain.push(...(preflight === null ? [] : [preflight]), next);
    current = next;
  }
  return chain;
}

function redirectTarget({ response, url }: HarEntry): string | null {
  if (response === null || response.status < 300 || response.status > 399) return null;
  const location = getHeader(response.headers, 'location');
  const to = location === null ? null : parseUrl(location, url);
  return to?.href.replace(/#.*$/s, '') ?? null;
}

function toRequest(
  actual: HarEntry | null,
  preflight: HarEntry | null,
  redirected: readonly HarEntry[],
): HarRequest | null {
  const entry = actual ?? preflight;
  const page = entry === null ? null : pageOf(actual, preflight);
  if (entry === null || page === null) return null;
  const { origin, originFrom } = page;
  const isOther = ({ url }: HarEntry) => origin !== new URL(url).origin;
  if (!isOther(entry) && !redirected.some(isOther)) return null;
  return {
    url: entry.url,
    origin,
    originFrom,
    method: actual?.method ?? getHeader(entry.headers, 'access-control-request-method') ?? 'GET',
    headers: headersFrom(actual, preflight),
    hasCookies: [actual, ...redirected].some((one) => one !== null && isOther(one) && hasCookie(one)),
    actual,
    preflight,
    redirected,
  };
}

function hasCookie({ headers }: HarEntry): boolean {
  return getHeader(headers, 'cookie') !== null;
}

/** The page's origin: from the request if it was recorded as it was sent, or else from what belongs to it. */
function pageOf(
  actual: HarEntry | null,
  preflight: HarEntry | null,
): Pick<HarRequest, 'origin' | 'originFrom'> | null {
  const header = (entry: HarEntry | null, name: string) =>
    entry === null ? null : getHeader(entry.headers, name);
  const candidates: readonly (readonly [HarRequest['originFrom'], string | null])[] = [
    ['header', header(actual, 'origin')],
    ['preflight', header(preflight, 'origin')],
    ['referer', originOf(header(actual, 'referer') ?? header(preflight, 'referer'))],
    ['page', originOf(actual?.pageUrl ?? preflight?.pageUrl ?? null)],
  ];
  for (const [originFrom, origin] of candidates)
    if (origin === 'null' || (origin !== null && parseUrl(origin) !== null)) return { origin, originFrom };
  return null;
}

/** The preflight names those that need permission: what else was sent, the browser added. */
function headersFrom(actual: HarEntry | null, preflight: HarEntry | null): readonly RawHeader[] {
  const sent = actual === null ? [] : scriptHeaders(actual.headers).headers;
  if (preflight === null) return sent;
  const asked = (getHeader(preflight.headers, 'access-control-request-headers') ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return asked.map((name) => [name, valueIn(actual, name)]);
}

/** Stands for a value that was not recorded: one that needs permission. */
export const unknownValue = 'VALUE';

function valueIn(actual: HarEntry | null, name: string): string {
  return (actual === null ? null : getHeader(actual.headers, name)) ?? unknownValue;
}
