import { ask } from '../http1/ask.ts';
import type { NoReply, Reply } from '../http1/ask.ts';
import { connectTo } from '../http1/connect.ts';
import type { Opening } from '../http1/connect.ts';
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
  const { timeoutMs = 5000, insecure = false, signal } = options;
  const startedAt = performance.now();
  const opening = connectTo(parsed, { insecure });
  const { connection } = opening;
  const cut = (): void => connection.cut();
  const timer = setTimeout(cut, timeoutMs);
  signal?.addEventListener('abort', cut, { once: true });
  if (signal?.aborted === true) cut();
  try {
    if (!(await opening.ready)) return unreachable(notOpened(opening, parsed, timeoutMs));
    const { method = 'GET' } = options;
    const answer = await ask(connection, requestOf(parsed, options), method, {
      headMs: Math.max(1, timeoutMs - (performance.now() - startedAt)),
      bodyMs: () => 1,
      bodyBytes: 0,
    });
    // That the body broke off is for the scenarios to find: a response is there.
    return answer.kind === 'reply'
      ? { reachable: true, status: answer.head.status, headers: answer.head.headers }
      : unreachable(noAnswer(answer, parsed, timeoutMs));
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cut);
    cut();
  }
}

function unreachable(reason: string): ProbeResult {
  return { reachable: false, reason };
}

function requestOf(url: URL, { method = 'GET', headers = [] }: ProbeOptions): Buffer {
  const lines = [['Host', url.host], ['Accept', '*/*'], ['Connection', 'close'], ...headers] as const;
  const fields = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.from(`${method} ${url.pathname}${url.search} HTTP/1.1\r\n${fields}\r\n`, 'latin1');
}

function placeOf(url: URL): string {
  return `${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`;
}

function notOpened({ connection, reached }: Opening, url: URL, timeoutMs: number): string {
  if (connection.error !== null) return inWords(connection.error, url);
  const what = reached() ? 'agreed on no TLS' : 'accepted no connection';
  return `${placeOf(url)} ${what} within ${timeoutMs} ms (--timeout)`;
}

function noAnswer({ kind, detail }: Exclude<NoReply | Reply, Reply>, url: URL, timeoutMs: number): string {
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
