import type { NoReply } from '../http1/ask.ts';
import type { NoConnection } from '../http1/ask-once.ts';
import type { NotSent } from '../http1/pace.ts';
import { printable } from '../text/printable.ts';

/** Why a request has no response: one clause without a full stop, safe to print. */
export function describeFailure(
  failure: NoReply | NoConnection | NotSent,
  url: URL,
  timeoutMs: number,
): string {
  if (failure.kind === 'asked-to-wait') return failure.detail.replace(/\.$/, '');
  return failure.kind === 'no-connection'
    ? describeNoConnection(failure, url, timeoutMs)
    : describeNoReply(failure, url, timeoutMs);
}

function hostAndPort(url: URL): string {
  return `${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`;
}

function describeNoConnection({ error, reached }: NoConnection, url: URL, timeoutMs: number): string {
  if (error !== null) return describeConnectionError(error, url);
  const at = hostAndPort(url);
  return reached
    ? `the TLS handshake with ${at} did not finish within ${timeoutMs} ms (--timeout)`
    : `${at} did not accept the connection within ${timeoutMs} ms (--timeout)`;
}

function describeNoReply({ kind, detail }: NoReply, url: URL, timeoutMs: number): string {
  const at = hostAndPort(url);
  switch (kind) {
    case 'timeout':
      return `${at} did not respond within ${timeoutMs} ms (--timeout)`;
    case 'closed':
      return `${at} closed the connection without a response`;
    case 'too-long':
      return `the response head of ${at} does not end`;
    case 'broken':
      return `the response of ${at} is incomplete (${printable(detail, { limit: 200 })})`;
    case 'malformed':
      return `the response of ${at} is not HTTP/1.1 (${printable(detail, { limit: 200 })})`;
  }
}

function describeConnectionError(error: NodeJS.ErrnoException, url: URL): string {
  const code = error.code ?? '';
  const at = hostAndPort(url);
  const known = connectionProblems[code];
  if (known !== undefined) return known(at, url.hostname);
  const message = printable(error.message || code, { limit: 200 });
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_'))
    return `the TLS handshake with ${at} failed (${opensslReason(error)}); for plain HTTP, use http://`;
  if (url.protocol === 'https:' && certificateError.test(code))
    return `the certificate of ${at} is not trusted: ${message} (${code}); use --insecure to skip verification`;
  return `${at} could not be reached: ${message}`;
}

const connectionProblems: Readonly<Record<string, (at: string, host: string) => string>> = {
  ECONNREFUSED: (at) => `connection refused: nothing is listening on ${at}`,
  ENOTFOUND: (_, host) => `the host name ${host} does not resolve`,
  EAI_AGAIN: (_, host) => `the DNS lookup of ${host} failed temporarily`,
  EHOSTUNREACH: (at) => `there is no route to ${at} (EHOSTUNREACH)`,
  ENETUNREACH: (at) => `there is no route to ${at} (ENETUNREACH)`,
  ETIMEDOUT: (at) => `${at} did not accept a connection in time`,
  ECONNRESET: (at) => `${at} closed the connection without a response`,
  EPIPE: (at) => `${at} closed the connection without a response`,
};

/** Node.js uses the codes of OpenSSL, which have no common prefix. */
const certificateError =
  /CERT|ERR_TLS|SIGNATURE|ISSUER|CRL|CHAIN|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH|INVALID_PURPOSE/;

function opensslReason(error: NodeJS.ErrnoException & { reason?: string }): string {
  return printable(error.reason ?? error.code ?? 'TLS error', { limit: 100 });
}
