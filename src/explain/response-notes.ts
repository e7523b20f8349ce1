import { getHeader, isRedirectStatus, parseUrl } from '../fetch-standard/index.ts';
import type { Exchange, RecordedResponse } from '../results/exchange.ts';
import { isPreflight } from '../judge/wire-shape.ts';
import type { Texts } from '../text/coded.ts';
import type { Subject } from './subject.ts';

/** What frameworks and browsers do themselves with a request, beside CORS. */
export type ResponseNote =
  /** A 304 response that lost its CORS headers. */
  | { readonly code: 'not-modified-without-headers' }
  /** An error page without CORS headers, of something that runs before the CORS middleware. */
  | { readonly code: 'rejected-before-cors'; readonly status: RejectedStatus }
  /** A file or stream without CORS headers. */
  | { readonly code: 'written-past-middleware'; readonly kind: 'event-stream' | 'download' | 'part' }
  | { readonly code: 'redirect-of-framework'; readonly kind: RedirectKind; readonly location: string }
  /** A request for a part that got everything. */
  | { readonly code: 'range-ignored' }
  | { readonly code: 'range-not-satisfiable' }
  /** Sound or video without Accept-Ranges. */
  | { readonly code: 'ranges-not-offered' }
  /** A header that scripts need with this response, and cannot read. */
  | { readonly code: 'header-hidden'; readonly header: string };

type RedirectKind = 'slash' | 'https' | 'www';

/** Statuses of what often runs before the CORS middleware, or in front of the application. */
const rejections = {
  400: 'Malformed paths and bodies are rejected by the server or the body parser.',
  413: 'Bodies that are too long are rejected by the reverse proxy or the body parser.',
  415: 'Bodies of another type are rejected by the body parser.',
  429: 'Requests are counted by a rate limit, preflights too.',
  431: 'Headers that are too long are rejected by the server or the reverse proxy.',
  502: 'The reverse proxy did not reach the application.',
  503: 'The reverse proxy or the platform responds for the application.',
  504: 'The reverse proxy did not wait for the application any longer.',
} as const;
type RejectedStatus = keyof typeof rejections;

/** CORS middleware does not respond to a preflight with these. */
const preflightRejections: readonly RejectedStatus[] = [429, 431, 502, 503, 504];

const pasts = {
  'event-stream': 'An event stream',
  download: 'A download',
  part: 'A part of a file',
} as const;

const redirects: Readonly<Record<RedirectKind, string>> = {
  slash: 'to add or remove a slash',
  https: 'to https',
  www: 'to the host with or without `www.`',
};

export const responseNoteTexts: Texts<ResponseNote> = {
  'not-modified-without-headers': () =>
    'The 304 response has no CORS headers, so the script gets an error instead of “not modified”. Frameworks make 304 responses themselves: keep Access-Control-* and Vary on them, as on a 200 response.',
  'rejected-before-cors': ({ status }) =>
    `${rejections[status]} This often happens before the CORS middleware runs, so the response has no CORS headers: run CORS first, or add the headers there too.`,
  'written-past-middleware': ({ kind }) =>
    `${pasts[kind]} without CORS headers is often written past the framework’s response object, such as \`reply.raw\`, or sent by a file server in front of the CORS middleware. Copy the headers there, or put CORS in front.`,
  'redirect-of-framework': ({ kind, location }) =>
    `The server redirects ${redirects[kind]} (${location}). Use that URL in the script: a preflight must not be redirected, and each redirect needs CORS headers.`,
  'range-ignored': () =>
    'The request asks for a part (Range), and status 200 is the whole file. A server that supports parts responds with 206 and Accept-Ranges: bytes.',
  'range-not-satisfiable': () =>
    'Status 416: the file has no such part. Content-Range has its length, which scripts read only if Access-Control-Expose-Headers lists Content-Range.',
  'ranges-not-offered': () =>
    'Sound and video without Accept-Ranges: players cannot jump to a time, and Safari may not play them.',
  'header-hidden': ({ header }) =>
    `Scripts cannot read ${header} of this response. If they need it, list it in Access-Control-Expose-Headers.`,
};

/** Notes about the response that decides, and about redirects on the way. Pure. */
export function responseNotes(subject: Subject): readonly ResponseNote[] {
  return [
    ...lostHeaderNotes(subject),
    ...subject.exchanges.flatMap(redirectNotes),
    ...rangeNotes(subject),
    ...hiddenNotes(subject),
  ];
}

