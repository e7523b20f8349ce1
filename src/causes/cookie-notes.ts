import { getHeader } from '../fetch-standard/index.ts';
import type { Exchange, RawHeader } from '../results/exchange.ts';
import { textFrom, type Texts } from '../text/coded.ts';

/** What cookies have to do with a response, besides CORS: it decides about nothing, and surprises. */
export type CookieNote =
  /** The script cannot read the response, and the browser stores its cookies. */
  | { readonly code: 'cookie-set-though-blocked'; readonly cookies: readonly string[] }
  /** The script cannot read the response, and the browser removes what it says. */
  | { readonly code: 'site-data-cleared-though-blocked'; readonly value: string }
  /** A cookie that exists once for each site that embeds the server. */
  | { readonly code: 'cookie-partitioned'; readonly cookie: string; readonly isSecure: boolean }
  /** A credentialed request that had no cookie, and is taken for one without a session. */
  | { readonly code: 'session-not-sent'; readonly status: number }
  /** A response that depends on the cookie, and that caches may use for every cookie. */
  | { readonly code: 'cached-for-every-cookie' };

/** One request, as far as its cookies are concerned. */
export interface CookieFacts {
  readonly exchange: Exchange;
  /** Whether the request is made with credentials. */
  readonly isCredentialed: boolean;
  /** Whether the page is of another site than the server; null: not known. */
  readonly isCrossSite: boolean | null;
  /** Whether the script cannot read the response. */
  readonly isBlocked: boolean;
}

export function cookieNoteText(note: CookieNote): string {
  return textFrom(cookieNoteTexts, note);
}

export const cookieNoteTexts: Texts<CookieNote> = {
  'cookie-set-though-blocked': ({ cookies }) =>
    `The browser stores ${cookies.length === 1 ? 'the cookie' : 'the cookies'} ${cookies.join(', ')} although the script cannot read the response: CORS does not undo what a response sets.`,
  'site-data-cleared-though-blocked': ({ value }) =>
    `Clear-Site-Data: ${value} takes effect although the script cannot read the response: a page of another origin can log its visitor out.`,
  'cookie-partitioned': ({ cookie, isSecure }) =>
    isSecure
      ? `The cookie ${cookie} is partitioned (CHIPS): it is only sent when the same site is in the address bar, so a session that begins at the server's own site has no part in it.`
      : `The cookie ${cookie} has Partitioned without Secure: browsers reject it. Set it with SameSite=None; Secure; Partitioned, over https.`,
  'session-not-sent': ({ status }) =>
    `The request had no cookie, and status ${status} says that a session is missing. That is no CORS problem: a session cookie without SameSite=None; Secure (the default is Lax) is not sent from pages of another site, and some browsers block cookies of other sites.`,
  'cached-for-every-cookie': () =>
    'The request had a cookie, and caches may store the response and use it for other cookies. If it depends on the cookie, send Cache-Control: private, no-store or Vary: Cookie.',
};

/** What to know of the cookies of one request and its response. Pure. */
export function cookieNotes(facts: CookieFacts): readonly CookieNote[] {
  const { exchange, isCredentialed } = facts;
  if (exchange.response === undefined || !isCredentialed) return [];
  return [
    ...blockedNotes(facts),
    ...sessionNotes(facts),
    ...partitionNotes(exchange),
    ...cacheNotes(exchange),
  ];
}

function blockedNotes({ exchange, isBlocked }: CookieFacts): readonly CookieNote[] {
  const { headers = [] } = exchange.response ?? {};
  if (!isBlocked) return [];
  const cookies = valuesOf(headers, 'set-cookie').map(cookieName);
  const cleared = getHeader(headers, 'clear-site-data');
  return [
    ...(cookies.length === 0 ? [] : [{ code: 'cookie-set-though-blocked', cookies } as const]),
    ...(cleared === null ? [] : [{ code: 'site-data-cleared-though-blocked', value: cleared } as const]),
  ];
}

const withoutSession: readonly number[] = [401, 403, 419, 440];

function sessionNotes({ exchange, isCrossSite }: CookieFacts): readonly CookieNote[] {
  const { request, response } = exchange;
  const hasSession = ['cookie', 'authorization'].some((name) => getHeader(request.headers, name) !== null);
  if (response === undefined || hasSession || isCrossSite === false) return [];
  return withoutSession.includes(response.status) && request.method !== 'OPTIONS'
    ? [{ code: 'session-not-sent', status: response.status }]
    : [];
}

/** https://developer.mozilla.org/docs/Web/Privacy/Guides/Privacy_sandbox/Partitioned_cookies */
function partitionNotes({ response }: Exchange): readonly CookieNote[] {
  return valuesOf(response?.headers ?? [], 'set-cookie').flatMap((line): readonly CookieNote[] => {
    const attributes = attributesOf(line);
    return attributes.includes('partitioned')
      ? [{ code: 'cookie-partitioned', cookie: cookieName(line), isSecure: attributes.includes('secure') }]
      : [];
  });
}

/** https://www.rfc-editor.org/rfc/rfc9111#section-3 */
function cacheNotes({ request, response }: Exchange): readonly CookieNote[] {
  if (response?.status !== 200 || !['GET', 'HEAD'].includes(request.method)) return [];
  if (getHeader(request.headers, 'cookie') === null) return [];
  const control = (getHeader(response.headers, 'cache-control') ?? '').toLowerCase();
  const vary = (getHeader(response.headers, 'vary') ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim());
  const isStored = /\b(public|s-maxage=[1-9]|max-age=[1-9])/.test(control);
  const isOwn = /\b(private|no-store)\b/.test(control) || vary.includes('cookie') || vary.includes('*');
  return isStored && !isOwn ? [{ code: 'cached-for-every-cookie' }] : [];
}

/** The name of a Set-Cookie line. */
export function cookieName(line: string): string {
  const [pair = ''] = line.split(';');
  return (pair.split('=')[0] ?? pair).trim();
}

/** Its attributes, in lower case and without spaces around `=`. */
export function attributesOf(line: string): readonly string[] {
  const [, ...attributes] = line.split(';');
  return attributes.map((attribute) =>
    attribute
      .trim()
      .toLowerCase()
      .replace(/\s*=\s*/, '='),
  );
}

export function valuesOf(headers: readonly RawHeader[], name: string): readonly string[] {
  return headers.filter(([header]) => header.toLowerCase() === name).map(([, value]) => value);
}
