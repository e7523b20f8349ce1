import { conflictingLengths, createBodyReader, responseFraming } from './body-framing.ts';
import type { BodyReader, Framing } from './body-framing.ts';
import type { Connection } from './connection.ts';
import { asSent } from './as-sent.ts';
import { createHeadReader } from './head-reader.ts';
import type { HeadStep, ReadHead } from './head-reader.ts';
import { keepsAlive } from './http-head.ts';
import type { ResponseHead } from './http-head.ts';
import { readSurplus } from './surplus.ts';
import { switchingProtocols } from './status.ts';

export interface AskLimits {
  /** For everything until the head of the final response is there: milliseconds. */
  readonly headMs: number;
  /** From there on for the body: milliseconds. What has come until then is what is given. */
  readonly bodyMs: (head: ResponseHead) => number;
  /** Of the body, so many bytes are read at most. 0: the head is all that is wanted. */
  readonly bodyBytes: number;
  /** Whether nothing more of the body is read, because its beginning is all that is wanted. */
  readonly isEnough?: (head: ResponseHead, body: () => Buffer) => boolean;
  /** Whether the request asks for another protocol: a response that switches to it is an answer, of which the head is read. */
  readonly mayUpgrade?: boolean;
  /** Whether what a server sends as the body of its response to HEAD is read, which HTTP does not allow. */
  readonly bodyOfHead?: boolean;
  /** Cuts the connection at once. */
  readonly signal?: AbortSignal;
}

/** A response whose head is there. */
export interface Reply {
  readonly kind: 'reply';
  readonly head: ResponseHead;
  /** The beginning of the body, without its framing. */
  readonly body: Buffer;
  /** Whether that is all of it. When not, the connection is cut. */
  readonly complete: boolean;
  /** Whether the connection can be used again. */
  readonly open: boolean;
}

/** No response, or one that broke off. `closed`: by the other side, or because the connection was cut. */
export interface NoReply {
  readonly kind: 'timeout' | 'closed' | 'malformed' | 'too-long' | 'broken';
  /** What came that is not HTTP/1, quoted, or else a clause for people. */
  readonly detail: string;
  /** Of what is malformed: whether it comes from a server that speaks HTTP/2 alone. */
  readonly isHttp2?: boolean;
}

/**
 * Sends a request, and reads the response as leniently as browsers do, within limits of time and size that nothing
 * that comes can move. Never rejects.
 * @param request head and body as they go on the wire
 */
export async function ask(
  connection: Connection,
  request: Buffer,
  method: string,
  limits: AskLimits,
): Promise<Reply | NoReply> {
  const timer = createTimer(connection);
  const cut = (): void => connection.cut();
  limits.signal?.addEventListener('abort', cut, { once: true });
  if (limits.signal?.aborted === true) cut();
  try {
    timer.start(limits.headMs);
    void connection.write(request);
    const read = await readHead(connection, timer);
    if ('detail' in read) return read;
    if (read.head.status === switchingProtocols && limits.mayUpgrade === true)
      return { ...headAlone(connection, read), complete: true };
    if (read.head.status === switchingProtocols)
      return refuse(connection, 'it switches to another protocol without a request to do so');
    if (conflictingLengths(read.head.headers)) return refuse(connection, 'it has conflicting lengths');
    if (limits.bodyBytes === 0) return headAlone(connection, read);
    timer.start(limits.bodyMs(read.head));
    return await readRest(connection, read, method, limits, timer);
  } finally {
    timer.stop();
    limits.signal?.removeEventListener('abort', cut);
  }
}

function headAlone(connection: Connection, { head }: ReadHead): Reply {
  connection.cut();
  const body = Buffer.alloc(0);
  return { kind: 'reply', head: asSent(head, connection), body, complete: false, open: false };
}

function readRest(
  connection: Connection,
  read: ReadHead,
  method: string,
  limits: AskLimits,
  timer: Timer,
): Promise<Reply | NoReply> {
  const isForBodyOfHead =
    method === 'HEAD' && limits.bodyOfHead === true && connection.protocol === 'http/1.1';
  if (isForBodyOfHead) return headWithBody(connection, read);
  return readBody(connection, read, responseFraming(read.head, method), limits, timer);
}

/** A response to HEAD, with the body that it should not have. */
async function headWithBody(connection: Connection, { head, rest }: ReadHead): Promise<Reply> {
  const body = await readSurplus(connection, rest);
  return { kind: 'reply', head: asSent(head, connection), body, complete: true, open: false };
}

/** Cuts a connection when the time is up. */
interface Timer {
  start(ms: number): void;
  stop(): void;
  readonly isUp: boolean;
}

function createTimer(connection: Connection): Timer {
  let timer: NodeJS.Timeout | undefined;
  let isUp = false;
  const stop = (): void => clearTimeout(timer);
  return {
    start(ms) {
      stop();
      timer = setTimeout(() => {
        isUp = true;
        connection.cut();
      }, ms);
    },
    stop,
    get isUp() {
      return isUp;
    },
  };
}

function refuse(connection: Connection, detail: string): NoReply {
  connection.cut();
  return { kind: 'malformed', detail };
}

async function readHead(connection: Connection, timer: Timer): Promise<ReadHead | NoReply> {
  const reader = createHeadReader();
  let step: HeadStep = { kind: 'more' };
  for (;;) {
    switch (step.kind) {
      case 'head':
        if (step.head.status >= 200 || step.head.status === switchingProtocols) return step;
        step = reader.next();
        break;
      case 'malformed':
        return { ...refuse(connection, step.beginning), isHttp2: step.isHttp2 };
      case 'too-long':
        connection.cut();
        return { kind: 'too-long', detail: 'the head does not end' };
      case 'more': {
        const bytes = await connection.read();
        if (bytes === null)
          return {
            kind: timer.isUp ? 'timeout' : 'closed',
            detail: 'no complete response head was received',
          };
        step = reader.push(bytes);
      }
    }
  }
}

async function readBody(
  connection: Connection,
  { head, rest }: ReadHead,
  framing: Framing,
  { bodyBytes, isEnough }: AskLimits,
  timer: Timer,
): Promise<Reply | NoReply> {
  const parts: Buffer[] = [];
  let length = 0;
  const reader: BodyReader = createBodyReader(framing, (bytes) => {
    parts.push(bytes.subarray(0, Math.max(0, bodyBytes - length)));
    length += bytes.length;
  });
  const reply = (complete: boolean, open = false): Reply => {
    if (!open) connection.cut();
    return { kind: 'reply', head: asSent(head, connection), body: Buffer.concat(parts), complete, open };
  };
  let taken = 0;
  for (let bytes = rest; ;) {
    const { used, state } = reader.consume(bytes);
    taken += used;
    if (state === 'broken') return { kind: 'broken', detail: 'the chunks of the body are malformed' };
    if (state === 'done') {
      const open = used === bytes.length && keepsAlive(head.headers, head.minorVersion);
      return reply(true, open);
    }
    // The framing counts as well: chunks of a byte can have extensions of any length.
    if (taken >= bodyBytes || isEnough?.(head, () => Buffer.concat(parts)) === true) return reply(false);
    const more = await connection.read();
    if (more === null) {
      if (timer.isUp) return reply(false);
      const isWhole = framing.kind === 'close' && connection.error === null;
      if (isWhole) return reply(true);
      return { kind: 'broken', detail: 'the body ended early' };
    }
    bytes = more;
  }
}
