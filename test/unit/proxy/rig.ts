import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';
import { onTestFinished } from 'vitest';
import { makeCertificate } from '../../../src/proxy/certificate.ts';
import { startRecordingProxy } from '../../../src/proxy/index.ts';
import type { RecordingProxy, RecordingProxyOptions } from '../../../src/proxy/index.ts';
import type { Exchange } from '../../../src/results/exchange.ts';

/** The name by which the tests' browser knows the target. */
export const api = 'http://api.example.test';

export interface Proxy extends RecordingProxy {
  readonly exchanges: Exchange[];
  /** Resolves with the next exchange that ends, or with one that nobody has asked for yet. */
  next(): Promise<Exchange>;
}

/** A proxy that ends with the test. */
export async function startProxy(options: Partial<RecordingProxyOptions> = {}): Promise<Proxy> {
  const exchanges: Exchange[] = [];
  let told = 0;
  let tell: (() => void) | null = null;
  const wire = await startRecordingProxy({
    serve: ({ origin, method, path, body }) => ({ body: `${origin} ${method} ${path} ${body}` }),
    onExchange(exchange) {
      exchanges.push(exchange);
      tell?.();
    },
    ...options,
  });
  onTestFinished(() => wire.close());
  const next = async (): Promise<Exchange> => {
    while (exchanges.length <= told) await new Promise<void>((resolve) => (tell = resolve));
    return exchanges[told++] as Exchange;
  };
  return { ...wire, exchanges, next };
}

export interface RawServer {
  readonly url: string;
  /** What arrived, over all connections, as latin1. */
  received(): string;
  readonly connections: Socket[];
}

/** A server of bytes. `behave` is told of each connection; all of them end with the test. */
export async function startRaw(behave: (socket: Socket) => void, secure = false): Promise<RawServer> {
  let text = '';
  const connections: Socket[] = [];
  const accept = (socket: Socket): void => {
    connections.push(socket);
    socket.on('data', (bytes: Buffer) => (text += bytes.toString('latin1')));
    socket.on('error', () => undefined);
    behave(socket);
  };
  const server: Server = secure ? createTlsServer(tlsOptions(), accept) : createServer(accept);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of connections) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `${secure ? 'https' : 'http'}://127.0.0.1:${port}`, received: () => text, connections };
}

function tlsOptions() {
  const { key, certificate } = makeCertificate();
  return { key, cert: certificate };
}

/** Answers each request (told by the empty line at its end) with the same bytes. */
export function answering(response: string | Buffer): (socket: Socket) => void {
  const bytes = typeof response === 'string' ? Buffer.from(response, 'latin1') : response;
  return (socket) => {
    socket.on('data', (data: Buffer) => {
      if (data.toString('latin1').endsWith('\r\n\r\n')) socket.write(bytes);
    });
  };
}

/** A browser of bytes. */
export interface Client {
  readonly socket: Socket;
  send(text: string): void;
  /** Resolves with everything so far once it holds `text`; rejects when the connection ends before that. */
  until(text: string): Promise<string>;
  /** Resolves with everything once the connection is closed, by whatever means. */
  closed(): Promise<string>;
  /** Forgets what has come so far. */
  forget(): void;
}

export async function openClient(proxy: RecordingProxy): Promise<Client> {
  const socket = connect({ host: '127.0.0.1', port: proxy.port });
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return speak(socket);
}

/** A client inside a tunnel, with TLS. */
export async function openTlsClient(
  proxy: RecordingProxy,
  authority: string,
  servername?: string,
): Promise<Client> {
  const outer = await openClient(proxy);
  outer.send(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`);
  await outer.until('\r\n\r\n');
  outer.socket.removeAllListeners('data');
  const tls = connectTls({
    socket: outer.socket,
    rejectUnauthorized: false,
    ALPNProtocols: ['h2', 'http/1.1'],
    ...(servername !== undefined && { servername }),
  });
  onTestFinished(() => void tls.destroy());
  await once(tls, 'secureConnect');
  return speak(tls);
}

function speak(socket: Socket): Client {
  let text = '';
  let over = false;
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of [...listeners]) listener();
  };
  socket.on('data', (bytes: Buffer) => {
    text += bytes.toString('latin1');
    tell();
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    over = true;
    tell();
  });
  const when = (ready: () => boolean): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (!ready() && !over) return;
        listeners.delete(look);
        if (ready()) resolve(text);
        else reject(new Error(`closed after ${JSON.stringify(text)}`));
      };
      listeners.add(look);
      look();
    });
  return {
    socket,
    send: (more) => void socket.write(more, 'latin1'),
    until: (wanted) => when(() => text.includes(wanted)),
    closed: () => when(() => over),
    forget: () => void (text = ''),
  };
}
