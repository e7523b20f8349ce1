import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canBeResponse,
  findHeadEnd,
  keepsAlive,
  parseRequestHead,
  parseResponseHead,
  writeRequestHead,
} from '../../../src/http1/http-head.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('findHeadEnd', () => {
  it.each([
    ['A\r\n\r\nrest', 5],
    ['A\n\nrest', 3],
    ['A\n\r\nrest', 4],
    ['A\r\nB: c\r\n\r\n', 11],
    ['A\r\nB: c\r\n', -1],
    ['A\r\n\r', -1],
    ['', -1],
  ])('%j ends at %i', (text, end) => {
    expect(findHeadEnd(bytes(text))).toBe(end);
  });
});

describe('parseRequestHead', () => {
  it('keeps method, target and version as they are', () => {
    expect(parseRequestHead(bytes('patch http://a`"{}b.test/x?y HTTP/1.1\r\n\r\n'))).toMatchObject({
      method: 'patch',
      target: 'http://a`"{}b.test/x?y',
      version: 'HTTP/1.1',
    });
  });

  it.each(['GET /\r\n\r\n', 'GET / HTTP/2.0\r\n\r\n', 'GET  / HTTP/1.1\r\n\r\n', '\x16\x03\x01\r\n\r\n'])(
    'does not take %j',
    (text) => {
      expect(parseRequestHead(bytes(text))).toBeNull();
    },
  );
});

describe('parseResponseHead', () => {
  it.each([
    ['HTTP/1.1 200 OK', 1, 200, 'OK'],
    ['HTTP/1.1 299 Very  Fine ', 1, 299, 'Very  Fine '],
    ['HTTP/1.0 404 ', 0, 404, ''],
    ['HTTP/1.1 204', 1, 204, ''],
    ['http/1.1 200 ok', 1, 200, 'ok'],
    ['HTTP/1.1', 1, 200, ''],
    ['HTTP/1.1 OK', 1, 200, 'OK'],
    ['HTTP/2.0 200 OK', 1, 200, 'OK'],
  ])('reads %j', (line, minorVersion, status, reason) => {
    expect(parseResponseHead(bytes(`${line}\r\n\r\n`))).toMatchObject({ minorVersion, status, reason });
  });

  it.each(['HTTP/1.1 2000 OK', 'HTTP/x 200 OK', 'SSH-2.0-OpenSSH', 'HTTP/1.1 20 OK', 'HTTP/1.1 000 Odd'])(
    'does not take %j',
    (line) => {
      expect(parseResponseHead(bytes(`${line}\r\n\r\n`))).toBeNull();
    },
  );

  it.each([
    ['A: b', [['A', 'b']]],
    ['A:b\r\na:  c \t', [['A', 'b'], ['a', 'c']]],
    ['A: b\nC: d', [['A', 'b'], ['C', 'd']]],
    ['A: b\r\n  c\r\n\td', [['A', 'b c d']]],
    ['A: b:c', [['A', 'b:c']]],
    ['A : b', [['A ', 'b']]],
    ['A:', [['A', '']]],
    ['no colon\r\nA: b', [['A', 'b']]],
    [' folded onto nothing: x\r\nA: b', [['A', 'b']]],
    ['A: b\0c\xa0', [['A', 'b\0c\xa0']]],
    ['A: b\rc', [['A', 'b\rc']]],
  ])('reads the fields %j', (fields, headers) => {
    expect(parseResponseHead(bytes(`HTTP/1.1 200 OK\r\n${fields}\r\n\r\n`))?.headers).toEqual(headers);
  }); // prettier-ignore

  it('skips line ends in front', () => {
    expect(parseResponseHead(bytes('\r\n\nHTTP/1.1 201 Made\r\n\r\n'))?.status).toBe(201);
  });
});

describe('canBeResponse', () => {
  it.each([
    ['', true],
    ['HT', true],
    ['http/1.1', true],
    ['HTTQ', false],
    ['<html>', false],
  ])('%j: %s', (text, can) => {
    expect(canBeResponse(bytes(text))).toBe(can);
  });
});

describe('writeRequestHead', () => {
  it('changes the target, replaces and adds fields, and keeps every other byte', () => {
    const head = parseRequestHead(
      bytes('GET http://a.test/x HTTP/1.1\r\nHost:a.test\r\nproxy-Connection: k\r\nx:  1 \r\nX: 2\r\n\r\n'),
    );
    if (head === null) throw new Error('not read');
    const written = writeRequestHead(head, {
      target: '/x',
      without: ['proxy-connection', 'host'],
      first: [['Host', 'b.test']],
      last: [['Y', 'z']],
    }).toString('latin1');
    expect(written).toBe('GET /x HTTP/1.1\r\nHost: b.test\r\nx:  1 \r\nX: 2\r\nY: z\r\n\r\n');
  });

  it('gives any fields back as they came', () => {
    const field = fc.tuple(
      fc.stringMatching(/^[A-Za-z-]{1,9}$/),
      fc.stringMatching(/^[ \t!-~\x80-\xff]{0,20}$/),
    );
    fc.assert(
      fc.property(fc.array(field), (fields) => {
        const text = `GET / HTTP/1.1\r\n${fields.map(([name, value]) => `${name}:${value}\r\n`).join('')}\r\n`;
        const head = parseRequestHead(bytes(text));
        const same = { target: '/', without: [], first: [], last: [] };
        expect(head && writeRequestHead(head, same).toString('latin1')).toBe(text);
        expect(head?.headers.length).toBe(fields.length);
      }),
    );
  });
});

describe('keepsAlive', () => {
  it.each([
    ['', 1, true],
    ['', 0, false],
    ['close', 1, false],
    ['Upgrade, Close', 1, false],
    ['Keep-Alive', 0, true],
  ])('Connection %j in HTTP/1.%i: %s', (value, minorVersion, keeps) => {
    expect(keepsAlive(value === '' ? [] : [['Connection', value]], minorVersion)).toBe(keeps);
  });
});
