import { ask } from './ask.ts';
import type { NoReply, Reply } from './ask.ts';
import { connectTo } from './connect.ts';
import type { ResponseHead } from './http-head.ts';

export interface SingleRequest {
  readonly url: URL;
  readonly method: string;
  /** Beside Host and Connection. */
  readonly headers: readonly (readonly [string, string])[];
  /** For the connection and the head together, and again for the body: milliseconds. */
  readonly timeoutMs: number;
  /** For the body, when that is another time: milliseconds. */
  readonly bodyMs?: (head: ResponseHead) => number;
  /** Of the body, so many bytes are read at most. 0: the head is all that is wanted. */
  readonly bodyBytes: number;
  /** Take an invalid certificate as it is. */
  readonly insecure: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Its Content-Length is one of the headers. */
  readonly body?: Uint8Array;
}

/** No connection came about. Without an error the time was up, or the signal was aborted. */
export interface NoConnection {
  readonly kind: 'no-connection';
  readonly error: NodeJS.ErrnoException | null;
  /** Whether TCP was there, so that it was TLS that failed. */
  readonly reached: boolean;
}

/** Sends one request on a connection of its own, which is cut afterwards. Never rejects. */
export async function askOnce(request: SingleRequest): Promise<Reply | NoReply | NoConnection> {
  const { url, method, headers, timeoutMs, bodyBytes, insecure } = request;
  // One signal may serve many requests at once, and is not to keep what listens in each.
  const signal = request.signal && AbortSignal.any([request.signal]);
  const startedAt = performance.now();
  const { connection, ready, reached } = connectTo(url, { insecure });
  const cut = (): void => connection.cut();
  const timer = setTimeout(cut, timeoutMs);
  signal?.addEventListener('abort', cut, { once: true });
  if (signal?.aborted === true) cut();
  try {
    if (!(await ready)) return { kind: 'no-connection', error: connection.error, reached: reached() };
    clearTimeout(timer);
    const fields = [['Host', url.host], ['Connection', 'close'], ...headers] as const;
    const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    const head = `${method} ${url.pathname}${url.search} HTTP/1.1\r\n${lines}\r\n`;
    const bytes = Buffer.concat([Buffer.from(head, 'latin1'), request.body ?? Buffer.alloc(0)]);
    return await ask(connection, bytes, method, {
      headMs: Math.max(1, timeoutMs - (performance.now() - startedAt)),
      bodyMs: request.bodyMs ?? (() => timeoutMs),
      bodyBytes,
    });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cut);
    cut();
  }
}
