import { found, type Finding } from './decisions.ts';
import { getHeader, isToken, normalizeValue, withoutHeaders } from './header-lists.ts';
import { isForbiddenMethod } from './methods.ts';
import { isSafelistedRequestHeader } from './safelist.ts';
import type { Header, HeaderList, RequestMode } from './types.ts';

const forbiddenNames = [
  'accept-charset', 'accept-encoding', 'access-control-request-headers', 'access-control-request-method',
  'connection', 'content-length', 'cookie', 'cookie2', 'date', 'dnt', 'expect', 'host', 'keep-alive', 'origin',
  'referer', 'set-cookie', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'via',
]; // prettier-ignore
const methodOverrides = ['x-http-method', 'x-http-method-override', 'x-method-override'];
const noCorsNames = ['accept', 'accept-language', 'content-language', 'content-type'];
const bodyNames = ['content-encoding', 'content-language', 'content-location', 'content-type'];

/** Whether only the browser may set it: Cookie, Origin, Sec-* and the like. `#forbidden-request-header` */
export function isForbiddenRequestHeader(name: string, value: string): boolean {
  const lower = name.toLowerCase();
  if (forbiddenNames.includes(lower) || /^(proxy-|sec-)/.test(lower)) return true;
  return methodOverrides.includes(lower) && split(value).some(isForbiddenMethod);
}

/** Whether a no-cors request may carry it. `#no-cors-safelisted-request-header` */
export function isNoCorsSafelistedRequestHeader(name: string, value: string): boolean {
  return noCorsNames.includes(name.toLowerCase()) && isSafelistedRequestHeader(name, value);
}

/** Authorization: `*` does not allow it, and it is not sent on to another origin. `#cors-non-wildcard-request-header-name` */
export function isNonWildcardRequestHeaderName(name: string): boolean {
  return name.toLowerCase() === 'authorization';
}

/** Without the headers that describe a body. `#request-body-header-name` */
export function withoutBodyHeaders(headers: HeaderList): HeaderList {
  return withoutHeaders(headers, bodyNames);
}

/** What is left of the author's headers. `#dom-headers` */
export interface AuthorHeaders {
  /** Null when one of them is no header. */
  readonly headers: HeaderList | null;
  readonly findings: readonly Finding[];
}

/**
 * Fills a request's header list from what the author asked for: forbidden headers are dropped, and for no-cors all
 * that is not no-CORS-safelisted. A name or value that is none fails. `#concept-headers-append`
 */
export function fillHeaders(author: HeaderList, mode: RequestMode): AuthorHeaders {
  const wanted = author.map(([name, value]): Header => [name, normalizeValue(value)]);
  const broken = wanted.find(([name, value]) => !isToken(name) || /[\0\n\r]/.test(value));
  if (broken) {
    const [name, value] = broken;
    return { headers: null, findings: [found({ code: 'header-invalid', name, value })] };
  }
  const permitted = wanted.filter(([name, value]) => !isForbiddenRequestHeader(name, value));
  const headers = mode === 'no-cors' ? permitted.reduce(appendNoCors, []) : permitted;
  return {
    headers,
    findings: [
      ...dropped('forbidden-headers-dropped', wanted, permitted),
      ...dropped('no-cors-headers-dropped', permitted, headers),
    ],
  };
}

/** Judges what the header would come to with the values that are there already. `#concept-headers-append` */
function appendNoCors(headers: HeaderList, header: Header): HeaderList {
  const [name, value] = header;
  const before = getHeader(headers, name);
  const joined = before === null ? value : `${before}, ${value}`;
  return isNoCorsSafelistedRequestHeader(name, joined) ? [...headers, header] : headers;
}

function dropped(
  code: 'forbidden-headers-dropped' | 'no-cors-headers-dropped',
  before: HeaderList,
  after: HeaderList,
): readonly Finding[] {
  const names = before.filter((header) => !after.includes(header)).map(([name]) => name);
  return names.length === 0 ? [] : [found({ code, names })];
}

/** Between commas that are outside of quotes. `#concept-header-list-get-decode-split` */
function split(value: string): readonly string[] {
  return Array.from(value.matchAll(/(?:[^",]|"(?:\\.|[^"\\])*"?)+/g), ([piece]) => normalizeValue(piece));
}
