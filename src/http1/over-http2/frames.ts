/** The frames of HTTP/2, as far as they are looked at from outside. https://www.rfc-editor.org/rfc/rfc9113#section-4.1 */

const headerBytes = 9;
const types = { data: 0x0, headers: 0x1, settings: 0x4, goAway: 0x7 } as const;
const endStream = 0x1;

interface FrameHeader {
  readonly length: number;
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
}

function readHeader(bytes: Buffer): FrameHeader {
  return {
    length: bytes.readUIntBE(0, 3),
    type: bytes.readUInt8(3),
    flags: bytes.readUInt8(4),
    stream: bytes.readUInt32BE(5) & 0x7fffffff,
  };
}

/** The longest first frame of a server: settings are 6 bytes each, and GOAWAY may have a text. */
const longestFirstFrame = 16 * 1024;

/** Whether a stream of bytes begins as a server does that speaks HTTP/2: with SETTINGS, or with GOAWAY where it rejects HTTP/1. */
export function beginsAsHttp2(bytes: Buffer): boolean {
  if (bytes.length < headerBytes) return false;
  const { length, type, stream } = readHeader(bytes);
  const isFirst = (type === types.settings && length % 6 === 0) || (type === types.goAway && length >= 8);
  return isFirst && stream === 0 && length <= longestFirstFrame;
}

/**
 * Which streams the other side has ended. `node:http2` reports a stream that was reset without an error, or whose connection was
 * lost, as it reports one that has ended: an incomplete response would pass for a complete one.
 */
export interface StreamEnds {
  /** Takes the next piece of what the other side sends. */
  consume(bytes: Buffer): void;
  hasEnded(stream: number): boolean;
}

export function createStreamEnds(): StreamEnds {
  const ended = new Set<number>();
  let header = Buffer.alloc(0);
  let payload = 0;
  return {
    consume(bytes) {
      for (let at = 0; at < bytes.length;) {
        if (payload > 0) {
          const skipped = Math.min(payload, bytes.length - at);
          payload -= skipped;
          at += skipped;
          continue;
        }
        const more = bytes.subarray(at, at + headerBytes - header.length);
        header = Buffer.concat([header, more]);
        at += more.length;
        if (header.length < headerBytes) return;
        const { length, type, flags, stream } = readHeader(header);
        header = Buffer.alloc(0);
        payload = length;
        const canEnd = type === types.data || type === types.headers;
        if (canEnd && (flags & endStream) !== 0) ended.add(stream);
      }
    },
    hasEnded: (stream) => ended.has(stream),
  };
}
