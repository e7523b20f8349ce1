import type { ClientHttp2Session, ClientHttp2Stream, OutgoingHttpHeaders } from 'node:http2';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { createBodyReader, requestFraming } from '../body-framing.ts';
import type { BodyReader } from '../body-framing.ts';
import { findHeadEnd, parseRequestHead } from '../http-head.ts';
import type { RequestHead } from '../http-head.ts';
import { longestHead } from '../head-reader.ts';
import { errorName } from './error-name.ts';
import { http2Fields, notCarried } from './fields.ts';
import { createStreamEnds } from './frames.ts';
import type { StreamEnds } from './frames.ts';
import { interimHead, responseHead } from './response.ts';

/** Browsers accept more fields than the 128 that `node:http2` accepts by default. */
const mostFields = 4000;

/**
 * A stream that takes HTTP/1 requests, one after the other, and gives the HTTP/1 responses, while a connection carries them as
 * HTTP/2 with prior knowledge. So everything that reads responses by the byte, with its limits, reads these as well.
 * @param socket being opened, with TLS for https
 */
export function carryOverHttp2(socket: Socket, url: URL): Duplex {
  const ends = createStreamEnds();
  const session = openSession(below(socket, ends), url);
  let current: Request | null = null;

  const carrier = new Duplex({
    read: () => current?.stream.resume(),
    write(chunk: Buffer, _, done) {
      send(chunk).then(() => done(), done);
    },
    final(done) {
      session.close();
      done();
    },
    destroy(error, done) {
      session.destroy();
      socket.destroy();
      done(error);
    },
  });
  /** Fails a response that was not received to its end; what was received can still be read. */
  const lose = (error: Error): void => void carrier.destroy(error);

  let head = Buffer.alloc(0);
  const send = async (bytes: Buffer): Promise<void> => {
    if (current !== null && !current.isSent) {
      const { used, room } = current.sendBody(bytes);
      await room;
      if (used < bytes.length) await send(bytes.subarray(used));
      return;
    }
    head = Buffer.concat([head, bytes]);
    const end = findHeadEnd(head);
    if (end < 0) return;
    const request = parseRequestHead(head.subarray(0, end));
    const rest = head.subarray(end);
    head = Buffer.alloc(0);
    if (request === null) throw new Error('not an HTTP/1 request');
    current = begin(session, request, url.protocol.slice(0, -1));
    receive(carrier, current, request.method, ends, lose);
    if (rest.length > 0) await send(rest);
  };

  session.on('error', lose).on('close', () => {
    if (!carrier.readableEnded && current?.isReceiving !== true) carrier.push(null);
  });
  socket.on('error', lose);
  return carrier;
}

/** What the session reads and writes, so that the ends of streams are seen. */
function below(socket: Socket, ends: StreamEnds): Duplex {
  const pipe = new Duplex({
    read: () => void socket.resume(),
    write(chunk: Buffer, encoding, done) {
      socket.write(chunk, encoding, done);
    },
    final(done) {
      socket.end(done);
    },
    destroy(error, done) {
      socket.destroy();
      done(error);
    },
  });
  socket.on('data', (bytes: Buffer) => {
    ends.consume(bytes);
    if (!pipe.push(bytes)) socket.pause();
  });
  socket.on('end', () => pipe.push(null)).on('close', () => pipe.destroy());
  return pipe;
}

function openSession(connection: Duplex, url: URL): ClientHttp2Session {
  // Loaded only where a server needs it.
  const http2 = process.getBuiltinModule('node:http2');
  return http2.connect(url.origin, {
    createConnection: () => connection,
    maxHeaderListPairs: mostFields,
    settings: { enablePush: false, maxHeaderListSize: longestHead },
  });
}

interface Request {
  readonly stream: ClientHttp2Stream;
  readonly isSent: boolean;
  /** Whether its response has not ended. */
  isReceiving: boolean;
  sendBody(bytes: Buffer): { readonly used: number; readonly room: Promise<void> };
}

/** @throws when HTTP/2 has no form for the request */
function begin(session: ClientHttp2Session, head: RequestHead, scheme: string): Request {
  const problem = notCarried(head.headers);
  if (problem !== null) throw new Error(`HTTP/2 cannot carry this request (${problem.code})`);
  const framing = requestFraming(head);
  const stream = session.request(
    {
      ':method': head.method,
      ':scheme': scheme,
      ':path': head.target,
      ...grouped(http2Fields(head.headers)),
    },
    { endStream: framing.kind === 'none' },
  );
  const reader: BodyReader = createBodyReader(framing, (payload) => void stream.write(payload));
  let isSent = framing.kind === 'none';
  return {
    stream,
    isReceiving: true,
    get isSent() {
      return isSent;
    },
    sendBody(bytes) {
      const { used, state } = reader.consume(bytes);
      isSent = state !== 'more';
      if (isSent) stream.end();
      return { used, room: stream.writableNeedDrain ? roomIn(stream) : Promise.resolve() };
    },
  };
}

function roomIn(stream: ClientHttp2Stream): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done).off('close', done);
      resolve();
    };
    stream.on('drain', done).on('close', done);
  });
}

/** As `node:http2` takes them: the lines of a name together, in the order of the first. */
function grouped(fields: readonly (readonly [string, string])[]): OutgoingHttpHeaders {
  const groups = new Map<string, string | string[]>();
  for (const [name, value] of fields) {
    const before = groups.get(name);
    groups.set(name, before === undefined ? value : [before, value].flat());
  }
  return Object.fromEntries(groups);
}

type Status = Readonly<{ ':status'?: number }>;

function receive(
  carrier: Duplex,
  request: Request,
  method: string,
  ends: StreamEnds,
  lose: (error: Error) => void,
): void {
  const { stream } = request;
  let isChunked = false;
  const give = (bytes: Buffer): void => {
    if (!carrier.destroyed && !carrier.push(bytes)) stream.pause();
  };
  const giveBody = (bytes: Buffer): void => {
    const size = Buffer.from(`${bytes.length.toString(16)}\r\n`);
    give(isChunked ? Buffer.concat([size, bytes, lineEnd]) : bytes);
  };
  const finish = (): void => {
    if (!request.isReceiving || !ends.hasEnded(stream.id ?? 0)) return;
    request.isReceiving = false;
    if (isChunked) give(Buffer.from('0\r\n\r\n'));
  };
  // The third argument is missing in the types of Node.js 20.
  stream.on('headers', (headers: Status, _flags: number, raw: readonly string[]) => {
    give(interimHead(headers[':status'] ?? 100, raw));
  });
  stream.on('response', (headers: Status, _flags: number, raw: readonly string[]) => {
    const head = responseHead(headers[':status'] ?? 0, raw, method);
    isChunked = head.isChunked;
    give(head.bytes);
    // Not before: data that arrives together with the head is emitted before it.
    stream.on('data', giveBody);
  });
  stream
    .on('end', finish)
    // What it is follows from the code that it is closed with.
    .on('error', () => undefined)
    .on('close', () => {
      finish();
      if (request.isReceiving) lose(new Error(`HTTP/2 stream closed early: ${errorName(stream.rstCode)}`));
    });
}

const lineEnd = Buffer.from('\r\n');
