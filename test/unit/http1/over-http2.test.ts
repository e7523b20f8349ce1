import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { http2Fields, notCarried } from '../../../src/http1/over-http2/fields.ts';
import { beginsAsHttp2, createStreamEnds } from '../../../src/http1/over-http2/frames.ts';
import { responseHead } from '../../../src/http1/over-http2/response.ts';

function frame(type: number, flags: number, stream: number, payload: Buffer = Buffer.alloc(0)): Buffer {
  const header = Buffer.alloc(9);
  header.writeUIntBE(payload.length, 0, 3);
  header.writeUInt8(type, 3);
  header.writeUInt8(flags, 4);
  header.writeUInt32BE(stream, 5);
  return Buffer.concat([header, payload]);
}

describe('beginsAsHttp2', () => {
  it.each<[string, Buffer, boolean]>([
    ['empty SETTINGS', frame(4, 0, 0), true],
    ['SETTINGS', frame(4, 0, 0, Buffer.alloc(12)), true],
    ['GOAWAY', frame(7, 0, 0, Buffer.alloc(8)), true],
    ['SETTINGS of a stream', frame(4, 0, 1), false],
    ['SETTINGS of a length that they cannot have', frame(4, 0, 0, Buffer.alloc(5)), false],
    ['DATA', frame(0, 0, 0, Buffer.alloc(8)), false],
    ['zeros', Buffer.alloc(40), false],
    ['too few bytes', frame(4, 0, 0).subarray(0, 8), false],
    ['a TLS alert', Buffer.from('15030300020246', 'hex'), false],
    ['HTTP/1', Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), false],
  ])('%s: %s', (_, bytes, expected) => {
    expect(beginsAsHttp2(bytes)).toBe(expected);
  });
});

describe('createStreamEnds', () => {
  it('finds the ends of streams, wherever the bytes are cut', () => {
    const frames = [
      frame(4, 1, 0), frame(1, 4, 1, Buffer.from([0x88])), frame(0, 0, 1, Buffer.alloc(30, 1)), frame(0, 1, 1),
      frame(1, 5, 3, Buffer.from([0x88])), frame(3, 1, 5, Buffer.alloc(4)), frame(0, 8, 7, Buffer.alloc(3)),
    ]; // prettier-ignore
    const bytes = Buffer.concat(frames);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: bytes.length })), (cuts) => {
        const ends = createStreamEnds();
        const at = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        for (const [index, from] of at.entries()) ends.consume(bytes.subarray(from, at[index + 1]));
        expect([1, 3, 5, 7].map((stream) => ends.hasEnded(stream))).toEqual([true, true, false, false]);
      }),
    );
  });
});

describe('http2Fields', () => {
  it('has :authority for Host, lower-case names, and nothing of the connection', () => {
    expect(
      http2Fields([
        ['Accept', '*/*'], ['Host', 'a.test:8443'], ['Connection', 'keep-alive, X-Hop'], ['X-Hop', '1'],
        ['Keep-Alive', '5'], ['Transfer-Encoding', 'chunked'], ['TE', 'gzip'], ['te', 'trailers'],
        ['X-Line', 'a'], ['x-line', 'b'],
      ]),
    ).toEqual([
      [':authority', 'a.test:8443'], ['accept', '*/*'], ['te', 'trailers'], ['x-line', 'a'], ['x-line', 'b'],
    ]);
  }); // prettier-ignore
});

describe('notCarried', () => {
  it.each<[string, string, string | undefined]>([
    ['X-Tab', 'a\tb', undefined],
    ['X-Latin', 'é', undefined],
    ['X-Control', 'a\u007fb', 'control-character'],
    ['Upgrade', 'websocket', 'upgrade'],
    ['Authorization', 'b', 'several-lines'],
    ['Access-Control-Request-Headers', 'b', undefined],
  ])('%s: %s', (name, value, code) => {
    const headers = [['authorization', 'a'], ['access-control-request-headers', 'a'], [name, value]] as const; // prettier-ignore
    expect(notCarried(headers)?.code).toBe(code);
  });
});

describe('responseHead', () => {
  it('does not make more fields of a value with line ends', () => {
    const { bytes } = responseHead(
      200,
      [':status', '200', 'content-length', '0', 'x', 'a\r\nSet-Cookie: b=c'],
      'GET',
    );
    expect(bytes.toString('latin1').split('\r\n')).toHaveLength(5);
  });
});
