import { isRedirectStatus, locationUrl } from '../fetch-standard/index.ts';
import { parseResponseHead } from '../http1/http-head.ts';
import type { ResponseHead } from '../http1/http-head.ts';
import { checkParameter } from '../results/check-parameter.ts';
import { takeCheck } from '../results/check-parameter.ts';
import type { Destination } from './origins.ts';

/**
 * A redirected request has to be known as its check's, and the target's Location cannot tell it: the target never sees
 * the query parameter. So the browser gets the Location with the parameter added, and the record keeps what the target
 * sent. The alternative, to match a request with the redirects that were answered before, cannot decide between two
 * checks that are led to one URL at the same time, nor find a preflight's check. No script reads the Location of a
 * redirect, and no CORS check looks at it; nothing else in it is changed, byte for byte.
 */

/** The head of a response, as it came. */
export interface RelayedHead {
  readonly head: ResponseHead;
  readonly bytes: Buffer;
}

/** The request that a response is for. */
export interface Asked {
  readonly destination: Destination;
  /** The origin of the target's real place. */
  readonly place: string;
  readonly check: string | null;
}

/** Gives a redirect as it is recorded (`head`) and as the browser gets it (`bytes`); other responses as they are. */
export function relayRedirect(answer: RelayedHead, asked: Asked): RelayedHead {
  const { destination, place, check } = asked;
  if (!isRedirectStatus(answer.head.status)) return answer;
  const from = destination.origin + destination.path;
  if (!URL.canParse(from)) return answer;
  const named =
    place === destination.origin
      ? answer
      : reparsed(
          replaceLocations(answer.bytes, (value) => underItsName(value, from, asked)),
          answer,
        );
  return check === null
    ? named
    : { head: named.head, bytes: replaceLocations(named.bytes, (value) => withCheck(value, from, check)) };
}

/** Where the browser is led: null for other responses, and for what is no http(s) URL. */
export function redirectTarget({ head }: RelayedHead, { origin, path }: Destination): URL | null {
  if (!isRedirectStatus(head.status) || !URL.canParse(origin + path)) return null;
  const url = locationUrl(head.headers, new URL(origin + path));
  return url instanceof URL && isHttp(url) ? url : null;
}

/** A Location may have the check's parameter of another request, as a hostile target knows it: it is replaced. */
function withCheck(value: string, from: string, check: string): string {
  const url = resolve(value, from);
  if (url === null || !isHttp(url)) return value;
  const end = endOfReference(value);
  const reference = value.slice(0, end);
  // It leads to the same URL, and so does the browser's, parameter included.
  if (reference.trim() === '') return value;
  const { path } = takeCheck(reference);
  const separator = path.includes('?') ? '&' : '?';
  return `${path}${separator}${checkParameter}=${encodeURIComponent(check)}${value.slice(end)}`;
}

/** Where the fragment begins, or what is stripped from the end of a URL: controls and spaces. */
function endOfReference(value: string): number {
  const hash = value.indexOf('#');
  if (hash >= 0) return hash;
  let end = value.length;
  while (end > 0 && value.charCodeAt(end - 1) <= 0x20) end -= 1;
  return end;
}

/**
 * Behind a name that corspec gave it, a target may name itself in Location: by its real place, or by that name with the
 * scheme that it is reached by. Both are the name that the browser knows, as with any reverse proxy.
 */
function underItsName(value: string, from: string, { destination, place }: Asked): string {
  const url = resolve(value, from);
  if (url?.username !== '' || url.password !== '') return value;
  const { host } = new URL(destination.origin);
  const own = [place, `${new URL(place).protocol}//${host}`];
  return own.includes(url.origin) && url.origin !== destination.origin
    ? destination.origin + url.href.slice(url.origin.length)
    : value;
}

function resolve(value: string, from: string): URL | null {
  const url = locationUrl([['Location', value]], new URL(from));
  return url instanceof URL ? url : null;
}

function isHttp({ protocol }: URL): boolean {
  return protocol === 'http:' || protocol === 'https:';
}

function replaceLocations(bytes: Buffer, replace: (value: string) => string): Buffer {
  // With the lines that continue it (obs-fold).
  const field = /(\nlocation[ \t]*:[ \t]*)((?:[^\n]|\n(?=[ \t]))*)/gi;
  const text = bytes.toString('latin1');
  const replaced = text.replace(field, (_, name: string, value: string) =>
    value.endsWith('\r') ? `${name}${replace(value.slice(0, -1))}\r` : name + replace(value),
  );
  return replaced === text ? bytes : Buffer.from(replaced, 'latin1');
}

function reparsed(bytes: Buffer, answer: RelayedHead): RelayedHead {
  return bytes === answer.bytes ? answer : { head: parseResponseHead(bytes) ?? answer.head, bytes };
}
