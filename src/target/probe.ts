import type { NoReply } from '../http1/ask.ts';
import { askOnce, type NoConnection } from '../http1/ask-once.ts';
import type { RawHeader } from '../vocabulary/exchange.ts';
import { printable } from '../vocabulary/printable.ts';

export interface ProbeOptions {
  /** For everything until the response's head is there: ms. 5 s when absent. */
  readonly timeoutMs?: number;
  /** Accepts the certificate as it is. */
  readonly insecure?: boolean;
  /** A method that changes nothing; GET when absent. */
  readonly method?: 'GET' | 'HEAD' | 'OPTIONS';
  readonly headers?: readonly RawHeader[];
  readonly signal?: AbortSignal;
}

export type ProbeResult =
  | {
      readonly reachable: true;
      readonly status: number;
      /** Untrusted text. */
      readonly headers: readonly RawHeader[];
    }
  /** The reason is one clause without a full stop, safe to print. */
  | { readonly reachable: false; readonly reason: string };

/**
 * Whether something that speaks HTTP answers at a URL: connects, agrees on TLS for https, and reads the head of the
 * response to one request. Any status will do, and redirects are not followed. Never throws.
 */
export async function probe(url: string, options: ProbeOptions = {}): Promise<ProbeResult> {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !/^https?:$/.test(parsed.protocol))
    return { reachable: false, reason: `${printable(url, { limit: 200 })} is not an http or https URL` };
  const { timeoutMs = 5000, insecure = false, method = 'GET', headers = [], signal } = options;
  const sent: readonly RawHeader[] = [['Accept', '*/*'], ...headers];
  const limits = { timeoutMs, bodyBytes: 0 };
  const answer = await askOnce({ url: parsed, method, headers: sent, ...limits, insecure, signal });
  if (answer.kind === 'reply')
    return { reachable: true, status: answer.head.status, headers: answer.head.headers };
  const reason =
    answer.kind === 'no-connection'
      ? notOpened(answer, parsed, timeoutMs)
      : noAnswer(answer, parsed, timeoutMs);
  return { reachable: false, reason };
}

function placeOf(url: URL): string {
  return `${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`;
}

function notOpened({ error, reached }: NoConnection, url: URL, timeoutMs: number): string {
  if (error !== null) return inWords(error, url);
  const what = reached ? 'agreed on no TLS' : 'accepted no connection';
  return `${placeOf(url)} ${what} within ${timeoutMs} ms (--timeout)`;
}

function noAnswer({ kind, detail }: NoReply, url: URL, timeoutMs: number): string {
  const at = placeOf(url);
  switch (kind) {
    case 'timeout':
      return `${at} gave no answer within ${timeoutMs} ms (--timeout)`;
    case 'closed':
      return `${at} closed the connection without an answer`;
    case 'too-long':
      return `the head of what ${at} answers does not end`;
    case 'malformed':
    case 'broken':
      return `what ${at} answers is not HTTP/1.1 (${printable(detail, { limit: 200 })})`;
  }
}

function inWords(error: NodeJS.ErrnoException, url: URL): string {
  const code = error.code ?? '';
  const at = placeOf(url);
  const known = connectionProblems[code];
  if (known !== undefined) return known(at, url.hostname);
  const message = printable(error.message || code, { limit: 200 });
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_'))
    return `TLS could not be agreed on with ${at}; if it speaks plain HTTP, write http:// (${opensslReason(error)})`;
  if (url.protocol === 'https:' && certificateError.test(code))
    return `the certificate of ${at} is not accepted: ${message} (${code}); --insecure accepts it`;
  return `${at} could not be reached: ${message}`;
}

const connectionProblems: Readonly<Record<string, (at: string, host: string) => string>> = {
  ECONNREFUSED: (at) => `nobody listens on ${at} (connection refused)`,
  ENOTFOUND: (_, host) => `the name ${host} does not resolve`,
  EAI_AGAIN: (_, host) => `the name ${host} could not be looked up for now`,
  EHOSTUNREACH: (at) => `there is no way to ${at} (EHOSTUNREACH)`,
  ENETUNREACH: (at) => `there is no way to ${at} (ENETUNREACH)`,
  ETIMEDOUT: (at) => `${at} did not accept a connection in time`,
  ECONNRESET: (at) => `${at} closed the connection without an answer`,
  EPIPE: (at) => `${at} closed the connection without an answer`,
};

/** Node.js passes on the codes of OpenSSL, which have no prefix in common. */
const certificateError =
  /CERT|ERR_TLS|SIGNATURE|ISSUER|CRL|CHAIN|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH|INVALID_PURPOSE/;

function opensslReason(error: NodeJS.ErrnoException & { reason?: string }): string {
  return printable(error.reason ?? error.code ?? 'TLS error', { limit: 100 });
}
