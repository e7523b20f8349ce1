import type { ResponseHead } from '../http1/http-head.ts';
import { askOnce } from '../http1/ask-once.ts';
import type { Pace } from '../http1/pace.ts';
import type { RawHeader } from '../results/exchange.ts';
import { describeFailure } from './describe-failure.ts';

export interface Question {
  readonly url: string;
  readonly method: string;
  readonly headers: readonly RawHeader[];
  readonly body?: string;
}

export interface AskOptions {
  /** For the response head, and again for the body: ms. */
  readonly timeoutMs: number;
  /** Skips certificate verification. */
  readonly insecure: boolean;
  readonly signal: AbortSignal;
  readonly pace?: Pace | undefined;
  /** Whether the response of a rate limit is what the request asks for. Default: no */
  readonly expectsLimit?: boolean;
}

export type Answer =
  | {
      readonly kind: 'response';
      readonly status: number;
      /** Untrusted text, as is the body. */
      readonly headers: readonly RawHeader[];
      /** As UTF-8 text, the first 64 KiB. That of a response to HEAD is what should not have been sent. */
      readonly body: string;
      /** Whether the body ended in time, or was longer than the limit. */
      readonly complete: boolean;
    }
  /** The reason is one clause without a full stop, safe to print. */
  | { readonly kind: 'none'; readonly reason: string };

const mostBytes = 64 * 1024;

/** An event stream need not end. Events that are sent immediately arrive in this time: ms. */
const streamTimeoutMs = 2000;

/**
 * Sends one request on a new connection and reads the response as leniently as browsers do. Redirects are not followed,
 * and size and time of the body are limited. Never throws.
 */
export async function ask(question: Question, options: AskOptions): Promise<Answer> {
  const { method, headers } = question;
  const { timeoutMs, insecure, signal, pace, expectsLimit = false } = options;
  const url = new URL(question.url);
  const body = Buffer.from(question.body ?? '');
  const hasLength = body.length > 0 || ['POST', 'PUT', 'PATCH'].includes(method);
  const answer = await askOnce({
    url,
    method,
    headers: [
      ['Accept', '*/*'],
      ...headers,
      ...(hasLength ? [['Content-Length', String(body.length)] as const] : []),
    ],
    body,
    timeoutMs,
    bodyMs: (head) => (isEventStream(head) ? Math.min(streamTimeoutMs, timeoutMs) : timeoutMs),
    bodyBytes: mostBytes,
    bodyOfHead: true,
    insecure,
    signal,
    pace,
    expectsLimit,
  });
  if (answer.kind !== 'reply') return { kind: 'none', reason: describeFailure(answer, url, timeoutMs) };
  return {
    kind: 'response',
    status: answer.head.status,
    headers: answer.head.headers,
    body: answer.body.toString('utf8'),
    complete: answer.complete || answer.body.length >= mostBytes,
  };
}

function isEventStream({ headers }: ResponseHead): boolean {
  return headers.some(
    ([name, value]) => name.toLowerCase() === 'content-type' && /^text\/event-stream\b/i.test(value),
  );
}
