import {
  getHeader,
  schemelesslySameSite,
  siteOfHost,
  sameOrigin,
  parseUrl,
} from '../fetch-standard/index.ts';
import {
  attributesOf,
  cookieName,
  type CookieNote,
  cookieNotes as notesOfCookies,
  cookieNoteTexts,
  valuesOf,
} from '../causes/cookie-notes.ts';
import type { Exchange } from '../results/exchange.ts';
import { isPreflight } from '../judge/wire-shape.ts';
import { textFrom, type Texts } from '../text/coded.ts';
import { type ResponseNote, responseNotes, responseNoteTexts } from './response-notes.ts';
import type { Subject } from './subject.ts';

/** What does not decide about this request, and surprises with the next one. */
export type ExplainNote =
  /** A cookie that browsers do not send from pages of another site. */
  | { readonly code: 'cookie-same-site'; readonly cookie: string; readonly lacks: 'none' | 'secure' }
  /** Page and server have the same host: browsers do not separate cookies by port. */
  | { readonly code: 'cookies-shared-between-ports'; readonly host: string }
  | { readonly code: 'max-age-capped'; readonly seconds: number }
  /** The server speaks HTTP/2 alone, so corspec did as well. */
  | { readonly code: 'http2-only' }
  /** The response redirects to what looks like a login page. */
  | { readonly code: 'login-redirect'; readonly location: string }
  | CookieNote
  | ResponseNote;

export interface ExplainedNote {
  readonly code: ExplainNote['code'];
  readonly text: string;
}

/** Notes about a request and its responses, each with its text. */
export function notesOf(subject: Subject): readonly ExplainedNote[] {
  const notes = [
    ...loginNotes(subject),
    ...responseNotes(subject),
    ...cookieNotes(subject),
    ...subject.exchanges.flatMap((exchange, index) => notesOfExchange(subject, exchange, index)),
    ...maxAgeNotes(subject),
    ...protocolNotes(subject),
  ];
  const told = notes.map((note) => ({ code: note.code, text: textFrom(texts, note) }));
  return told.filter(({ text }, index) => told.findIndex((other) => other.text === text) === index);
}

/** How long browsers keep a preflight at most: seconds. Safari has the shortest limit, then Chromium. */
export const maxAgeCaps = { safari: 600, chromium: 7200, firefox: 86_400 } as const;

const texts: Texts<ExplainNote> = {
  ...cookieNoteTexts,
  ...responseNoteTexts,
  'cookie-same-site': ({ cookie, lacks }) =>
    lacks === 'none'
      ? `The cookie ${cookie} has no SameSite=None, and the page is of another site: browsers do not send it with requests of this page. Set it with SameSite=None; Secure.`
      : `The cookie ${cookie} has SameSite=None without Secure: browsers reject it. Set it with SameSite=None; Secure, over https.`,
  'cookies-shared-between-ports': ({ host }) =>
    `Page and server are both on ${host}: cookies ignore ports, so each gets the cookies of the other.`,
  'max-age-capped': ({ seconds }) =>
    `Access-Control-Max-Age is ${seconds} s; browsers keep preflights for at most ${maxAgeCaps.safari} s (Safari), ${maxAgeCaps.chromium} s (Chromium) or ${maxAgeCaps.firefox} s (Firefox).`,
  'http2-only': () =>
    'The server speaks HTTP/2 only: the requests were sent over HTTP/2, where the names of headers are in lower case.',
  'login-redirect': ({ location }) =>
    `The redirect to ${location} looks like a login page. Answer scripts with status 401 and CORS headers instead; a script cannot log in by following a redirect.`,
};

function notesOfExchange(
  { request, origin, replayed }: Subject,
  exchange: Exchange,
  index: number,
): readonly CookieNote[] {
  const { verdict, answeredBy } = replayed;
  const decisive = answeredBy[verdict?.decidedBy?.exchange ?? -1];
  return notesOfCookies({
    exchange,
    isCredentialed: request.credentials === 'include',
    isCrossSite: isCrossSite(origin, new URL(request.url).origin),
    isBlocked: verdict?.outcome === 'blocked' && decisive === index,
  });
}

function isCrossSite(page: string, server: string): boolean {
  return page === 'null' || !schemelesslySameSite(page, server, siteOfHost);
}

function cookieNotes({ request, origin, exchanges }: Subject): readonly ExplainNote[] {
  if (request.credentials !== 'include' || origin === 'null') return [];
  const url = new URL(request.url);
  const page = new URL(origin);
  const hasCookies = exchanges.some(
    (exchange) =>
      valuesOf(exchange.request.headers, 'cookie').length > 0 ||
      valuesOf(exchange.response?.headers ?? [], 'set-cookie').length > 0,
  );
  const shared: readonly ExplainNote[] =
    hasCookies && page.hostname === url.hostname && page.port !== url.port
      ? [{ code: 'cookies-shared-between-ports', host: url.hostname }]
      : [];
  if (!isCrossSite(origin, url.origin)) return shared;
  const cookies = exchanges.flatMap(({ response }) => valuesOf(response?.headers ?? [], 'set-cookie'));
  return [...shared, ...cookies.flatMap(sameSiteNote)];
}

/** https://www.rfc-editor.org/rfc/rfc6265#section-4.1 with the attributes of RFC 6265bis */
function sameSiteNote(setCookie: string): readonly ExplainNote[] {
  const cookie = cookieName(setCookie);
  const lower = attributesOf(setCookie);
  if (!lower.includes('samesite=none')) return [{ code: 'cookie-same-site', cookie, lacks: 'none' }];
  return lower.includes('secure') ? [] : [{ code: 'cookie-same-site', cookie, lacks: 'secure' }];
}

function maxAgeNotes({ exchanges }: Subject): readonly ExplainNote[] {
  const preflight = exchanges.find(isPreflight);
  const seconds = Number(getHeader(preflight?.response?.headers ?? [], 'access-control-max-age') ?? '0');
  return seconds > maxAgeCaps.chromium ? [{ code: 'max-age-capped', seconds }] : [];
}

function protocolNotes({ exchanges }: Subject): readonly ExplainNote[] {
  return exchanges.some(({ protocol }) => protocol === 'h2') ? [{ code: 'http2-only' }] : [];
}

const login = /(^|[/.])(log-?in|sign-?in|sso|auth|oauth2?|authorize|accounts?)([/.?]|$)/i;

function loginNotes({ request, exchanges }: Subject): readonly ExplainNote[] {
  return exchanges.flatMap((exchange): readonly ExplainNote[] => {
    const location = locationOf(exchange);
    const to = location === null ? null : parseUrl(location, request.url);
    if (location === null || to === null) return [];
    const isSamePath =
      sameOrigin(to.origin, new URL(request.url).origin) && to.pathname === new URL(request.url).pathname;
    return !isSamePath && (login.test(to.pathname) || login.test(to.hostname))
      ? [{ code: 'login-redirect', location }]
      : [];
  });
}

function locationOf({ response }: Exchange): string | null {
  if (response === undefined || response.status < 300 || response.status > 399) return null;
  return getHeader(response.headers, 'location');
}
