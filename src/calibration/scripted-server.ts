import { isPreflight } from '../http1/preflight.ts';
import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { queryMark, type CalibrationCase, type ScriptedAnswer } from '../../fixtures/calibration/index.ts';
import { findHeadEnd, parseRequestHead, type RequestHead, valuesOf } from '../http1/http-head.ts';
import { createBodyReader, requestFraming } from '../http1/body-framing.ts';

/** The query parameter that selects the server's response; the proxy does not remove it. */
export const scriptParameter = 'case';

export interface ScriptedServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /**
   * Registers the script that answers requests with this token.
   * @param query replaces the placeholder in header lines
   */
  add(token: string, script: CalibrationCase['script'], query: string): void;
  close(): Promise<void>;
}

interface Entry {
  readonly script: CalibrationCase['script'];
  readonly query: string;
  /** How often each list of responses was requested, by path and kind. */
  readonly asked: Map<string, number>;
}

/** A server on loopback that sends the scripted response byte for byte, including invalid header lines. */
export async function startScriptedServer(): Promise<ScriptedServer> {
  const entries = new Map<string, Entry>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.setNoDelay(true);
    serve(socket, (head) => answerTo(head, entries));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    add: (token, script, query) => void entries.set(token, { script, query, asked: new Map() }),
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Reads requests with their bodies one after the other, and writes the scripted responses. */
function serve(socket: Socket, answer: (head: RequestHead) => Buffer | null): void {
  let bytes: Buffer = Buffer.alloc(0);
  let body: { readonly reader: ReturnType<typeof createBodyReader>; readonly head: RequestHead } | null =
    null;
  const reply = (head: RequestHead) => {
    const response = answer(head);
    if (response === null) socket.resetAndDestroy();
    else socket.write(response);
  };
  socket.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    for (;;) {
      if (body === null) {
        const end = findHeadEnd(bytes);
        if (end < 0) return;
        const head = parseRequestHead(bytes.subarray(0, end));
        bytes = bytes.subarray(end);
        if (head === null) return void socket.destroy();
        const framing = requestFraming(head);
        if (framing.kind === 'none') reply(head);
        else body = { head, reader: createBodyReader(framing, () => undefined) };
        continue;
      }
      const { used, state } = body.reader.consume(bytes);
      bytes = bytes.subarray(used);
      if (state === 'more') return;
      const { head } = body;
      body = null;
      reply(head);
    }
  });
}

/** Null to reset the connection. */
function answerTo(head: RequestHead, entries: ReadonlyMap<string, Entry>): Buffer | null {
  const url = new URL(head.target, 'http://scripted.test');
  const entry = entries.get(url.searchParams.get(scriptParameter) ?? '');
  if (entry === undefined) return write({ status: 404, lines: [] }, '', head);
  const asPreflight = isPreflight(head);
  const answer = nextAnswer(entry, url.pathname, asPreflight) ?? unscripted(head, asPreflight);
  return answer.reset === true ? null : write(answer, entry.query, head);
}

function nextAnswer(
  { script, asked }: Entry,
  path: string,
  asPreflight: boolean,
): ScriptedAnswer | undefined {
  const kind = asPreflight ? 'preflight' : 'actual';
  const key = `${path} ${kind}`;
  const count = asked.get(key) ?? 0;
  asked.set(key, count + 1);
  const answers = script[path]?.[kind] ?? [];
  return answers[Math.min(count, answers.length - 1)];
}

function unscripted({ headers }: RequestHead, asPreflight: boolean): ScriptedAnswer {
  const of = (name: string) => valuesOf(headers, name)[0] ?? '';
  if (!asPreflight) return { lines: ['Access-Control-Allow-Origin: *'], body: 'ok' };
  return {
    status: 204,
    lines: [
      `Access-Control-Allow-Origin: ${of('origin')}`,
      'Access-Control-Allow-Credentials: true',
      `Access-Control-Allow-Methods: ${of('access-control-request-method')}`,
      `Access-Control-Allow-Headers: ${of('access-control-request-headers')}`,
    ],
  };
}

function write(
  { status = 200, reason, lines, body = '' }: ScriptedAnswer,
  query: string,
  head: RequestHead,
): Buffer {
  const hasBody = status !== 204 && status !== 304;
  const text = [
    `HTTP/1.1 ${status} ${reason ?? 'Scripted'}`,
    ...lines.map((line) => line.replaceAll(queryMark, query)),
    ...(hasBody ? [`Content-Length: ${Buffer.byteLength(body, 'latin1')}`] : []),
    '',
    head.method === 'HEAD' || !hasBody ? '' : body,
  ].join('\r\n');
  return Buffer.from(text, 'latin1');
}
