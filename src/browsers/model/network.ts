import type { NetworkCall, HeaderList } from '../../fetch-standard/index.ts';
import { ask, type AskLimits, type NoReply, type Reply } from '../../http1/ask.ts';
import { connectTo } from '../../http1/connect.ts';
import type { Connection } from '../../http1/connection.ts';
import { canBeDecoded } from './content-coding.ts';
import { isEnough, readingMs } from './reading-time.ts';

/** A request's body on the wire. */
export type SentBody = Uint8Array;

export type NetworkReply =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers: HeaderList;
      readonly body: string;
      /** Whether the body was read to its end. */
      readonly complete: boolean;
    }
  | { readonly kind: 'timeout'; readonly detail: string }
  | { readonly kind: 'failure'; readonly detail: string };

export interface Network {
  /** Sends one request through the proxy; never rejects. `version`: of HTTP, 1.1 when absent. */
  send(
    call: NetworkCall,
    body: SentBody | null,
    cookie: string | null,
    timeoutMs: number,
    version?: '1.0',
  ): Promise<NetworkReply>;
  /** Closes all connections. Pending requests end as failures. */
  close(): void;
}

/** How many characters of a body are kept. */
const longestBody = 2048;
/** How much of a body is read before the connection is closed, as in pages: bytes. */
const readBytes = 64 * 1024;

/**
 * Uses absolute-form requests to the proxy for https as well: they need no TLS to the proxy, which is much faster, and the
 * target gets the same request.
 */
export function createNetwork(proxyPort: number): Network {
  const proxy = new URL(`http://127.0.0.1:${proxyPort}`);
  const idle: Connection[] = [];
  const open = new Set<Connection>();
  let isClosed = false;

  const takeIdle = (): Connection | null => {
    for (let connection = idle.pop(); connection !== undefined; connection = idle.pop()) {
      if (!connection.gone && connection.readNow() === null) return connection;
      drop(connection);
    }
    return null;
  };
  const drop = (connection: Connection): void => {
    open.delete(connection);
    connection.cut();
  };
  const connect = async (): Promise<Connection | null> => {
    const { connection, ready } = connectTo(proxy);
    open.add(connection);
    if (isClosed || !(await ready)) drop(connection);
    return connection.gone ? null : connection;
  };
  const askOn = async (
    connection: Connection,
    { bytes, method, version }: { bytes: Buffer; method: string; version: string | undefined },
    limits: AskLimits,
  ) => {
    const answer = await ask(connection, bytes, method, limits);
    // After a request of HTTP/1.0 the proxy closes the connection, whatever the target says of its own.
    const isKept = answer.kind === 'reply' && answer.open && version !== '1.0';
    if (isKept && !isClosed) idle.push(connection);
    else drop(connection);
    return answer;
  };

  return {
    async send(call, body, cookie, timeoutMs, version) {
      const { method } = call;
      const request = { bytes: requestOf(call, body, cookie, version), method, version };
      const limits: AskLimits = {
        headMs: timeoutMs,
        bodyMs: ({ headers }) => readingMs(headers, timeoutMs),
        bodyBytes: readBytes,
        isEnough: ({ headers }, body) => isEnough(headers, body),
        mayUpgrade: call.headers.some(([name]) => name.toLowerCase() === 'upgrade'),
      };
      // Never retried: the proxy has recorded the request and would count it twice.
      const connection = takeIdle() ?? (await connect());
      if (connection === null) return { kind: 'failure', detail: 'the connection to the proxy was closed' };
      return toReply(await askOn(connection, request, limits), timeoutMs);
    },
    close() {
      isClosed = true;
      for (const connection of open) drop(connection);
    },
  };
}

function toReply(answer: Reply | NoReply, timeoutMs: number): NetworkReply {
  switch (answer.kind) {
    case 'reply': {
      const { head, body, complete } = answer;
      if (!canBeDecoded(head.headers, body))
        return { kind: 'failure', detail: 'the body does not match its Content-Encoding' };
      const text = body.toString('utf8').slice(0, longestBody);
      return { kind: 'response', status: head.status, headers: head.headers, body: text, complete };
    }
    case 'timeout':
      return { kind: 'timeout', detail: `no response within ${timeoutMs} ms` };
    default:
      return { kind: 'failure', detail: answer.detail };
  }
}

function requestOf(
  call: NetworkCall,
  body: SentBody | null,
  cookie: string | null,
  version: '1.0' | '1.1' = '1.1',
): Buffer {
  const lines = wireHeaders(call, body, cookie).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = Buffer.from(`${call.method} ${call.url} HTTP/${version}\r\n${lines.join('')}\r\n`, 'latin1');
  return call.hasBody && body !== null ? Buffer.concat([head, body]) : head;
}

function wireHeaders(call: NetworkCall, body: SentBody | null, cookie: string | null): HeaderList {
  const headers: (readonly [string, string])[] = [['Host', new URL(call.url).host], ...call.headers];
  const has = (wanted: string) => headers.some(([name]) => name.toLowerCase() === wanted);
  if (!has('accept')) headers.push(['Accept', '*/*']);
  if (!has('user-agent')) headers.push(['User-Agent', 'corspec-model']);
  if (cookie !== null) headers.push(['Cookie', cookie]);
  const length = call.hasBody && body !== null ? body.byteLength : null;
  // Browsers send Content-Length: 0 with a POST or PUT without a body.
  if (length !== null || ['POST', 'PUT'].includes(call.method))
    headers.push(['Content-Length', String(length ?? 0)]);
  return headers;
}
