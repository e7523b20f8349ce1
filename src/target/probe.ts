import type { IncomingMessage } from 'node:http';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
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
  try {
    const response = await head(parsed, options);
    return { reachable: true, status: response.statusCode ?? 0, headers: pairs(response.rawHeaders) };
  } catch (error) {
    return { reachable: false, reason: inWords(error as NodeJS.ErrnoException, parsed) };
  }
}

function head(url: URL, options: ProbeOptions): Promise<IncomingMessage> {
  const { timeoutMs = 5000, insecure = false, method = 'GET', headers = [] } = options;
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const sent = send(url, {
      method,
      headers: ['Host', url.host, 'Connection', 'close', ...headers.flat()],
      agent: false,
      rejectUnauthorized: !insecure,
    });
    const timer = setTimeout(() => {
      const late = new Error(`no answer within ${timeoutMs} ms`);
      sent.destroy(Object.assign(late, { code: 'PROBE_TIMEOUT' }));
    }, timeoutMs);
    sent.once('response', (response) => {
      clearTimeout(timer);
      resolve(response);
      // The head is all that was asked; an event stream would not end by itself.
      response.on('error', () => undefined).destroy();
    });
    sent.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    sent.end();
  });
}

function pairs(raw: readonly string[]): RawHeader[] {
  return raw.flatMap((name, index): RawHeader[] => (index % 2 === 0 ? [[name, raw[index + 1] ?? '']] : []));
}

function inWords(error: NodeJS.ErrnoException, url: URL): string {
  const code = error.code ?? '';
  const at = `${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`;
  const known = connectionProblems[code];
  if (known !== undefined) return known(at, url.hostname);
  const message = printable(error.message || code, { limit: 200 });
  if (code === 'PROBE_TIMEOUT') return `${at} gave ${message}`;
  if (code.startsWith('HPE_')) return `what ${at} answers is not HTTP/1.1 (${message})`;
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
