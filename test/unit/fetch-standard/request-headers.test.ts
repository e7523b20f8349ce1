import { describe, expect, it } from 'vitest';
import {
  isForbiddenRequestHeader,
  isSafelistedRequestHeader,
  mimeTypeEssence,
  normalizeMethod,
} from '../../../src/fetch-standard/index.ts';

describe('CORS-safelisted request headers', () => {
  const unsafe = [
    ...Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)).filter((c) => c !== '\t'),
    ...Array.from('"():<>?@[\\]{}\x7f'),
  ];
  const bytes = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));

  it('knows each unsafe byte of Accept', () => {
    expect(bytes.filter((byte) => !isSafelistedRequestHeader('ACCEPT', `a${byte}b`))).toEqual(
      [...unsafe].sort(),
    );
  });

  it('knows each safe byte of a language', () => {
    const safe = bytes.filter((byte) => isSafelistedRequestHeader('accept-language', `a${byte}b`));
    expect(safe.join('')).toBe(' *,-.0123456789;=ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');
  });

  it.each(['constructor', '__proto__', 'toString', 'x-accept', 'accept-x'])('does not know %s', (name) => {
    expect(isSafelistedRequestHeader(name, 'a')).toBe(false);
  });

  it('compares ranges of any length', () => {
    expect(isSafelistedRequestHeader('range', 'bytes=9007199254740993-9007199254740992')).toBe(false);
    expect(isSafelistedRequestHeader('range', 'bytes=9007199254740992-9007199254740993')).toBe(true);
  });
});

describe('MIME types', () => {
  it.each([
    ['text/plain', 'text/plain'],
    [' \r\n\tTEXT/Plain \t;charset=x', 'text/plain'],
    ['text/plain;', 'text/plain'],
    ['a/b/c', null],
    ['/b', null],
    ['a/', null],
    ['a/;b', null],
    ['a', null],
    ['', null],
    ['a b/c', null],
    ['a/b c', null],
    ['a/ b', null],
    ['x/y;a/b', 'x/y'],
  ])('%j is %j', (value, essence) => {
    expect(mimeTypeEssence(value)).toBe(essence);
  });
});

describe('methods', () => {
  it.each([
    ['get', 'GET'], ['head', 'HEAD'], ['post', 'POST'], ['put', 'PUT'], ['delete', 'DELETE'], ['options', 'OPTIONS'],
    ['patch', 'patch'], ['Patch', 'Patch'], ['unicorn', 'unicorn'], ['gEt', 'GET'],
  ])('normalises %s to %s', (method, normalized) => {
    expect(normalizeMethod(method)).toBe(normalized);
  }); // prettier-ignore
});

describe('forbidden request headers', () => {
  const names = [
    'Accept-Charset', 'Accept-Encoding', 'Access-Control-Request-Headers', 'Access-Control-Request-Method',
    'Connection', 'Content-Length', 'Cookie', 'Cookie2', 'Date', 'DNT', 'Expect', 'Host', 'Keep-Alive', 'Origin',
    'Referer', 'Set-Cookie', 'TE', 'Trailer', 'Transfer-Encoding', 'Upgrade', 'Via', 'Proxy-', 'Sec-', 'sec-fetch-mode',
  ]; // prettier-ignore
  it.each(names)('%s is one', (name) => {
    expect(isForbiddenRequestHeader(name, 'x')).toBe(true);
  });

  it.each(['User-Agent', 'X-Sec-', 'Proxy', 'Accept', 'X-HTTP-Method'])('%s is none', (name) => {
    expect(isForbiddenRequestHeader(name, 'x')).toBe(false);
  });

  it.each([
    ['X-HTTP-Method', 'trace', true],
    ['x-method-override', 'GET, CONNECT', true],
    ['X-HTTP-Method-Override', 'GET,track ,PUT', true],
    ['X-HTTP-Method-Override', 'TRACES', false],
    ['X-HTTP-Method-Override', '"a, TRACE, b"', false],
    ['X-HTTP-Method-Override', '"a\\", TRACE, b"', false],
    ['X-HTTP-Method-Override', '"a", TRACE', true],
    ['X-HTTP-Method-Override', '"a, TRACE', false],
    ['X-HTTP-Method-Override', '', false],
    ['X-Other', 'TRACE', false],
  ])('%s: %s is one: %s', (name, value, forbidden) => {
    expect(isForbiddenRequestHeader(name, value)).toBe(forbidden);
  });
});
