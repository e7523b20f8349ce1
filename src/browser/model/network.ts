import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import type { HeaderList, NetworkCall } from '../../fetch-standard/index.ts';

/** A request's body as it goes on the wire. */
export type SentBody = Uint8Array;

export type NetworkReply =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers: HeaderList;
      readonly body: string;
    }
  | { readonly kind: 'timeout'; readonly detail: string }
  | { readonly kind: 'failure'; readonly detail: string };

export interface Network {
  /** Sends one request through the proxy; never throws. */
  send(
    call: NetworkCall,
    body: SentBody | null,
    cookie: string | null,
    timeoutMs: number,
  ): Promise<NetworkReply>;
  close(): void;
}

/** Characters of a body that are kept. */
const longestBody = 2048;

/**
 * Speaks to the proxy in absolute-form for https as well: without TLS on the way to it, an answer takes a fraction of
 * the time, and what the target sees is the same.
 */
export function createNetwork(proxyPort: number): Network {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  return {
    send: (call, body, cookie, timeoutMs) =>
      new Promise((resolve) => {
        const sent = httpRequest(
          {
            host: '127.0.0.1',
            port: proxyPort,
            agent,
            method: call.method,
            path: call.url,
            setHost: false,
            // What browsers accept has to be accepted here, too.
            insecureHTTPParser: true,
          },
          (response) => {
            receive(response).then(resolve, (error: unknown) => {
              resolve(failure(error));
            });
          },
        );
        const timer = setTimeout(() => {
          resolve({ kind: 'timeout', detail: `no answer within ${timeoutMs} ms` });
          sent.destroy();
        }, timeoutMs);
        sent.on('close', () => {
          clearTimeout(timer);
        });
        sent.on('error', (error) => {
          resolve(failure(error));
        });
        try {
          // Node.js puts methods in upper case; by the standard, `patch` stays as it is.
          sent.method = call.method;
          for (const [name, values] of wireHeaders(call, body, cookie)) sent.setHeader(name, values);
          sent.end(call.hasBody && body !== null ? body : undefined);
        } catch (error) {
          // Node.js refuses control characters in a header, which browsers send.
          sent.destroy();
          resolve(failure(error));
        }
      }),
    close: () => {
      agent.destroy();
    },
  };
}

function failure(error: unknown): NetworkReply {
  return { kind: 'failure', detail: error instanceof Error ? error.message : String(error) };
}

/** By name, in the order in which they come first. */
function wireHeaders(
  call: NetworkCall,
  body: SentBody | null,
  cookie: string | null,
): ReadonlyMap<string, readonly string[]> {
  const headers: (readonly [string, string])[] = [['Host', new URL(call.url).host], ...call.headers];
  const has = (wanted: string) => headers.some(([name]) => name.toLowerCase() === wanted);
  if (!has('accept')) headers.push(['Accept', '*/*']);
  if (!has('user-agent')) headers.push(['User-Agent', 'corspec-model']);
  if (cookie !== null) headers.push(['Cookie', cookie]);
  const length = call.hasBody && body !== null ? body.byteLength : null;
  // As browsers do: a POST or PUT without a body says so.
  if (length !== null || ['POST', 'PUT'].includes(call.method))
    headers.push(['Content-Length', String(length ?? 0)]);
  return byName(headers);
}

function byName(headers: HeaderList): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string>();
  const values = new Map<string, string[]>();
  for (const [name, value] of headers) {
    const first = names.get(name.toLowerCase()) ?? name;
    names.set(name.toLowerCase(), first);
    values.set(first, [...(values.get(first) ?? []), value]);
  }
  return values;
}

async function receive(response: IncomingMessage): Promise<NetworkReply> {
  let body = '';
  response.setEncoding('utf8');
  for await (const chunk of response as AsyncIterable<string>) {
    if (body.length < longestBody) body += chunk.slice(0, longestBody - body.length);
  }
  return { kind: 'response', status: response.statusCode ?? 0, headers: pairs(response.rawHeaders), body };
}

function pairs(raw: readonly string[]): HeaderList {
  return Array.from(
    { length: raw.length / 2 },
    (_, index) => [raw[index * 2] ?? '', raw[index * 2 + 1] ?? ''] as const,
  );
}
