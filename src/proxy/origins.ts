/** Where a request wants to go: the origin as browsers serialise it, and path with query, byte for byte. */
export interface Destination {
  readonly origin: string;
  readonly path: string;
}

const defaultPorts: Readonly<Record<string, string>> = { http: '80', https: '443' };

/**
 * The serialisation of an origin that was declared: `HTTPS://App.Example.test:443/x` gives `https://app.example.test`.
 * Throws on anything but an http or https URL.
 */
export function parseOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new Error(
      `${JSON.stringify(text)} is not an origin of the web: write scheme, host and, if need be, port, as in https://app.example.test:8443.`,
    );
  }
  return url.origin;
}

/**
 * The origin of a scheme and of what stands between `//` and the path on the wire. A browser has serialised the host
 * already, so it is taken as it is, whichever characters it has; `URL` would be slow here and could refuse it.
 * Null when there is no host, or a port that is none.
 */
export function originOf(scheme: string, authority: string): string | null {
  const place = authority.slice(authority.lastIndexOf('@') + 1).toLowerCase();
  const match = /^(\[[0-9a-f:.]+\]|[^:[\]/?#\s]+)(?::(\d{0,5}))?$/.exec(place);
  const host = match?.[1];
  if (host === undefined) return null;
  const port = match?.[2] ?? '';
  return port === '' || port === defaultPorts[scheme] ? `${scheme}://${host}` : `${scheme}://${host}:${port}`;
}

/** How a refused CONNECT is told of: its scheme can only be guessed, from the port. Null for a target that is none. */
export function connectDestination(authority: string): string | null {
  return originOf(authority.endsWith(':80') ? 'http' : 'https', authority);
}

/**
 * Reads a request-target: absolute-form, or origin-form inside a tunnel, whose origin is then given. Null when it is
 * neither, as when somebody talks to the proxy as if it were a server.
 */
export function readRequestTarget(target: string, tunnel: string | null): Destination | null {
  if (tunnel !== null && (target.startsWith('/') || target === '*')) return { origin: tunnel, path: target };
  const match = /^(https?|wss?):\/\/([^/?#]*)(.*)$/is.exec(target);
  if (match === null) return null;
  const [, scheme = '', authority = '', rest = ''] = match;
  const origin = originOf(scheme.toLowerCase().replace('ws', 'http'), authority);
  return origin === null ? null : { origin, path: rest.startsWith('/') ? rest : `/${rest}` };
}
