import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server in front of another one. */
export interface Forwarder {
  readonly url: string;
  /** How many requests of browsers have arrived so far. */
  requests(): number;
  /** How many requests of others, such as corspec itself, have arrived so far. */
  otherRequests(): number;
  /** From now on called for each request of a browser with its number, before the request is forwarded. */
  onRequest(listener: (count: number) => void): void;
  close(): Promise<void>;
}

/** @param target URL of the server that answers */
export async function startForwarder(target: string): Promise<Forwarder> {
  let count = 0;
  let others = 0;
  let listener: (count: number) => void = () => undefined;
  const server = createServer((incoming, outgoing) => {
    if (incoming.headers['user-agent']?.startsWith('Mozilla/') === true) listener((count += 1));
    else others += 1;
    forward(target, incoming, outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => count,
    otherRequests: () => others,
    onRequest(next) {
      count = 0;
      listener = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function forward(target: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method, rawHeaders, url } = incoming;
  const onwards = send(new URL(url ?? '/', target), { method, headers: rawHeaders });
  onwards.on('response', (response) => {
    outgoing.writeHead(response.statusCode ?? 502, response.statusMessage, response.rawHeaders);
    response.pipe(outgoing);
  });
  // WebSockets are not forwarded.
  onwards.on('upgrade', (_, socket) => {
    socket.destroy();
    outgoing.writeHead(501).end();
  });
  onwards.on('error', () => outgoing.destroy());
  outgoing.on('close', () => onwards.destroy());
  incoming.pipe(onwards);
}
