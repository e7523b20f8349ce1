import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { newSecret } from '../../system/secret.ts';
import { createTunnels, type TunnelMessage } from './playwright-tunnels.ts';

/** What Playwright connects to instead of the server: all messages go through corspec, and the browser's connections with them. */
export interface PlaywrightRelay {
  /** For `connect`: `ws://127.0.0.1:4000/<secret>`. It accepts one connection. */
  readonly endpoint: string;
  /** Whether the server lets the browser connect through this relay; known when Playwright is connected. */
  hasTunnel(): boolean;
  /** Resolves with the reason when the connection to the server has ended. */
  readonly ended: Promise<string>;
  close(): Promise<void>;
}

export interface RelayOptions {
  /** The URL of the Playwright server. */
  readonly server: string;
  /** What the server checks: `Playwright/1.64.1` in the User-Agent, and the browser that is wanted. */
  readonly headers: Readonly<Record<string, string>>;
  /** The port of corspec's proxy on 127.0.0.1. */
  readonly proxyPort: number;
  readonly signal?: AbortSignal;
}

/** The answer of a server that has refused a connection. */
export class HandshakeError extends Error {
  constructor(
    readonly status: number,
    readonly body: string,
  ) {
    super(`it answers with status ${status}`);
  }
}

/** How long a server may take to answer: milliseconds. */
const handshakeMs = 30_000;
/** The longest answer to a refused connection that is read: bytes. */
const longestRefusal = 4096;

/**
 * Connects to a Playwright server. With the header `x-playwright-proxy` (`exposeNetwork` of Playwright's `connect`), the server
 * starts its browser behind a SOCKS proxy, and sends every connection of it as messages to the client. Playwright's client
 * connects them to their host, which would not be recorded; the relay connects them to corspec's proxy instead.
 * @throws HandshakeError when the server answers with something else than a WebSocket
 */
export async function startPlaywrightRelay(options: RelayOptions): Promise<PlaywrightRelay> {
  const upstream = await openSocket(options);
  const path = `/${newSecret()}`;
  const local = new WebSocketServer({ host: '127.0.0.1', port: 0, path, perMessageDeflate: false });
  await once(local, 'listening');
  const toServer = (message: object) => {
    if (upstream.readyState === WebSocket.OPEN) upstream.send(JSON.stringify(message));
  };
  const tunnels = createTunnels(options.proxyPort, toServer);
  const ended = new Promise<string>((resolve) => {
    upstream.once('close', (code) =>
      resolve(`the connection to the Playwright server has ended (code ${code})`),
    );
  });
  // `close` follows.
  upstream.on('error', () => undefined);
  local.once('connection', (client) => {
    // Playwright is the only client.
    local.close();
    client.on('message', (data: Buffer) => upstream.send(data.toString('utf8')));
    client.on('error', () => undefined).once('close', () => upstream.close());
    upstream.on('message', (data: Buffer) => {
      const text = data.toString('utf8');
      if (!tunnels.take(JSON.parse(text) as TunnelMessage)) client.send(text);
    });
    upstream.resume();
    void ended.then(() => client.close());
  });
  void ended.then(tunnels.close);
  return {
    endpoint: `ws://127.0.0.1:${(local.address() as AddressInfo).port}${path}`,
    hasTunnel: tunnels.isOffered,
    ended,
    async close() {
      local.close();
      if (upstream.readyState === WebSocket.CLOSED) return;
      upstream.terminate();
      await ended;
    },
  };
}

/** Messages wait until Playwright is connected. */
async function openSocket({ server, headers, signal }: RelayOptions): Promise<WebSocket> {
  signal?.throwIfAborted();
  const socket = new WebSocket(server, {
    headers,
    handshakeTimeout: handshakeMs,
    perMessageDeflate: false,
    followRedirects: true,
  });
  const refused = new Promise<never>((_, reject) => {
    socket.once('unexpected-response', (_request, response) => {
      void bodyOf(response).then((body) => reject(new HandshakeError(response.statusCode ?? 0, body)));
    });
  });
  const abort = () => socket.terminate();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    await Promise.race([once(socket, 'open'), refused]);
    socket.pause();
    return socket;
  } catch (thrown) {
    socket.on('error', () => undefined).terminate();
    throw thrown;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

async function bodyOf(response: IncomingMessage): Promise<string> {
  let text = '';
  try {
    for await (const chunk of response) {
      text += String(chunk);
      if (text.length > longestRefusal) break;
    }
  } catch {
    // The part that was received is enough.
  }
  return text.slice(0, longestRefusal);
}
