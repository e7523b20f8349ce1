import { describe, expect, it } from 'vitest';
import { exposedHeaders } from '../../../src/fetch-standard/response-filter.ts';
import { AC, AM, answer, AO, ask, EH, O, play } from './helpers.ts';

describe('exposed headers', () => {
  const sent = [
    ['Content-Type', 'text/plain'], ['Content-Length', '3'], ['Cache-Control', 'no-store'], ['Content-Language', 'en'],
    ['Expires', '0'], ['Last-Modified', 'x'], ['Pragma', 'no-cache'], ['X-A', '1'], ['x-b', '2'], ['X-a', '3'],
    ['Set-Cookie', 's=1'], ['Set-Cookie2', 's=1'], ['Authorization', 'x'], ['*', 'star'], [AO, O], [AC, 'true'],
  ] as const; // prettier-ignore
  const byDefault = [
    'cache-control', 'content-language', 'content-length', 'content-type', 'expires', 'last-modified', 'pragma',
  ]; // prettier-ignore

  function seen(expose: readonly string[], credentials: 'omit' | 'include' = 'omit'): readonly string[] {
    const headers = expose.map((value) => [EH, value] as const);
    const verdict = play(ask({ credentials }), [answer(200, ...sent, ...headers)]);
    expect(verdict.outcome).toBe('readable');
    return verdict.visibleHeaders.map(([name]) => name).filter((name) => !byDefault.includes(name));
  }

  it('118 shows seven headers by default', () => {
    const verdict = play(ask(), [answer(200, ...sent)]);
    expect(verdict.visibleHeaders.map(([name]) => name)).toEqual(byDefault);
  });

  it.each([
    ['119 absent', [], 'omit', []],
    ['120 a list in any case', ['X-B, x-A'], 'omit', ['x-a', 'x-b']],
    [
      '121 * without credentials',
      ['*'],
      'omit',
      ['*', AC.toLowerCase(), EH.toLowerCase(), AO.toLowerCase(), 'authorization', 'x-a', 'x-b'].sort(),
    ],
    ['122 * with credentials', ['*'], 'include', ['*']],
    ['122 * and a name with credentials', ['*, X-B'], 'include', ['*', 'x-b']],
    ['123 Set-Cookie', ['Set-Cookie, set-cookie2'], 'omit', []],
    ['125 malformed', ['x-a, x b'], 'omit', []],
    ['126 several merge', ['x-a', 'x-b'], 'omit', ['x-a', 'x-b']],
  ] as const)('%s', (_, expose, credentials, names) => {
    expect(seen(expose, credentials)).toEqual(names);
  });

  it.each([
    ['absent', [], 'omit', []],
    ['malformed', [[EH, 'x-a, x b']], 'omit', []],
    ['a wildcard with credentials', [[EH, '*']], 'include', ['*']],
    ['a wildcard', [[EH, '*']], 'omit', ['x-a', 'x-b', EH.toLowerCase()]],
  ] as const)('exposes by name, when the header is %s', (_, expose, credentials, names) => {
    const headers = [['X-A', '1'], ['x-b', '2'], ['x-a', '3'], ...expose] as const;
    expect(exposedHeaders(headers, credentials).names).toEqual(names);
  });

  it('a blocked response shows none, exposed or not', () => {
    const verdict = play(ask(), [answer(200, ['Content-Type', 'text/plain'], ['X-A', '1'], [EH, '*'])]);
    expect(verdict.outcome).toBe('blocked');
    expect(verdict.visibleHeaders).toEqual([]);
  });

  it('lists a repeated header once, as scripts do', () => {
    const verdict = play(ask(), [answer(200, ...sent, [EH, 'x-a'])]);
    expect(verdict.visibleHeaders).toContainEqual(['x-a', '1, 3']);
  });

  it('127 ignores what the preflight exposes', () => {
    const verdict = play(ask({ method: 'PUT' }), [
      answer(204, [AO, '*'], [AM, '*'], [EH, 'x-a']),
      answer(200, [AO, '*'], ['x-a', '1']),
    ]);
    expect(verdict.visibleHeaders).toEqual([]);
  });

  it('shows all but Set-Cookie on the own origin', () => {
    const verdict = play(ask({ url: `${O}/x` }), [
      answer(200, ['Set-Cookie', 'a'], ['set-cookie2', 'b'], ['X-A', '1']),
    ]);
    expect(verdict.visibleHeaders).toEqual([['x-a', '1']]);
  });

  it.each([
    ['absent', [], 'omit', true, { code: 'expose-headers-missing', hidden: ['etag', 'x-a'] }],
    ['a list', ['x-A'], 'omit', true, { code: 'headers-exposed', exposed: ['x-A'], hidden: ['etag'] }],
    ['all', ['etag,x-a'], 'omit', true, { code: 'headers-exposed', exposed: ['etag', 'x-a'], hidden: [] }],
    ['empty', [''], 'omit', true, { code: 'headers-exposed', exposed: [], hidden: ['etag', 'x-a'] }],
    ['a wildcard', ['*'], 'omit', true, { code: 'all-headers-exposed', exposed: ['*'] }],
    [
      'a wildcard with credentials',
      ['*'],
      'include',
      true,
      { code: 'expose-wildcard-with-credentials', exposed: ['*'], hidden: ['etag', 'x-a'] },
    ],
    ['malformed', ['a b'], 'omit', false, { code: 'expose-headers-invalid', value: 'a b' }],
  ] as const)('explains %s', (_, expose, credentials, ok, because) => {
    const headers = expose.map((value) => [EH, value] as const);
    const common = [
      [AO, O],
      [AC, 'true'],
      ['ETag', '1'],
      ['X-A', '1'],
      ['Set-Cookie', 'x'],
      ['Content-Type', 'x'],
    ] as const;
    const verdict = play(ask({ credentials }), [answer(200, ...common, ...headers)]);
    expect(verdict.trace.at(-1)).toEqual({
      step: 'expose-headers',
      anchor: '#cors-safelisted-response-header-name',
      ok,
      ...because,
      header: 'access-control-expose-headers',
      exchange: 0,
    });
  });
});
