import { askOnce } from '../../http1/ask-once.ts';
import { describeFailure } from '../describe-failure.ts';

/** What a URL answers to one GET. */
export type UrlAnswer =
  | { readonly kind: 'response'; readonly status: number; readonly server: string | null }
  /** One clause without a full stop, safe to print. `occupied`: something accepts connections there. */
  | { readonly kind: 'none'; readonly reason: string; readonly occupied: boolean };

/** The longest wait for one response: ms. Servers that compile on the first request take seconds. */
const responseMs = 10_000;
/** The shortest: the last request before the end of a wait is not cut off before it can be answered. */
const shortestMs = 1000;

/** Requests a URL once; any certificate is accepted. Never rejects. */
export async function askUrl(address: string, timeoutMs: number, signal: AbortSignal): Promise<UrlAnswer> {
  const url = new URL(address);
  const limit = Math.max(shortestMs, Math.min(timeoutMs, responseMs));
  const answer = await askOnce({
    url,
    method: 'GET',
    headers: [['Accept', '*/*']],
    timeoutMs: limit,
    bodyBytes: 0,
    insecure: true,
    signal,
  });
  if (answer.kind === 'reply') {
    const { status, headers } = answer.head;
    const server = headers.find(([name]) => name.toLowerCase() === 'server')?.[1] ?? null;
    return { kind: 'response', status, server };
  }
  const noTime = answer.kind === 'timeout' || (answer.kind === 'no-connection' && answer.error === null);
  const occupied = answer.kind !== 'no-connection' || answer.reached;
  const reason = noTime
    ? occupied
      ? 'it accepts the connection, and sends no response'
      : 'it does not accept connections'
    : describeFailure(answer, url, limit);
  return { kind: 'none', reason, occupied };
}
