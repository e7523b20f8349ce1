import type { RawHeader } from '../results/exchange.ts';

const defaultPorts: Readonly<Record<string, string>> = { http: '80', https: '443' };

/**
 * The headers by which a reverse proxy tells a server the origin that the browser sees. A server that compares Origin with
 * its own address, or makes absolute URLs, needs them. None where the browser sees the server at its own origin.
 * @param origin in the browser, serialized
 * @param place the origin of the server's real address
 */
export function forwardedHeaders(origin: string, place: string): readonly RawHeader[] {
  if (origin === place) return [];
  const [scheme = '', authority = ''] = origin.split('://');
  const port = /:(\d+)$/.exec(authority)?.[1] ?? defaultPorts[scheme] ?? '';
  return [
    ['X-Forwarded-Proto', scheme],
    ['X-Forwarded-Host', authority],
    ['X-Forwarded-Port', port],
  ];
}

/** The Host header of a reverse proxy that replaces it by the address that it forwards to, as nginx does by default. */
export function rewrittenHost(place: string): RawHeader {
  return ['Host', place.slice(place.indexOf('://') + 3)];
}
