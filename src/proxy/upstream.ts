import type { Socket } from 'node:net';
import { connectTo } from '../http1/connect.ts';
import type { Connection } from '../http1/connection.ts';
import { refusesHttp1 } from '../http1/over-http2/required.ts';
import type { WireFailure } from '../results/exchange.ts';
import type { Upstream } from './recording-proxy.ts';
import type { NoAnswer } from './response.ts';
import { parseUrl } from '../fetch-standard/index.ts';

/** A target's address, ready to connect. */
export interface UpstreamEndpoint {
  /** Its name in failures: `http://127.0.0.1:4000`. */
  readonly name: string;
  /** A new connection; `ready` resolves to null once it is open, and never rejects. */
  connect(): { readonly connection: Connection; readonly ready: Promise<NoAnswer | null> };
  /** Remembers that the target speaks HTTP/1.1: one response with status 505 does not change that. */
  speaksHttp1(): void;
  /** Has further connections speak HTTP/2. False where the target is known to speak HTTP/1.1. */
  changeToHttp2(): boolean;
}

/** Throws when the URL is not http or https. TLS sessions are resumed between the connections to one target. */
export function upstreamEndpoint(upstream: Upstream, onSocket: (socket: Socket) => void): UpstreamEndpoint {
  const url = parseUrl(upstream.url);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new Error(
      `${JSON.stringify(upstream.url)} is not a valid server URL. Expected one such as http://127.0.0.1:4000.`,
    );
  }
  let session: Buffer | undefined;
  let { protocol = 'http/1.1' } = upstream;
  let hasSpokenHttp1 = false;
  return {
    name: url.origin,
    speaksHttp1() {
      hasSpokenHttp1 = true;
    },
    changeToHttp2() {
      if (!hasSpokenHttp1) protocol = 'h2';
      return !hasSpokenHttp1;
    },
    connect() {
      const { socket, connection, ready, reached } = connectTo(url, {
        protocol,
        insecure: upstream.insecure === true,
        ...(session !== undefined && { session }),
        onSession: (fresh) => (session = fresh),
      });
      onSocket(socket);
      return {
        connection,
        ready: ready.then((isOpen) => (isOpen ? null : noConnection(url, connection.error, reached()))),
      };
    },
  };
}

function noConnection(url: URL, error: NodeJS.ErrnoException | null, reached: boolean): NoAnswer {
  const failure: WireFailure = { kind: 'unreachable', detail: whyNot(url, error, reached) };
  return { failure, silent: true, isHttp2: refusesHttp1(error) };
}

function whyNot(url: URL, error: NodeJS.ErrnoException | null, reached: boolean): string {
  const code = error?.code ?? 'the connection was closed';
  if (reached) {
    const insecure = /CERT|SIGNED|ISSUER|VERIFY|ALTNAME/.test(code)
      ? ' Use --insecure to skip verification.'
      : '';
    return `The TLS handshake with ${url.origin} failed: ${error?.message ?? code} (${code}).${insecure}`;
  }
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The host name ${url.hostname} of ${url.origin} does not resolve (${code}).`;
    case 'ECONNREFUSED':
      return `Connection refused: nothing is listening at ${url.origin} (${code}).`;
    default:
      return `${url.origin} cannot be reached (${code}).`;
  }
}
