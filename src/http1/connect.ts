import { lookup } from 'node:dns';
import { isIP } from 'node:net';
import type { LookupFunction, Socket } from 'node:net';
import { connect as connectTls, TLSSocket } from 'node:tls';
import { openConnection } from './connection.ts';
import type { Connection } from './connection.ts';
import { carryOverHttp2 } from './over-http2/carrier.ts';
import type { Protocol } from './protocol.ts';
import { ResponseFirstSocket } from './response-first-socket.ts';

export interface ConnectOptions {
  /** What to speak, by prior knowledge over TCP, and by ALPN over TLS. Default: HTTP/1.1. */
  readonly protocol?: Protocol;
  /** Take an invalid certificate as it is. */
  readonly insecure?: boolean;
  /** Of an earlier connection, for TLS to go on with. */
  readonly session?: Buffer;
  readonly onSession?: (session: Buffer) => void;
}

/** A connection that is being opened. */
export interface Opening {
  readonly socket: Socket;
  readonly connection: Connection;
  /** Whether it can be used, TLS included. Never rejects; `connection.error` has what it failed with. */
  readonly ready: Promise<boolean>;
  /** Whether TCP was there, whatever became of TLS. */
  readonly reached: () => boolean;
}

/** Opens a connection to the host and port of a URL, with TLS for https. */
export function connectTo(url: URL, options: ConnectOptions = {}): Opening {
  const { protocol = 'http/1.1' } = options;
  const secure = url.protocol === 'https:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  const socket = secure ? openTls(host, port, options) : openTcp(host, port);
  socket.setNoDelay(true);
  let reached = false;
  socket.once('connect', () => (reached = true));
  const stream = protocol === 'h2' ? carryOverHttp2(socket, url) : socket;
  const connection = openConnection(stream, null, protocol);
  const ready = new Promise<boolean>((resolve) => {
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      const isWrong = protocol === 'h2' && socket instanceof TLSSocket && socket.alpnProtocol !== 'h2';
      if (isWrong) socket.destroy(new Error('the server does not select h2'));
      else resolve(true);
    });
    stream.once('close', () => resolve(false));
  });
  return { socket, connection, ready, reached: () => reached };
}

function openTcp(host: string, port: number): Socket {
  return new ResponseFirstSocket().connect({ host, port, ...lookupFor(host) });
}

function openTls(host: string, port: number, options: ConnectOptions): Socket {
  const { insecure, protocol = 'http/1.1', session, onSession } = options;
  const socket = connectTls({
    host,
    port,
    ...lookupFor(host),
    ALPNProtocols: [protocol],
    rejectUnauthorized: insecure !== true,
    ...(isIP(host) === 0 && { servername: host }),
    ...(session !== undefined && { session }),
  });
  if (onSession !== undefined) socket.on('session', onSession);
  return socket;
}

interface LookupOptions {
  readonly lookup?: LookupFunction;
  readonly autoSelectFamilyAttemptTimeout?: number;
}

/**
 * Browsers take `localhost` for both loopback addresses; the hosts file of a container may name one of them only. By
 * default, Node.js abandons the first of two addresses after 250 ms, which a busy process takes to notice that it is
 * connected. A loopback address connects or refuses at once.
 */
function lookupFor(host: string): LookupOptions {
  return host === 'localhost' ? { lookup: lookupLocalhost, autoSelectFamilyAttemptTimeout: 10_000 } : {};
}

const loopback = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

const lookupLocalhost: LookupFunction = (host, options, done) => {
  if (options.all !== true) {
    lookup(host, options, done);
    return;
  }
  lookup(host, { ...options, all: true }, (error, addresses) => {
    const known = error === null ? addresses : [];
    const missing = loopback.filter(({ family }) => known.every((one) => one.family !== family));
    done(null, [...known, ...missing]);
  });
};
