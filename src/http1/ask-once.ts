import { ask } from './ask.ts';
import type { NoReply, Reply } from './ask.ts';
import { connectTo } from './connect.ts';
import type { NotSent, Pace } from './pace.ts';
import type { ResponseHead } from './http-head.ts';
import { refusesHttp1, requiresHttp2 } from './over-http2/required.ts';
import type { Protocol } from './protocol.ts';

export interface SingleRequest {
  readonly url: URL;
  readonly method: string;
  /** Beside Host, and Connection unless the request has one. */
  readonly headers: readonly (readonly [string, string])[];
  /** For the connection and the head together, and again for the body: milliseconds. */
  readonly timeoutMs: number;
  /** For the body, when that is another time: milliseconds. */
  readonly bodyMs?: (head: ResponseHead) => number;
  /** Of the body, so many bytes are read at most. 0: the head is all that is wanted. */
  readonly bodyBytes: number;
  /** Whether what a server sends as the body of its response to HEAD is read. */
  readonly bodyOfHead?: boolean;
  /** Take an invalid certificate as it is. */
  readonly insecure: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Its Content-Length is one of the headers. */
  readonly body?: Uint8Array;
  /** What the server is known to speak. */
  readonly protocol?: Protocol;
  /** When the request is sent. Default: at once */
  readonly pace?: Pace | undefined;
  /** Whether the response of a rate limit is what the request asks for. Default: no */
  readonly expectsLimit?: boolean;
}

/** The reply, and what the request was sent over. */
export type SingleReply = (Reply | NoReply | NoConnection | NotSent) & { readonly protocol: Protocol };

/** No connection came about. Without an error the time was up, or the signal was aborted. */
export interface NoConnection {
  readonly kind: 'no-connection';
  readonly error: NodeJS.ErrnoException | null;
  /** Whether TCP was there, so that it was TLS that failed. */
  readonly reached: boolean;
}

/**
 * Sends one request on a connection of its own, which is cut afterwards: over HTTP/1.1, and once more over HTTP/2 where the server
 * speaks that alone, within the same time. Never rejects.
 */
export async function askOnce(request: SingleRequest): Promise<SingleReply> {
  const { pace, url, signal, expectsLimit = false, protocol = 'http/1.1' } = request;
  if (pace === undefined) return askNow(request);
  const reply = await pace.send(url.host, {
    send: () => askNow(request),
    headOf: (found) => (found.kind === 'reply' ? found.head : null),
    expectsLimit,
    isOver: () => signal?.aborted === true,
  });
  return { protocol, ...reply };
}

async function askNow(request: SingleRequest): Promise<SingleReply> {
  const startedAt = performance.now();
  const { protocol = 'http/1.1' } = request;
  const reply = await askOver(protocol, request, request.timeoutMs);
  if (protocol === 'h2' || !wantsHttp2(reply)) return { ...reply, protocol };
  const left = Math.max(1, request.timeoutMs - (performance.now() - startedAt));
  return { ...(await askOver('h2', request, left)), protocol: 'h2' };
}

/** Whether a server has not processed a request over HTTP/1.1, because it speaks HTTP/2 alone. */
function wantsHttp2(reply: Reply | NoReply | NoConnection): boolean {
  switch (reply.kind) {
    case 'reply':
      return requiresHttp2(reply.head);
    case 'no-connection':
      return refusesHttp1(reply.error);
    default:
      return reply.isHttp2 === true;
  }
}

async function askOver(
  protocol: Protocol,
  request: SingleRequest,
  timeoutMs: number,
): Promise<Reply | NoReply | NoConnection> {
  const { url, method, headers, bodyBytes, insecure } = request;
  // One signal may serve many requests at once, and is not to keep what listens in each.
  const signal = request.signal && AbortSignal.any([request.signal]);
  const startedAt = performance.now();
  const { connection, ready, reached } = connectTo(url, { insecure, protocol });
  const cut = (): void => connection.cut();
  const timer = setTimeout(cut, timeoutMs);
  signal?.addEventListener('abort', cut, { once: true });
  if (signal?.aborted === true) cut();
  try {
    if (!(await ready)) return { kind: 'no-connection', error: connection.error, reached: reached() };
    clearTimeout(timer);
    const has = (wanted: string) => headers.some(([name]) => name.toLowerCase() === wanted);
    const closing = has('connection') ? [] : [['Connection', 'close'] as const];
    const fields = [['Host', url.host] as const, ...closing, ...headers];
    const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    const head = `${method} ${url.pathname}${url.search} HTTP/1.1\r\n${lines}\r\n`;
    const bytes = Buffer.concat([Buffer.from(head, 'latin1'), request.body ?? Buffer.alloc(0)]);
    return await ask(connection, bytes, method, {
      headMs: Math.max(1, timeoutMs - (performance.now() - startedAt)),
      bodyMs: request.bodyMs ?? (() => request.timeoutMs),
      bodyBytes,
      bodyOfHead: request.bodyOfHead === true,
      mayUpgrade: has('upgrade'),
    });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cut);
    cut();
  }
}
