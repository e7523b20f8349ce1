import type { WireFailure } from '../results/exchange.ts';
import { asSent } from '../http1/as-sent.ts';
import { createBodyReader } from '../http1/body-framing.ts';
import type { Framing } from '../http1/body-framing.ts';
import type { Connection } from '../http1/connection.ts';
import { createHeadReader, longestHead } from '../http1/head-reader.ts';
import type { HeadStep, ReadHead } from '../http1/head-reader.ts';
import type { Recording } from './recorder.ts';
import type { Watch } from './watch.ts';

/** The head of a final response, and the bytes after it. */
export type Answer = ReadHead;

/** No head was received. */
export interface NoAnswer {
  readonly failure: WireFailure;
  /** Not even one byte was. */
  readonly silent: boolean;
  /** The target speaks HTTP/2 alone. */
  readonly isHttp2?: boolean;
}

/** Reads up to the final response head. Interim responses (1xx) go to `onInterim`. */
export async function readAnswer(
  link: Connection,
  name: string,
  watch: Watch,
  onInterim: (bytes: Buffer) => void,
): Promise<Answer | NoAnswer> {
  const reader = createHeadReader();
  let step: HeadStep = { kind: 'more' };
  watch.enter('head');
  for (;;) {
    const silent = reader.received === 0;
    switch (step.kind) {
      case 'head':
        if (step.head.status >= 200 || step.head.status === 101) return step;
        onInterim(step.bytes);
        step = reader.next();
        break;
      case 'malformed':
        return { silent, failure: malformed(name, step.beginning), isHttp2: step.isHttp2 };
      case 'too-long':
        return { silent, failure: headTooLong(name) };
      case 'more': {
        const more = await link.read();
        if (more === null) return { silent, failure: watch.stopped ?? lostHead(name, link, reader.received) };
        step = reader.push(more);
      }
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
 * Forwards the response as it arrives. Returns the failure, or the number of extra bytes after the response, which are not
 * forwarded.
 */
export async function relayResponse(
  relay: BodyRelay,
  answer: Answer,
  framing: Framing,
): Promise<WireFailure | { readonly surplus: number }> {
  const { client, link, watch, recording, name } = relay;
  let received = 0;
  const reader = createBodyReader(framing, (payload) => {
    received += payload.length;
    recording.responseBody(payload);
  });
  recording.response(asSent(answer.head, link));
  watch.enter('body');
  let taken = 0;
  let pending: Buffer | null = answer.bytes;
  let bytes = answer.rest;
  for (;;) {
    const { used, state } = reader.consume(bytes);
    taken += used;
    // The framing counts too, because chunk extensions can have any length.
    if (Math.max(received, taken) > relay.maxBytes) return tooLarge(name, relay.maxBytes);
    const part = state === 'broken' ? bytes : bytes.subarray(0, used);
    const room = client.write(pending === null ? part : Buffer.concat([pending, part]));
    pending = null;
    if (state === 'broken') return brokenChunks(name, received);
    if (state === 'done') return { surplus: bytes.length - used };
    if (room !== undefined) await watch.withoutLimit(room);
    const more = await link.read();
    if (more === null) {
      const whole = framing.kind === 'close' && link.error === null;
      return watch.stopped ?? (whole ? { surplus: 0 } : lostBody(name, link, received));
    }
    bytes = more;
  }
}

function malformed(name: string, beginning: string): WireFailure {
  return { kind: 'malformed', detail: `The response of ${name} is not HTTP/1; it begins with ${beginning}.` };
}

function headTooLong(name: string): WireFailure {
  return {
    kind: 'too-large',
    detail: `The response head of ${name} is longer than ${longestHead} bytes, interim responses included.`,
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
    detail: `The chunks of the response of ${name} are malformed after ${received} bytes.`,
  };
}

function lostHead(name: string, link: Connection, received: number): WireFailure {
  const when = received === 0 ? 'without a response' : `in the response head, after ${received} bytes`;
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
    : `reset the connection (${link.error.code ?? link.error.message})`;
}
