import { parseUrl } from '../fetch-standard/index.ts';
/** The destination of a request: the origin as browsers serialize it, and path with query, byte for byte. */
export interface Destination {
  readonly origin: string;
  readonly path: string;
}

const defaultPorts: Readonly<Record<string, string>> = { http: '80', https: '443' };

/**
 * The serialization of a declared origin: `HTTPS://App.Example.test:443/x` gives `https://app.example.test`.
 * Throws on anything but an http or https URL.
 */
export function parseOrigin(text: string): string {
  const url = parseUrl(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new Error(
      `${JSON.stringify(text)} is not an http or https origin. Expected scheme, host and optional port, such as https://app.example.test:8443.`,
    );
  }
  return url.origin;
}

/**
 * The origin of a scheme and the text between `//` and the path on the wire. The browser has serialized the host already,
 * so it is not changed, whatever characters it contains; `URL` would be slow here and could reject it. Null without a host
 * or with an invalid port.
 */
export function originOf(scheme: string, authority: string): string | null {
  const place = authority.slice(authority.lastIndexOf('@') + 1).toLowerCase();
  const match = /^(\[[0-9a-f:.]+\]|[^:[\]/?#\s]+)(?::(\d{0,5}))?$/.exec(place);
  const host = match?.[1];
  if (host === undefined) return null;
  const port = match?.[2] ?? '';
  return port === '' || port === defaultPorts[scheme] ? `${scheme}://${host}` : `${scheme}://${host}:${port}`;
}

/** The origin of a refused CONNECT: the scheme is guessed from the port. Null for an invalid target. */
export function connectDestination(authority: string): string | null {
  return originOf(authority.endsWith(':80') ? 'http' : 'https', authority);
}

/**
 * Reads a request-target: absolute-form, or origin-form inside a tunnel, whose origin is then given. Null when it is
 * neither, for example when a client treats the proxy as a server.
 */
export function readRequestTarget(target: string, tunnel: string | null): Destination | null {
  if (tunnel !== null && (target.startsWith('/') || target === '*')) return { origin: tunnel, path: target };
  const match = /^(https?|wss?):\/\/([^/?#]*)(.*)$/is.exec(target);
  if (match === null) return null;
  const [, scheme = '', authority = '', rest = ''] = match;
  const origin = originOf(scheme.toLowerCase().replace('ws', 'http'), authority);
  return origin === null ? null : { origin, path: rest.startsWith('/') ? rest : `/${rest}` };
}
