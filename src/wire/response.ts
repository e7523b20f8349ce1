import type { WireFailure } from '../vocabulary/exchange.ts';
import { createBodyReader } from '../http1/body-framing.ts';
import type { Framing } from '../http1/body-framing.ts';
import type { Connection } from '../http1/connection.ts';
import { canBeResponse, findHeadEnd, leadingLineEnds, parseResponseHead } from '../http1/http-head.ts';
import type { ResponseHead } from '../http1/http-head.ts';
import type { Recording } from './recorder.ts';
import type { Watch } from './watch.ts';

/** The head of a final response, and what has come after it. */
export interface Answer {
  readonly head: ResponseHead;
  /** The head as it came. */
  readonly bytes: Buffer;
  readonly rest: Buffer;
}

/** There is no head. `silent`: not one byte came. */
export interface NoAnswer {
  readonly failure: WireFailure;
  readonly silent: boolean;
}

/** What browsers accept at most. */
const longestHead = 256 * 1024;

/** Reads up to the final response's head. Interim responses (1xx) are handed to `onInterim` as they come. */
export async function readAnswer(
  link: Connection,
  name: string,
  watch: Watch,
  onInterim: (bytes: Buffer) => void,
): Promise<Answer | NoAnswer> {
  let bytes: Buffer = Buffer.alloc(0);
  let silent = true;
  watch.touch('head');
  for (;;) {
    const start = leadingLineEnds(bytes);
    if (!canBeResponse(bytes.subarray(start))) return { silent, failure: malformed(name, bytes) };
    const end = findHeadEnd(bytes, start);
    if (end >= 0) {
      const answer = splitAnswer(bytes, start, end);
      if (answer === null) return { silent, failure: malformed(name, bytes) };
      if (answer.head.status >= 200 || answer.head.status === 101) return answer;
      onInterim(answer.bytes);
      bytes = answer.rest;
    } else {
      if (bytes.length > longestHead) return { silent, failure: headTooLong(name) };
      const more = await link.read();
      if (more === null) return { silent, failure: watch.stopped ?? lostHead(name, link, bytes.length) };
      watch.touch();
      silent = false;
      bytes = bytes.length === 0 ? more : Buffer.concat([bytes, more]);
    }
  }
}

export interface BodyRelay {
  readonly client: Connection;
  readonly link: Connection;
  readonly name: string;
  readonly watch: Watch;
  readonly recording: Recording;
  readonly maxBytes: number;
}

/**
 * Passes the response on as it comes, its head first. Gives the failure, or whether more came than belongs to the
 * response; that is not passed on.
 */
export async function relayResponse(
  relay: BodyRelay,
  answer: Answer,
  framing: Framing,
): Promise<WireFailure | { readonly surplus: boolean }> {
  const { client, link, watch, recording, name } = relay;
  let received = 0;
  const reader = createBodyReader(framing, (payload) => {
    received += payload.length;
    recording.responseBody(payload);
  });
  recording.response(answer.head);
  watch.touch('body');
  let pending: Buffer | null = answer.bytes;
  let bytes = answer.rest;
  for (;;) {
    const { used, state } = reader.consume(bytes);
    if (received > relay.maxBytes) return tooLarge(name, relay.maxBytes);
    const part = state === 'broken' ? bytes : bytes.subarray(0, used);
    const room = client.write(pending === null ? part : Buffer.concat([pending, part]));
    pending = null;
    if (state === 'broken') return brokenChunks(name, received);
    if (state === 'done') return { surplus: used < bytes.length };
    if (room !== undefined) await watch.forBrowser(room);
    const more = await link.read();
    if (more === null) {
      const whole = framing.kind === 'close' && link.error === null;
      return watch.stopped ?? (whole ? { surplus: false } : lostBody(name, link, received));
    }
    watch.touch();
    bytes = more;
  }
}

function splitAnswer(bytes: Buffer, start: number, end: number): Answer | null {
  const head = parseResponseHead(bytes.subarray(start, end));
  return head && { head, bytes: bytes.subarray(0, end), rest: bytes.subarray(end) };
}

function malformed(name: string, bytes: Buffer): WireFailure {
  const beginning = JSON.stringify(bytes.toString('latin1', 0, 60));
  return { kind: 'malformed', detail: `What ${name} sent is not HTTP/1; it begins with ${beginning}.` };
}

function headTooLong(name: string): WireFailure {
  return {
    kind: 'too-large',
    detail: `The head of the response of ${name} is longer than ${longestHead} bytes.`,
  };
}

function tooLarge(name: string, maxBytes: number): WireFailure {
  return {
    kind: 'too-large',
    detail: `The response body of ${name} is longer than ${maxBytes} bytes; it was cut off there.`,
  };
}

function brokenChunks(name: string, received: number): WireFailure {
  return {
    kind: 'malformed',
    detail: `The chunks of the response of ${name} cannot be read any further after ${received} bytes.`,
  };
}

function lostHead(name: string, link: Connection, received: number): WireFailure {
  const when = received === 0 ? 'without an answer' : `in the head of its response, after ${received} bytes`;
  return { kind: 'reset', detail: `${name} ${howLost(link)} ${when}.` };
}

function lostBody(name: string, link: Connection, received: number): WireFailure {
  return {
    kind: 'reset',
    detail: `${name} ${howLost(link)} after ${received} bytes of its response body, before its end.`,
  };
}

function howLost(link: Connection): string {
  return link.error === null
    ? 'closed the connection'
    : `broke the connection off (${link.error.code ?? link.error.message})`;
}
