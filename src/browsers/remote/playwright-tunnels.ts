import { connect, isIPv6, type Socket } from 'node:net';

/** A message of Playwright's protocol, as far as it is read here. */
export interface TunnelMessage {
  readonly id?: number;
  readonly guid?: string;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** The connections of a remote browser, each through corspec's proxy. */
export interface Tunnels {
  /** Handles a message of the server, if it is about connections. Returns whether it was. */
  take(message: TunnelMessage): boolean;
  /** Whether the server forwards the connections of its browser. */
  isOffered(): boolean;
  close(): void;
}

/** A connection that corspec's proxy refuses looks as if nothing listened there. */
const refused = 'ECONNREFUSED';
const established = 'HTTP/1.1 200 ';

/**
 * Playwright's object `SocksSupport`: the server sends `socksRequested`, `socksData` and `socksClosed`, and takes `socksConnected`,
 * `socksData`, `socksEnd`, `socksError` and `socksFailed`. Each connection becomes a tunnel of corspec's proxy (CONNECT), which sees by
 * its first bytes whether it is http or https.
 */
export function createTunnels(proxyPort: number, toServer: (message: object) => void): Tunnels {
  const open = new Map<string, Socket>();
  const commands = new Set<number>();
  let guid: string | null = null;
  // Playwright's own commands have positive ids.
  let lastId = 0;

  const send = (method: string, params: object) => {
    lastId -= 1;
    commands.add(lastId);
    toServer({ id: lastId, guid, method, params, metadata: { internal: true, apiName: '', stack: [] } });
  };

  const request = (uid: string, host: string, port: number) => {
    const socket = connect({ host: '127.0.0.1', port: proxyPort, noDelay: true });
    open.set(uid, socket);
    let head: Buffer | null = Buffer.alloc(0);
    const name = `${isIPv6(host) ? `[${host}]` : host}:${port}`;
    socket.write(`CONNECT ${name} HTTP/1.1\r\nHost: ${name}\r\n\r\n`);
    socket.on('data', (chunk: Buffer) => {
      if (head === null) {
        send('socksData', { uid, data: chunk.toString('base64') });
        return;
      }
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      const isEstablished = head.toString('latin1', 0, end).startsWith(established);
      const rest = head.subarray(end + 4);
      head = null;
      if (!isEstablished) {
        open.delete(uid);
        socket.destroy();
        send('socksFailed', { uid, errorCode: refused });
        return;
      }
      send('socksConnected', { uid, host: '127.0.0.1', port: proxyPort });
      if (rest.length > 0) send('socksData', { uid, data: rest.toString('base64') });
    });
    socket.on('error', () => {
      if (!open.delete(uid)) return;
      if (head === null) send('socksError', { uid, error: 'the proxy has closed the connection' });
      else send('socksFailed', { uid, errorCode: refused });
    });
    socket.on('close', () => {
      if (open.delete(uid)) send('socksEnd', { uid });
    });
  };

  const event = (method: string, params: Readonly<Record<string, unknown>>) => {
    const uid = String(params['uid']);
    if (method === 'socksRequested') request(uid, String(params['host']), Number(params['port']));
    else if (method === 'socksData') open.get(uid)?.write(Buffer.from(String(params['data']), 'base64'));
    else if (method === 'socksClosed') {
      const socket = open.get(uid);
      open.delete(uid);
      socket?.destroy();
    }
  };

  return {
    take({ id, guid: of, method, params = {} }) {
      if (id !== undefined) return commands.delete(id);
      if (method === '__create__' && params['type'] === 'SocksSupport') guid = String(params['guid']);
      if (method === undefined || guid === null || of !== guid) return false;
      event(method, params);
      return true;
    },
    isOffered: () => guid !== null,
    close() {
      for (const socket of open.values()) socket.destroy();
      open.clear();
    },
  };
}
