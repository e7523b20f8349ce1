import { STATUS_CODES } from 'node:http';
import { createBodyReader, requestFraming } from '../http1/body-framing.ts';
import type { Connection } from '../http1/connection.ts';
import { keepsAlive } from '../http1/http-head.ts';
import type { RequestHead } from '../http1/http-head.ts';
import type { ServedResponse, RecordingProxyOptions } from './recording-proxy.ts';

const longestServedBody = 16 * 1024 * 1024;

/** Reads a request's body to its end. False when the browser disconnected or the body is malformed. */
export async function readBody(
  client: Connection,
  head: RequestHead,
  onPayload: (bytes: Buffer) => void,
): Promise<boolean> {
  const framing = requestFraming(head);
  if (framing.kind === 'none') return true;
  const reader = createBodyReader(framing, onPayload);
  for (;;) {
    const bytes = await client.read();
    if (bytes === null) return false;
    const { used, state } = reader.consume(bytes);
    client.unread(bytes.subarray(used));
    if (state !== 'more') return state === 'done';
  }
}

/** Answers with `serve`, with a limit for the body. Resolves to whether the browser's connection can be used again. */
export async function answerOwn(
  client: Connection,
  head: RequestHead,
  origin: string,
  path: string,
  { serve, longestBody = () => longestServedBody }: Pick<RecordingProxyOptions, 'serve' | 'longestBody'>,
): Promise<boolean> {
  const request = { origin, method: head.method, path, headers: head.headers };
  const longest = longestBody(request);
  const parts: Buffer[] = [];
  let length = 0;
  const whole = await readBody(client, head, (bytes) => {
    length += bytes.length;
    if (length <= longest) parts.push(bytes);
    else parts.length = 0;
  });
  if (!whole) {
    client.cut();
    return false;
  }
  const keep = keepsAlive(head.headers, head.version === 'HTTP/1.1' ? 1 : 0);
  const body = Buffer.concat(parts).toString('utf8');
  const bytes =
    length > longest
      ? plainText(413, `The body is longer than ${longest} bytes.`, keep)
      : await served(() => serve({ ...request, body }), head, keep);
  const room = client.write(bytes);
  if (room !== undefined) await room;
  if (!keep) client.end();
  return keep;
}

/** Sends a plain-text response of the proxy itself and closes the connection. */
export function answerPlain(client: Connection, status: number, text: string): void {
  void client.write(plainText(status, text, false));
  client.end();
}

/** Asks for the password of the proxy and closes the connection. */
export function answerProxyLogin(client: Connection): void {
  const headers = {
    'Content-Type': 'text/plain; charset=utf-8',
    'Proxy-Authenticate': 'Basic realm="corspec"',
  };
  const body = "This is corspec's proxy for the browsers of a run. It needs their password.\n";
  void client.write(writeResponse({ status: 407, headers, body }, 'GET', false));
  client.end();
}

async function served(
  serve: () => ServedResponse | Promise<ServedResponse>,
  head: RequestHead,
  keep: boolean,
): Promise<Buffer> {
  try {
    return writeResponse(await serve(), head.method, keep);
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return plainText(500, `corspec could not answer ${head.method} ${head.target}: ${reason}`, keep);
  }
}

function plainText(status: number, text: string, keep: boolean): Buffer {
  const headers = { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' };
  return writeResponse({ status, headers, body: `${text}\n` }, 'GET', keep);
}

function writeResponse(response: ServedResponse, method: string, keep: boolean): Buffer {
  const { status = 200, headers = {} } = response;
  const body = Buffer.from(response.body);
  const bodiless = status === 204 || status === 304;
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`];
  for (const [name, value] of Object.entries(headers)) {
    const line = `${name}: ${value}`;
    if (/[\r\n]/.test(line)) throw new Error(`The header ${JSON.stringify(line)} contains a line break.`);
    lines.push(line);
  }
  if (!bodiless) lines.push(`Content-Length: ${body.length}`);
  if (!keep) lines.push('Connection: close');
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  return bodiless || method === 'HEAD' ? head : Buffer.concat([head, body]);
}
