import { listHas, valuesOf } from './http-head.ts';
import type { RequestHead, ResponseHead } from './http-head.ts';

/** How the end of a body is found (RFC 9112, section 6.3). */
export type Framing =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly bytes: number }
  | { readonly kind: 'chunked' }
  /** With the connection. */
  | { readonly kind: 'close' };

/** What a piece of the stream was: its first `used` bytes belong to the body, framing included. */
export interface Consumed {
  readonly used: number;
  /** `broken`: the chunked coding cannot be read any further. */
  readonly state: 'more' | 'done' | 'broken';
}

/** Finds the end of one body. Keeps counters only; give it the stream piece by piece, cut anywhere. */
export interface BodyReader {
  consume(bytes: Buffer): Consumed;
}

/** The framing of a request's body: without a length there is none. */
export function requestFraming(head: RequestHead): Framing {
  if (listHas(head.headers, 'transfer-encoding', 'chunked')) return { kind: 'chunked' };
  const bytes = contentLength(head.headers);
  return bytes === null || bytes === 0 ? { kind: 'none' } : { kind: 'length', bytes };
}

/**
 * The framing of the body of a final response. A length that is none, or several that differ, is left to the browser
 * to judge: what comes is relayed until the connection ends. Chunked is not known to HTTP/1.0.
 */
export function responseFraming(head: ResponseHead, method: string): Framing {
  if (method === 'HEAD' || head.status < 200 || head.status === 204 || head.status === 304)
    return { kind: 'none' };
  if (head.minorVersion > 0 && listHas(head.headers, 'transfer-encoding', 'chunked'))
    return { kind: 'chunked' };
  const bytes = contentLength(head.headers);
  if (bytes === null) return { kind: 'close' };
  return bytes === 0 ? { kind: 'none' } : { kind: 'length', bytes };
}

/** `onPayload` is given the content as it comes, without the framing. */
export function createBodyReader(framing: Framing, onPayload: (bytes: Buffer) => void): BodyReader {
  switch (framing.kind) {
    case 'none':
      return { consume: () => ({ used: 0, state: 'done' }) };
    case 'length':
      return lengthReader(framing.bytes, onPayload);
    case 'chunked':
      return chunkedReader(onPayload);
    case 'close':
      return {
        consume(bytes) {
          onPayload(bytes);
          return { used: bytes.length, state: 'more' };
        },
      };
  }
}

/** Whether a head states lengths that differ: by RFC 9112, section 6.3, no recipient may guess which one holds. */
export function conflictingLengths(headers: RequestHead['headers']): boolean {
  return !listHas(headers, 'transfer-encoding', 'chunked') && lengths(headers).size > 1;
}

function lengths(headers: RequestHead['headers']): ReadonlySet<string> {
  return new Set(valuesOf(headers, 'content-length').flatMap((value) => value.split(',').map(trim)));
}

function contentLength(headers: RequestHead['headers']): number | null {
  const [only, another] = lengths(headers);
  if (only === undefined || another !== undefined || !/^\d{1,15}$/.test(only)) return null;
  return Number(only);
}

function trim(text: string): string {
  return text.trim();
}

function lengthReader(length: number, onPayload: (bytes: Buffer) => void): BodyReader {
  let left = length;
  return {
    consume(bytes) {
      const used = Math.min(left, bytes.length);
      left -= used;
      if (used > 0) onPayload(bytes.subarray(0, used));
      return { used, state: left === 0 ? 'done' : 'more' };
    },
  };
}

type ChunkedState =
  | { readonly at: 'size'; readonly text: string }
  | { readonly at: 'data'; readonly left: number }
  /** The line end after a chunk. */
  | { readonly at: 'gap' }
  | { readonly at: 'trailers'; readonly line: 'empty' | 'filled' }
  | { readonly at: 'done' }
  | { readonly at: 'broken' };

const lf = 0x0a;
const cr = 0x0d;
/** Chunk extensions come in no number and length that anybody needs. */
const longestSizeLine = 4096;

function chunkedReader(onPayload: (bytes: Buffer) => void): BodyReader {
  let state: ChunkedState = { at: 'size', text: '' };
  return {
    consume(bytes) {
      let used = 0;
      while (used < bytes.length && state.at !== 'done' && state.at !== 'broken') {
        if (state.at === 'data') {
          const end = Math.min(bytes.length, used + state.left);
          onPayload(bytes.subarray(used, end));
          state = state.left === end - used ? { at: 'gap' } : { at: 'data', left: state.left - (end - used) };
          used = end;
        } else {
          state = afterByte(state, bytes[used] ?? lf);
          used += 1;
        }
      }
      return { used, state: state.at === 'done' || state.at === 'broken' ? state.at : 'more' };
    },
  };
}

function afterByte(
  state: Exclude<ChunkedState, { at: 'data' | 'done' | 'broken' }>,
  byte: number,
): ChunkedState {
  switch (state.at) {
    case 'size':
      if (byte === lf) return afterSizeLine(state.text);
      if (state.text.length > longestSizeLine) return { at: 'broken' };
      return { at: 'size', text: state.text + String.fromCharCode(byte) };
    case 'gap':
      if (byte === lf) return { at: 'size', text: '' };
      return byte === cr ? state : { at: 'broken' };
    case 'trailers':
      if (byte === cr) return state;
      if (byte !== lf) return { at: 'trailers', line: 'filled' };
      return state.line === 'empty' ? { at: 'done' } : { at: 'trailers', line: 'empty' };
  }
}

function afterSizeLine(line: string): ChunkedState {
  const match = /^([0-9a-f]{1,12})[ \t]*(?:;.*)?\r?$/is.exec(line);
  if (match === null) return { at: 'broken' };
  const size = Number.parseInt(match[1] ?? '', 16);
  return size === 0 ? { at: 'trailers', line: 'empty' } : { at: 'data', left: size };
}
