import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { HandlerError, type Problems } from './problems.ts';
import { parseUrl } from '../../fetch-standard/index.ts';

/**
 * Serves a Fetch handler by Node.js, as the servers that it is written for do: repeated request headers are joined as
 * `Headers` does, each `Set-Cookie` is a line of its own, bodies are streamed, and `request.signal` is aborted when the
 * client disconnects. A handler that fails gives 500.
 */
export function fetchListener(handler: (request: Request) => unknown, scheme: string, problems: Problems) {
  return async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const disconnected = new AbortController();
    outgoing.once('close', () => {
      if (!outgoing.writableFinished) disconnected.abort();
    });
    try {
      const request = requestOf(incoming, scheme, disconnected.signal);
      if (request === null) {
        outgoing.writeHead(400).end();
        return;
      }
      await send(checkedResponse(await handler(request)), outgoing, incoming.method === 'HEAD');
    } catch (error) {
      if (disconnected.signal.aborted) return;
      problems.add(error);
      // What has been sent cannot be taken back: the client sees that the response is incomplete.
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(500, { 'Content-Type': 'text/plain' }).end('Internal Server Error');
    }
  };
}

/** Null if it cannot be one: of an invalid Host, or of `TRACE`. */
function requestOf(incoming: IncomingMessage, scheme: string, signal: AbortSignal): Request | null {
  const { method = 'GET' } = incoming;
  const url = urlOf(incoming, scheme);
  if (method === 'TRACE' || parseUrl(url) === null) return null;
  const headers = headersOf(incoming);
  if (!hasBody(method, headers)) return new Request(url, { method, headers, signal });
  const body = Readable.toWeb(incoming) as unknown as ReadableStream<Uint8Array>;
  return new Request(url, { method, headers, signal, body, duplex: 'half' } as RequestInit);
}

/** `//host/path` is a path here, not the URL of another host; `OPTIONS *` has no path. */
function urlOf({ url = '/', headers }: IncomingMessage, scheme: string): string {
  return url.startsWith('/') ? `${scheme}://${headers.host ?? 'localhost'}${url}` : url;
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2)
    headers.append(rawHeaders[at] as string, rawHeaders[at + 1] as string);
  return headers;
}

function hasBody(method: string, headers: Headers): boolean {
  if (method === 'GET' || method === 'HEAD') return false;
  return headers.has('transfer-encoding') || Number(headers.get('content-length') ?? 0) > 0;
}

/** Of any realm, and of any class: servers have Response classes of their own. */
function checkedResponse(value: unknown): Response {
  if (isResponse(value)) return value;
  throw new HandlerError(
    'A handler with at most one parameter is called as a Fetch handler (Request) => Response, but it returned no ' +
      'Response. If it is a Node.js handler, pass http.createServer(handler).',
  );
}

/** Whether a value is the response of a Fetch handler. */
export function isResponse(value: unknown): value is Response {
  if (typeof value !== 'object' || value === null) return false;
  const { status, headers } = value as Partial<Response>;
  return typeof status === 'number' && typeof headers?.getSetCookie === 'function';
}

async function send(response: Response, outgoing: ServerResponse, isHead: boolean): Promise<void> {
  // `Response.error()`: a network error.
  if (response.status === 0) {
    outgoing.destroy();
    return;
  }
  for (const [name, value] of response.headers) if (name !== 'set-cookie') outgoing.setHeader(name, value);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies);
  outgoing.writeHead(response.status, response.statusText || undefined);
  if (response.body === null || isHead) {
    await response.body?.cancel();
    outgoing.end();
    return;
  }
  outgoing.flushHeaders();
  await pipeline(Readable.fromWeb(response.body as unknown as NodeStream), outgoing);
}
