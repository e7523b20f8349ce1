import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBodyReader, requestFraming, responseFraming } from '../../../src/http1/body-framing.ts';
import type { Framing } from '../../../src/http1/body-framing.ts';
import { parseRequestHead, parseResponseHead } from '../../../src/http1/http-head.ts';

const chunked: Framing = { kind: 'chunked' };

function read(framing: Framing, pieces: readonly Buffer[]) {
  let payload = '';
  let used = 0;
  let state = 'more';
  const reader = createBodyReader(framing, (bytes) => (payload += bytes.toString('latin1')));
  for (const piece of pieces) {
    if (state !== 'more') break;
    const step = reader.consume(piece);
    used += step.used;
    state = step.state;
  }
  return { payload, used, state };
}

const readWhole = (framing: Framing, text: string) => read(framing, [Buffer.from(text, 'latin1')]);

describe('chunked bodies', () => {
  it.each([
    ['0\r\n\r\n', '', 'done', 5],
    ['3\r\nabc\r\n0\r\n\r\nrest', 'abc', 'done', 13],
    ['3;name="x"\r\nabc\r\n0\r\n\r\n', 'abc', 'done', 22],
    ['0a \r\n0123456789\r\n0\r\nA: b\r\nC: d\r\n\r\nrest', '0123456789', 'done', 34],
    ['3\nabc\n0\n\n', 'abc', 'done', 9],
    ['3\r\nab', 'ab', 'more', 5],
    ['3\r\nabc\r\n0\r\n', 'abc', 'more', 11],
    ['3\r\nabcd', 'abc', 'broken', 7],
    ['x\r\n', '', 'broken', 3],
    ['\r\n', '', 'broken', 2],
  ])('%j', (text, payload, state, used) => {
    expect(readWhole(chunked, text)).toEqual({ payload, state, used });
  });

  it('gives up on a size line without end', () => {
    expect(readWhole(chunked, '1;'.padEnd(10_000, 'x')).state).toBe('broken');
  });

  it('are the same wherever the stream is cut', () => {
    const text = '5;e=1\r\nhello\r\nB\r\n, the world\r\n0\r\nTrailer: x\r\n\r\nnext';
    const whole = readWhole(chunked, text);
    expect(whole.state).toBe('done');
    fc.assert(
      fc.property(fc.array(fc.nat(text.length)), (cuts) => {
        const edges = [0, ...cuts.sort((a, b) => a - b), text.length];
        const pieces = edges
          .slice(1)
          .map((end, index) => Buffer.from(text.slice(edges[index], end), 'latin1'));
        expect(read(chunked, pieces)).toEqual(whole);
      }),
    );
  });
});

describe('bodies of a known length', () => {
  it('end where they end', () => {
    expect(readWhole({ kind: 'length', bytes: 3 }, 'abcdef')).toEqual({
      payload: 'abc',
      used: 3,
      state: 'done',
    });
  });
});

describe('the framing of a response', () => {
  it.each([
    ['HTTP/1.1 200 OK\r\nContent-Length: 3', 'GET', { kind: 'length', bytes: 3 }],
    ['HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 3', 'GET', { kind: 'length', bytes: 3 }],
    ['HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4', 'GET', { kind: 'close' }],
    ['HTTP/1.1 200 OK\r\nContent-Length: -1', 'GET', { kind: 'close' }],
    ['HTTP/1.1 200 OK\r\nContent-Length: 0', 'GET', { kind: 'none' }],
    ['HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: gzip, Chunked', 'GET', { kind: 'chunked' }],
    ['HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked', 'GET', { kind: 'close' }],
    ['HTTP/1.1 200 OK', 'GET', { kind: 'close' }],
    ['HTTP/1.1 200 OK\r\nContent-Length: 3', 'HEAD', { kind: 'none' }],
    ['HTTP/1.1 204 No\r\nContent-Length: 3', 'OPTIONS', { kind: 'none' }],
    ['HTTP/1.1 304 No\r\nTransfer-Encoding: chunked', 'GET', { kind: 'none' }],
  ])('%j to %s', (text, method, framing) => {
    const head = parseResponseHead(Buffer.from(`${text}\r\n\r\n`));
    expect(head && responseFraming(head, method)).toEqual(framing);
  });
});

describe('the framing of a request', () => {
  it.each([
    ['', { kind: 'none' }],
    ['Content-Length: 3\r\n', { kind: 'length', bytes: 3 }],
    ['Content-Length: 0\r\n', { kind: 'none' }],
    ['Transfer-Encoding: chunked\r\n', { kind: 'chunked' }],
  ])('%j', (fields, framing) => {
    const head = parseRequestHead(Buffer.from(`POST / HTTP/1.1\r\n${fields}\r\n`));
    expect(head && requestFraming(head)).toEqual(framing);
  });
});
