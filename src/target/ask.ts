import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { RawHeader } from '../vocabulary/exchange.ts';
import { printable } from '../vocabulary/printable.ts';

export interface Question {
  readonly url: string;
  readonly method: string;
  readonly headers: readonly RawHeader[];
}

export interface AskOptions {
  /** From the first byte of the request to the last of the response: ms. */
  readonly timeoutMs: number;
  /** Accepts the certificate as it is. */
  readonly insecure: boolean;
  readonly signal: AbortSignal;
}

export type Answer =
  | {
      readonly kind: 'response';
      readonly status: number;
      /** Untrusted text, as is the body. */
      readonly headers: readonly RawHeader[];
      /** As UTF-8 text, the first 64 KiB. */
      readonly body: string;
      /** Whether the body ended in time, or at least had more than is read. */
      readonly complete: boolean;
    }
  /** The reason is one clause without a full stop, safe to print. */
  | { readonly kind: 'none'; readonly reason: string };

const mostBytes = 64 * 1024;

/** A stream of events need not end. What it sends at once is there by then: ms. */
const streamTimeoutMs = 2000;

/**
 * Sends one request as it is, on a connection of its own, and reads the response. Redirects are not followed, and a
 * body that does not end is cut off at a size and a time. Never throws.
 */
export function ask(question: Question, options: AskOptions): Promise<Answer> {
  const timeout = AbortSignal.timeout(options.timeoutMs);
  return new Promise((resolve) => {
    const fail = (error: Error) => {
      const reason = timeout.aborted
        ? `no response within ${options.timeoutMs} ms`
        : printable(error.message, { limit: 200 });
      resolve({ kind: 'none', reason });
    };
    // Once there is a head, what breaks is the body.
    let hasHead = false;
    try {
      send(question, options, AbortSignal.any([options.signal, timeout]), (response) => {
        hasHead = true;
        void read(response).then(resolve);
      }).on('error', (error) => {
        if (!hasHead) fail(error);
      });
    } catch (error) {
      // Node.js refuses what cannot be written into a request.
      fail(error as Error);
    }
  });
}

function send(
  { url, method, headers }: Question,
  { insecure }: AskOptions,
  signal: AbortSignal,
  onResponse: (response: IncomingMessage) => void,
) {
  const { protocol, host } = new URL(url);
  const request = protocol === 'https:' ? httpsRequest : httpRequest;
  const hasBody = method === 'POST' || method === 'PUT' || method === 'PATCH';
  const sent = request(
    url,
    {
      method,
      headers: [
        ...['Host', host, 'Connection', 'close', 'Accept', '*/*'],
        ...headers.flat(),
        ...(hasBody ? ['Content-Length', '0'] : []),
      ],
      agent: false,
      rejectUnauthorized: !insecure,
      signal,
    },
    onResponse,
  );
  sent.end();
  return sent;
}

async function read(response: IncomingMessage): Promise<Answer> {
  const { body, complete } = await readBody(response);
  return {
    kind: 'response',
    status: response.statusCode ?? 0,
    headers: pairs(response.rawHeaders),
    body: body.subarray(0, mostBytes).toString('utf8'),
    complete,
  };
}

async function readBody(response: IncomingMessage): Promise<{ body: Buffer; complete: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  const isStream = /^text\/event-stream\b/i.test(response.headers['content-type'] ?? '');
  const timer = isStream ? setTimeout(() => response.destroy(new Error('no end')), streamTimeoutMs) : null;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= mostBytes) break;
    }
    return { body: Buffer.concat(chunks), complete: true };
  } catch {
    return { body: Buffer.concat(chunks), complete: false };
  } finally {
    if (timer !== null) clearTimeout(timer);
  }
}

function pairs(raw: readonly string[]): RawHeader[] {
  return raw.flatMap((name, index): RawHeader[] => (index % 2 === 0 ? [[name, raw[index + 1] ?? '']] : []));
}
