import { askOnce } from '../http1/ask-once.ts';
import type { Pace } from '../http1/pace.ts';
import type { Protocol } from '../http1/protocol.ts';
import type { RawHeader } from '../results/exchange.ts';
import { printable } from '../text/printable.ts';
import { describeFailure } from './describe-failure.ts';
import { parseUrl } from '../fetch-standard/index.ts';

export interface ProbeOptions {
  /** Until the response head is received: ms. Default: 5 s. */
  readonly timeoutMs?: number;
  /** Skips certificate verification. */
  readonly insecure?: boolean;
  /** A safe method. Default: GET. */
  readonly method?: 'GET' | 'HEAD' | 'OPTIONS';
  readonly headers?: readonly RawHeader[];
  readonly signal?: AbortSignal;
  readonly pace?: Pace | undefined;
}

export type ProbeResult =
  | {
      readonly reachable: true;
      readonly status: number;
      readonly protocol: Protocol;
      /** Untrusted text. */
      readonly headers: readonly RawHeader[];
    }
  /** The reason is one clause without a full stop, safe to print. */
  | { readonly reachable: false; readonly reason: string };

/**
 * Whether an HTTP server responds at a URL: connects, with TLS for https, and reads the response head of one request. Any
 * status is accepted, and redirects are not followed. Never throws.
 */
export async function probe(url: string, options: ProbeOptions = {}): Promise<ProbeResult> {
  const parsed = parseUrl(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol))
    return { reachable: false, reason: `${printable(url, { limit: 200 })} is not an http or https URL` };
  const { timeoutMs = 5000, insecure = false, method = 'GET', headers = [], signal, pace } = options;
  const sent: readonly RawHeader[] = [['Accept', '*/*'], ...headers];
  const limits = { timeoutMs, bodyBytes: 0 };
  const answer = await askOnce({ url: parsed, method, headers: sent, ...limits, insecure, signal, pace });
  if (answer.kind === 'reply') {
    const { status, headers: received } = answer.head;
    return { reachable: true, status, protocol: answer.protocol, headers: received };
  }
  return { reachable: false, reason: describeFailure(answer, parsed, timeoutMs) };
}
