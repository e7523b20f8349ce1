import { valuesOf } from '../http-head.ts';
import type { RawHeader } from '../raw-header.ts';

/** Fields of a connection, which HTTP/2 does not have. https://www.rfc-editor.org/rfc/rfc9113#section-8.2.2 */
const connectionFields = [
  'connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade', 'host', 'http2-settings',
]; // prettier-ignore

/** What HTTP/2 has no form for: a code with its data. */
export type NotCarried =
  /** Upgrade of HTTP/1.1, such as a WebSocket handshake. */
  | { readonly code: 'upgrade' }
  /** A request of HTTP/1.0. */
  | { readonly code: 'http-1.0' }
  /** A control character in a value. */
  | { readonly code: 'control-character'; readonly name: string }
  /** `node:http2` sends some fields only once. */
  | { readonly code: 'several-lines'; readonly name: string };

/** The fields of an HTTP/1 request as they are in HTTP/2: names in lower case, `:authority` in place of Host. */
export function http2Fields(headers: readonly RawHeader[]): readonly RawHeader[] {
  const named = valuesOf(headers, 'connection').flatMap((value) => value.split(','));
  const dropped = new Set([...connectionFields, ...named.map((name) => name.trim().toLowerCase())]);
  const fields = headers
    .map(([name, value]): RawHeader => [name.toLowerCase().trim(), value])
    .filter(([name, value]) => !dropped.has(name) && (name !== 'te' || value.toLowerCase() === 'trailers'));
  const [host] = valuesOf(headers, 'host');
  return host === undefined ? fields : [[':authority', host], ...fields];
}

/** Of the fields that `node:http2` sends once, those that a request may have. */
const single = [
  'access-control-request-method', 'authorization', 'content-length', 'content-type', 'from', 'if-match',
  'if-modified-since', 'if-none-match', 'if-range', 'if-unmodified-since', 'range', 'referer', 'user-agent',
  'content-encoding', 'content-language', 'content-location', 'date', 'dnt', 'max-forwards',
  'proxy-authorization', 'upgrade-insecure-requests',
]; // prettier-ignore

/** Why a request cannot be sent over HTTP/2; null when it can. */
export function notCarried(headers: readonly RawHeader[]): NotCarried | null {
  if (valuesOf(headers, 'upgrade').length > 0) return { code: 'upgrade' };
  const fields = http2Fields(headers);
  // Tab is the only one that a field may have. https://www.rfc-editor.org/rfc/rfc9113#section-8.2.1
  // eslint-disable-next-line no-control-regex
  const broken = fields.find(([, value]) => /[\x00-\x08\x0a-\x1f\x7f]/.test(value));
  if (broken !== undefined) return { code: 'control-character', name: broken[0] };
  const repeated = single.find((name) => valuesOf(fields, name).length > 1);
  return repeated === undefined ? null : { code: 'several-lines', name: repeated };
}
