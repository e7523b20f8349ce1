import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { SecureContext } from 'node:tls';
import { openConnection } from '../http1/connection.ts';
import type { Connection } from '../http1/connection.ts';
import { findHeadEnd, leadingLineEnds, parseRequestHead } from '../http1/http-head.ts';
import type { RequestHead } from '../http1/http-head.ts';
import { answerPlain } from './answers.ts';
import { makeCertificate } from './certificate.ts';
import { connectDestination, originOf, parseOrigin } from './origins.ts';
import { createRecorder } from './recorder.ts';
import type { UpstreamEndpoint } from './upstream.ts';
import { createRouter } from './router.ts';
import type { Router } from './router.ts';
import { hasPassword, refuseWithoutPassword, withoutPassword } from './password.ts';
import type { RecordingProxy, RecordingProxyOptions } from './recording-proxy.ts';

const longestHead = 256 * 1024;
const tlsHandshake = 0x16;
const defaultGraceMs = 1000;

/** Starts the proxy on a free port of 127.0.0.1, and where `remote` says. Rejects when it cannot listen. */
export async function startRecordingProxy(options: RecordingProxyOptions): Promise<RecordingProxy> {
  const { key, certificate, fingerprint } = makeCertificate();
  // One context for all connections, because it holds the keys of the session tickets.
  const secureContext = createSecureContext({ key, cert: certificate });
  const recorder = createRecorder({
    recordedBodyBytes: options.recordedBodyBytes ?? 4096,
    onExchange: options.onExchange ?? (() => undefined),
  });
  const clients = trackSockets();
  const upstreams = trackSockets();
  const router = createRouter(options, recorder, upstreams.add);

  const listen = (host: string, port: number, password: string | null) =>
    listenAt(host, port, (socket) => {
      clients.add(socket);
      const client = openConnection(socket, socket);
      converse({ client, socket, router, secureContext, tunnel: null, password }).catch(() => client.cut());
    });
  const server = await listen('127.0.0.1', 0, null);
  const { remote } = options;
  const second =
    remote &&
    (await listen(remote.host, remote.port, remote.password).catch(async (error: unknown) => {
      await closeServer(server);
      throw error;
    }));

  return {
    port: portOf(server),
    ...(remote && second && { remote: { ...remote, port: portOf(second) } }),
    certificateFingerprint: fingerprint,
    addPages: (origin) => router.addPages(parseOrigin(origin)),
    addTarget: (origin, upstream) => router.addTarget(parseOrigin(origin), upstream),
    addChecks: (checks, upstream, how) => router.addChecks(checks, upstream, how),
    take: (check, graceMs = defaultGraceMs) => recorder.take(check, graceMs),
    isPending: recorder.isPending,
    isTarget: (origin) => router.isTarget(origin),
    refused: recorder.refused,
    forgetChecks() {
      router.forgetChecks();
      recorder.forgetChecks();
      upstreams.destroy();
    },
    forget() {
      router.forget();
      recorder.forget();
      upstreams.destroy();
    },
    close() {
      const closed = [server, ...(second === undefined ? [] : [second])].map(closeServer);
      clients.destroy();
      upstreams.destroy();
      return Promise.all(closed).then(() => undefined);
    },
  };
}

/** @throws the error of the system, such as EADDRINUSE */
async function listenAt(host: string, port: number, onSocket: (socket: Socket) => void): Promise<Server> {
  const server = createServer({ noDelay: true }, onSocket);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  // The browser retries a connection that could not be accepted.
  server.on('error', () => undefined);
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

function trackSockets() {
  const open = new Set<Socket>();
  return {
    add(this: void, socket: Socket): void {
      open.add(socket);
      socket.once('close', () => open.delete(socket));
    },
    destroy(this: void): void {
      for (const socket of open) socket.destroy();
    },
  };
}

/** A connection of a browser, or a tunnel in it. */
interface Conversation {
  readonly client: Connection;
  /** The TCP socket below. */
  readonly socket: Socket;
  readonly router: Router;
  readonly secureContext: SecureContext;
  /** The origin that a tunnel leads to. */
  readonly tunnel: string | null;
  /** Every request outside of tunnels needs it; null: none does. */
  readonly password: string | null;
}

/** Answers requests one after the other until either side closes. */
async function converse(conversation: Conversation): Promise<void> {
  const { client, router, tunnel, password } = conversation;
  const links = new Map<UpstreamEndpoint, Connection>();
  try {
    for (let open = true; open;) {
      const received = await readHead(client);
      if (typeof received === 'string') {
        dismiss(client, received);
        return;
      }
      if (tunnel === null && password !== null && !hasPassword(received, password)) {
        await refuseWithoutPassword(client, received);
        return;
      }
      const head = tunnel === null && password !== null ? withoutPassword(received) : received;
      if (head.method === 'CONNECT' && tunnel === null) {
        await openTunnel(conversation, head);
        return;
      }
      open = await router.handle({ client, head, tunnel, links });
    }
  } finally {
    for (const link of links.values()) link.cut();
  }
}

function dismiss(client: Connection, why: 'gone' | 'unreadable'): void {
  if (why === 'gone') client.end();
  else answerPlain(client, 400, 'This is not an HTTP/1 request.');
}

async function readHead(client: Connection): Promise<RequestHead | 'gone' | 'unreadable'> {
  let bytes: Buffer = Buffer.alloc(0);
  for (;;) {
    const more = await client.read();
    if (more === null) return 'gone';
    bytes = bytes.length === 0 ? more : Buffer.concat([bytes, more]);
    const start = leadingLineEnds(bytes);
    const end = findHeadEnd(bytes, start);
    if (end >= 0) {
      client.unread(bytes.subarray(end));
      return parseRequestHead(bytes.subarray(start, end)) ?? 'unreadable';
    }
    if (bytes.length > longestHead) return 'unreadable';
  }
}

/**
 * A CONNECT has host and port but no scheme: the first bytes show it. TLS for https and wss; browsers that send `ws:`
 * through a tunnel use plain HTTP in it.
 */
async function openTunnel(conversation: Conversation, head: RequestHead): Promise<void> {
  const { client, router, secureContext, socket } = conversation;
  const destination = connectDestination(head.target);
  if (destination === null) {
    answerPlain(client, 400, 'CONNECT requires a host and a port.');
    return;
  }
  const secure = originOf('https', head.target);
  const plain = originOf('http', head.target);
  if (!router.knows(secure) && !router.knows(plain)) {
    return router.refuse(client, head, destination, destination);
  }
  void client.write(Buffer.from('HTTP/1.1 200 Connection established\r\n\r\n'));
  const first = await client.read();
  if (first === null) {
    client.end();
    return;
  }
  client.unread(first);
  if (first[0] !== tlsHandshake) return converse({ ...conversation, tunnel: plain });
  if (!router.knows(secure)) return router.refuse(client, head, destination, destination);
  const tls = new TLSSocket(client.release(), { isServer: true, secureContext, ALPNProtocols: ['http/1.1'] });
  const inner = openConnection(tls, socket);
  return converse({ ...conversation, client: inner, tunnel: secure }).catch(() => inner.cut());
}