/** The exchange whose response is blocked, and has no CORS header at all. */
function bareExchange({ exchanges, replayed }: Subject): Exchange | null {
  const { verdict, answeredBy } = replayed;
  const entry = verdict?.outcome === 'blocked' ? verdict.decidedBy : undefined;
  const exchange = exchanges[answeredBy[entry?.exchange ?? -1] ?? -1];
  if (exchange?.response === undefined) return null;
  const isBare = !exchange.response.headers.some(([name]) =>
    name.toLowerCase().startsWith('access-control-'),
  );
  return isBare ? exchange : null;
}

function lostHeaderNotes(subject: Subject): readonly ResponseNote[] {
  const exchange = bareExchange(subject);
  const { response } = exchange ?? {};
  if (exchange === null || response === undefined) return [];
  const { status } = response;
  const isOfPreflight = isPreflight(exchange);
  if (isRejection(status) && (!isOfPreflight || preflightRejections.includes(status)))
    return [{ code: 'rejected-before-cors', status }];
  if (isOfPreflight) return [];
  if (status === 304) return [{ code: 'not-modified-without-headers' }];
  const kind = pastKind(response);
  return kind === null ? [] : [{ code: 'written-past-middleware', kind }];
}

function isRejection(status: number): status is RejectedStatus {
  return Object.hasOwn(rejections, status);
}

function pastKind({ status, headers }: RecordedResponse): keyof typeof pasts | null {
  if (status === 206) return 'part';
  if (status !== 200) return null;
  if (/^\s*text\/event-stream\b/i.test(getHeader(headers, 'content-type') ?? '')) return 'event-stream';
  return isDownload(headers) ? 'download' : null;
}

function isDownload(headers: RecordedResponse['headers']): boolean {
  return /^\s*attachment\b/i.test(getHeader(headers, 'content-disposition') ?? '');
}

function redirectNotes({ request, response }: Exchange): readonly ResponseNote[] {
  if (response === undefined || !isRedirectStatus(response.status)) return [];
  const location = getHeader(response.headers, 'location');
  const to = location === null ? null : parseUrl(location, request.url);
  const kind = to === null ? null : redirectKind(new URL(request.url), to);
  return kind === null || location === null ? [] : [{ code: 'redirect-of-framework', kind, location }];
}

function redirectKind(from: URL, to: URL): RedirectKind | null {
  const [a, b] = [from, to].map(({ pathname }) => pathname.replace(/\/$/, ''));
  if (a !== b) return null;
  if (from.host === to.host && from.protocol === to.protocol)
    return from.pathname === to.pathname ? null : 'slash';
  const [host, other] = [from, to].map(({ hostname }) => hostname.replace(/^www\./, ''));
  if (host !== other) return null;
  if (from.hostname !== to.hostname) return 'www';
  return from.protocol === 'http:' && to.protocol === 'https:' ? 'https' : null;
}

/** The last response to the request itself. */
function actualExchange({ exchanges }: Subject): Exchange | undefined {
  return exchanges.findLast((exchange) => exchange.response !== undefined && !isPreflight(exchange));
}

function rangeNotes(subject: Subject): readonly ResponseNote[] {
  const { request, response } = actualExchange(subject) ?? {};
  if (request === undefined || response === undefined) return [];
  const { status, headers } = response;
  if (status === 416) return [{ code: 'range-not-satisfiable' }];
  if (status !== 200) return [];
  const isMedia = /^\s*(audio|video)\//i.test(getHeader(headers, 'content-type') ?? '');
  if (getHeader(request.headers, 'range') !== null) return [{ code: 'range-ignored' }];
  return isMedia && getHeader(headers, 'accept-ranges') === null ? [{ code: 'ranges-not-offered' }] : [];
}

function hiddenNotes(subject: Subject): readonly ResponseNote[] {
  const { verdict } = subject.replayed;
  const { request, response } = actualExchange(subject) ?? {};
  if (verdict?.outcome !== 'readable' || request === undefined || response === undefined) return [];
  const { status, headers } = response;
  const isVisible = (name: string) => verdict.visibleHeaders.some(([other]) => other.toLowerCase() === name);
  const wanted = [
    ...(status === 206 ? ['Content-Range'] : []),
    ...(status === 429 || status === 503 ? ['Retry-After'] : []),
    ...(getHeader(request.headers, 'if-none-match') === null ? [] : ['ETag']),
    ...(isDownload(headers) ? ['Content-Disposition'] : []),
  ];
  return wanted
    .filter((name) => getHeader(headers, name) !== null && !isVisible(name.toLowerCase()))
    .map((header) => ({ code: 'header-hidden', header }));
}
