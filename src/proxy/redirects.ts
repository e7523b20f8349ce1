import { isRedirectStatus, locationUrl, parseUrl } from '../fetch-standard/index.ts';
import { parseResponseHead } from '../http1/http-head.ts';
import type { ResponseHead } from '../http1/http-head.ts';
import { checkParameter } from '../results/check-parameter.ts';
import { takeCheck } from '../results/check-parameter.ts';
import type { Destination } from './origins.ts';

/**
 * A redirected request must be assigned to its check, but the target's Location does not contain the query parameter,
 * because the target never gets it. So the browser gets the Location with the parameter added, and the record keeps the
 * original. The alternative, matching requests with earlier redirects, cannot distinguish two checks that are redirected
 * to the same URL at the same time, nor assign a preflight. Scripts cannot read the Location of a redirect, and the CORS
 * check does not use it; the rest of the header stays unchanged, byte for byte.
 */

/** The original head of a response. */
export interface RelayedHead {
  readonly head: ResponseHead;
  readonly bytes: Buffer;
}

/** The request of a response. */
export interface Asked {
  readonly destination: Destination;
  /** The origin of the target's real address. */
  readonly place: string;
  readonly check: string | null;
}

/** A redirect for the record (`head`) and for the browser (`bytes`); other responses unchanged. */
export function relayRedirect(answer: RelayedHead, asked: Asked): RelayedHead {
  const { destination, place, check } = asked;
  if (!isRedirectStatus(answer.head.status)) return answer;
  const from = destination.origin + destination.path;
  if (parseUrl(from) === null) return answer;
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

/** The URL of a redirect; null for other responses, and for anything but http(s) URLs. */
export function redirectTarget({ head }: RelayedHead, { origin, path }: Destination): URL | null {
  const from = parseUrl(origin + path);
  if (!isRedirectStatus(head.status) || from === null) return null;
  const url = locationUrl(head.headers, from);
  return url instanceof URL && isHttp(url) ? url : null;
}

/** Replaces a check parameter in a Location: a hostile target may use that of another request. */
function withCheck(value: string, from: string, check: string): string {
  const url = resolve(value, from);
  if (url === null || !isHttp(url)) return value;
  const end = endOfReference(value);
  const reference = value.slice(0, end);
  // It redirects to the same URL, and so must the changed one, with the parameter.
  if (reference.trim() === '') return value;
  const { path } = takeCheck(reference);
  const separator = path.includes('?') ? '&' : '?';
  return `${path}${separator}${checkParameter}=${encodeURIComponent(check)}${value.slice(end)}`;
}

/** The beginning of the fragment, or of trailing controls and spaces, which are stripped from a URL. */
function endOfReference(value: string): number {
  const hash = value.indexOf('#');
  if (hash >= 0) return hash;
  let end = value.length;
  while (end > 0 && value.charCodeAt(end - 1) <= 0x20) end -= 1;
  return end;
}

/**
 * A target with another origin in the browser may redirect to itself by its real address, or by that host with its real
 * scheme. Both become the origin in the browser, as with any reverse proxy.
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
