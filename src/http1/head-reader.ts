import { canBeResponse, findHeadEnd, leadingLineEnds, parseResponseHead } from './http-head.ts';
import type { ResponseHead } from './http-head.ts';
import { beginsAsHttp2 } from './over-http2/frames.ts';

/** What browsers accept at most: bytes, for all heads of a response together. */
export const longestHead = 256 * 1024;

/** The head of a response, and what has come after it. */
export interface ReadHead {
  readonly head: ResponseHead;
  /** The head as it came. */
  readonly bytes: Buffer;
  readonly rest: Buffer;
}

export type HeadStep =
  | { readonly kind: 'more' }
  | ({ readonly kind: 'head' } & ReadHead)
  /** `beginning`: of what is not HTTP/1, quoted. `isHttp2`: it is what servers begin with that speak HTTP/2 alone. */
  | { readonly kind: 'malformed'; readonly beginning: string; readonly isHttp2: boolean }
  | { readonly kind: 'too-long' };

/** Reads the heads of one response: those of interim responses (1xx), then the final one. */
export interface HeadReader {
  /** Takes the next piece of the stream. */
  push(bytes: Buffer): HeadStep;
  /** After an interim response: looks for the next head in what has come already. */
  next(): HeadStep;
  /** Bytes that have come, all heads together. */
  readonly received: number;
}

/** Pieces may be of any size: each byte is copied and looked at a fixed number of times. */
export function createHeadReader(): HeadReader {
  let buffer = Buffer.alloc(0);
  let length = 0;
  let start = 0;
  let searched = 0;
  let spent = 0;

  const append = (bytes: Buffer): void => {
    if (length + bytes.length > buffer.length) {
      const larger = Buffer.alloc(2 * (length + bytes.length));
      buffer.copy(larger, 0, 0, length);
      buffer = larger;
    }
    bytes.copy(buffer, length);
    length += bytes.length;
  };
  const look = (): HeadStep => {
    start += leadingLineEnds(buffer.subarray(start, length));
    const seen = buffer.subarray(0, length);
    if (!canBeResponse(seen.subarray(start))) return malformed(seen);
    const end = findHeadEnd(seen, Math.max(start, searched));
    if (end < 0 || spent + end > longestHead) {
      searched = Math.max(0, length - 3);
      return spent + length > longestHead ? { kind: 'too-long' } : { kind: 'more' };
    }
    const head = parseResponseHead(seen.subarray(start, end));
    if (head === null) return malformed(seen);
    const step = { kind: 'head', head, bytes: seen.subarray(0, end), rest: seen.subarray(end) } as const;
    spent += end;
    [buffer, length, start, searched] = [step.rest, step.rest.length, 0, 0];
    return step;
  };
  return {
    push(bytes) {
      append(bytes);
      return look();
    },
    next: look,
    get received() {
      return spent + length;
    },
  };
}

function malformed(bytes: Buffer): HeadStep {
  const beginning = JSON.stringify(bytes.toString('latin1', 0, 60));
  return { kind: 'malformed', beginning, isHttp2: beginsAsHttp2(bytes) };
}
