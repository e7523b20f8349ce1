import { EventEmitter, once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { right } from './answers.ts';
import type { Kind } from './kinds.ts';

/** Hostile servers on loopback, one for each kind. */
export interface HostileServers {
  readonly urlOf: (id: string) => string;
  /** Resolves when the next request of a page is there. */
  readonly nextRequest: (id: string) => Promise<void>;
  /** Connections to the server that is no target. */
  readonly undeclaredConnections: () => number;
  readonly close: () => void;
}

/** What is no request of a page is answered right, so that a run begins. */
export async function startHostileServers(kinds: readonly Kind[]): Promise<HostileServers> {
  const sockets = new Set<Socket>();
  const closers: (() => void)[] = [];
  const listen = async (onSocket: (socket: Socket) => void): Promise<number> => {
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      onSocket(socket);
    }).listen(0, '127.0.0.1');
    closers.push(() => server.close());
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  let connections = 0;
  const other = await listen((socket) => {
    connections += 1;
    socket.destroy();
  });
  const requests = new EventEmitter();
  const ports = new Map<string, number>();
  for (const kind of kinds)
    ports.set(kind.id, await listen(answering(kind, `127.0.0.1:${other}`, () => requests.emit(kind.id))));
  return {
    urlOf: (id) => `http://127.0.0.1:${ports.get(id)}/api`,
    nextRequest: async (id) => {
      await once(requests, id);
    },
    undeclaredConnections: () => connections,
    close: () => {
      for (const socket of sockets) socket.destroy();
      for (const close of closers) close();
    },
  };
}

function answering({ answer }: Kind, undeclared: string, onRequest: () => void): (socket: Socket) => void {
  let count = 0;
  return (socket) => {
    let text = '';
    socket.on('data', (bytes: Buffer) => {
      text += bytes.toString('latin1');
      if (!text.includes('\r\n\r\n')) return;
      const head = text;
      text = '';
      if (!/^origin:/im.test(head)) return void socket.write(right());
      count += 1;
      onRequest();
      answer(socket, {
        method: head.slice(0, head.indexOf(' ')),
        isPreflight: /^access-control-request-method:/im.test(head),
        host: /^host: *(.*?)\r?$/im.exec(head)?.[1] ?? '',
        count,
        undeclared,
      });
    });
  };
}
