import type { NoReply } from '../http1/ask.ts';
import type { NoConnection } from '../http1/ask-once.ts';
import { printable } from '../text/printable.ts';

/** Why a request has no response: one clause without a full stop, safe to print. */
export function describeFailure(failure: NoReply | NoConnection, url: URL, timeoutMs: number): string {
  return failure.kind === 'no-connection'
    ? notOpened(failure, url, timeoutMs)
    : noAnswer(failure, url, timeoutMs);
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
    case 'broken':
      return `the response of ${at} is incomplete (${printable(detail, { limit: 200 })})`;
    case 'malformed':
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
