import { describe, expect, it } from 'vitest';
import { corsCheck } from '../../../src/fetch-standard/index.ts';
import { exposedHeaders } from '../../../src/fetch-standard/response-filter.ts';
import { AC, AH, AM, AO, EH, O, answer, ask, cases, play } from './helpers.ts';
import type { OriginMistake } from '../../../src/fetch-standard/reasons.ts';
import type { Case } from './helpers.ts';

function withOrigin(name: string, value: string, mistake: OriginMistake): Case {
  const because = {
    code: 'allow-origin-differs',
    value,
    mistake,
    origin: O,
    credentials: 'same-origin',
  } as const;
  return { name, answers: [answer(200, [AO, value])], wire: 'GET', gives: 'cors-check', because };
}

describe('C. Access-Control-Allow-Origin', () => {
  cases([
    { name: '28 * in spaces and tabs', answers: [answer(200, [AO, ' \t* \t'])], wire: 'GET', gives: 'cors' },
    {
      name: '29 O in spaces and tabs',
      answers: [answer(200, [AO, `\t ${O}\t `])],
      wire: 'GET',
      gives: 'cors',
    },
    withOrigin('30 trailing slash', `${O}/`, 'trailing-slash'),
    withOrigin('31 path', `${O}/x`, 'more-than-origin'),
    withOrigin('31 query', `${O}?x`, 'more-than-origin'),
    withOrigin('31 fragment', `${O}#x`, 'more-than-origin'),
    withOrigin('32 default port', `${O}:443`, 'default-port'),
    withOrigin('33 upper-case host', 'https://APP.example.test', 'other-case'),
    withOrigin('33 upper-case scheme', 'HTTPS://app.example.test', 'other-case'),
    withOrigin('34 O and *', `${O}, *`, 'list'),
    withOrigin('35 * and O', `*, ${O}`, 'list'),
    withOrigin('36 two with a space', `${O} https://b.test`, 'whitespace'),
    withOrigin('36 two with a tab', `${O}\thttps://b.test`, 'whitespace'),
    withOrigin('37 **', '**', 'pattern'),
    withOrigin('38 quoted', '"*"', 'quoted'),
    withOrigin('38 quoted once', "'*'", 'quoted'),
    withOrigin('38 an origin in quotes', `"${O}"`, 'quoted'),
    withOrigin('39 a pattern', 'https://*.example.test', 'pattern'),
    withOrigin('40 host only', 'app.example.test', 'no-scheme'),
    withOrigin('41 //host', '//app.example.test', 'no-scheme'),
    withOrigin('41 the end of the host', 'example.test', 'other-origin'),
    withOrigin('42 null for a tuple origin', 'null', 'null'),
    withOrigin('42 NULL', 'NULL', 'null-in-other-case'),
    withOrigin('43 empty', '', 'empty'),
    withOrigin('44 a NUL byte', `${O}\0`, 'control-characters'),
    withOrigin('44 a vertical tab', '\u000b*', 'control-characters'),
    withOrigin('44 a DEL', '*\x7f', 'control-characters'),
    withOrigin('46 look-alike', `${O}.evil`, 'other-origin'),
    withOrigin('46 look-alike with @', `${O}@evil.test`, 'other-origin'),
    withOrigin('47 another port', `${O}:8443`, 'other-port'),
    withOrigin('47 another scheme', 'http://app.example.test', 'other-scheme'),
    withOrigin('47 another scheme and port', 'http://app.example.test:8080', 'other-origin'),
    withOrigin('47 another origin', 'https://other.test', 'other-origin'),
    withOrigin('47 another port, which is none', `${O}:99999`, 'other-origin'),
    withOrigin('47 a word in quotes on one side', '"x', 'other-origin'),
    withOrigin('47 a word before one in quotes', 'x"y"', 'other-origin'),
    withOrigin('47 a word after one in quotes', '"y"x', 'other-origin'),
    withOrigin('47 a word that ends in quotes', 'x"', 'other-origin'),
    {
      name: '45 doubled, even identical',
      answers: [answer(200, [AO, '*'], [AO.toLowerCase(), '*'])],
      wire: 'GET',
      gives: 'cors-check',
      because: {
        code: 'allow-origin-repeated',
        value: '*, *',
        count: 2,
        origin: O,
        credentials: 'same-origin',
      },
    },
    {
      name: '45 three',
      answers: [answer(200, [AO, O], [AO, O], [AO, O])],
      wire: 'GET',
      gives: 'cors-check',
      because: {
        code: 'allow-origin-repeated',
        value: 'https://app.example.test, https://app.example.test, https://app.example.test',
        count: 3,
        origin: O,
        credentials: 'same-origin',
      },
    },
    {
      name: '45 four',
      answers: [answer(200, [AO, O], [AO, O], [AO, O], [AO, ''])],
      wire: 'GET',
      gives: 'cors-check',
      because: {
        code: 'allow-origin-repeated',
        value: 'https://app.example.test, https://app.example.test, https://app.example.test, ',
        count: 4,
        origin: O,
        credentials: 'same-origin',
      },
    },
    {
      name: '48 AO on the preflight only',
      request: { method: 'PUT' },
      answers: [answer(204, [AO, '*'], [AM, 'PUT']), answer(200)],
      wire: 'OPTIONS PUT',
      gives: 'cors-check',
    },
    {
      name: '49 AO on the actual response only',
      request: { method: 'PUT' },
      answers: [answer(204, [AM, 'PUT'])],
      wire: 'OPTIONS',
      gives: 'cors-check',
      because: { code: 'allow-origin-missing', response: 'preflight', origin: O, credentials: 'same-origin' },
    },
    {
      name: '166 a sandboxed page, AO null',
      request: { origin: 'null' },
      answers: [answer(200, [AO, 'null'])],
      wire: 'GET',
      gives: 'cors',
    },
    { name: '166 a sandboxed page, AO *', request: { origin: 'null' }, wire: 'GET', gives: 'cors' },
    {
      name: '166 a sandboxed page, AO an origin',
      request: { origin: 'null' },
      answers: [answer(200, [AO, O])],
      wire: 'GET',
      gives: 'cors-check',
      because: {
        code: 'allow-origin-differs',
        value: O,
        mistake: 'request-origin-is-null',
        origin: 'null',
        credentials: 'same-origin',
      },
    },
  ]);

  it.each([
    [],
    [[AO, 'x']],
    [
      [AO, '*'],
      [AO, '*'],
    ],
  ] as const)('names the header that refused: %j', (...headers) => {
    const [finding] = corsCheck({ origin: O, credentials: 'omit' }, headers);
    expect(finding).toMatchObject({ ok: false, header: 'access-control-allow-origin' });
  });

  it.each([
    [],
    [[AC, 'x']],
    [
      [AC, 'true'],
      [AC, 'true'],
    ],
  ] as const)('names the header about credentials: %j', (...headers) => {
    const [, finding] = corsCheck({ origin: O, credentials: 'include' }, [[AO, O], ...headers]);
    expect(finding).toMatchObject({ ok: false, header: 'access-control-allow-credentials' });
  });

  it('is about the response when nothing else is given', () => {
    const [finding] = corsCheck({ origin: O, credentials: 'omit' }, []);
    expect(finding).toMatchObject({ code: 'allow-origin-missing', response: 'response' });
  });

  it.each([O, 'nowhere'])('an origin that is not a URL is a different origin than %s', (value) => {
    const [finding] = corsCheck({ origin: 'nonsense', credentials: 'omit' }, [[AO, value]]);
    expect(finding).toMatchObject({ code: 'allow-origin-differs', mistake: 'other-origin' });
  });

  it('gives the reason why the response is shared', () => {
    const findings = (value: string) => corsCheck({ origin: O, credentials: 'omit' }, [[AO, value]]);
    const common = { step: 'cors-check', ok: true, header: 'access-control-allow-origin' };
    expect(findings('*')).toEqual([{ ...common, code: 'allow-origin-wildcard', credentials: 'omit' }]);
    expect(findings(O)).toEqual([{ ...common, code: 'allow-origin-matches', origin: O }]);
  });

  it('keeps a long value whole', () => {
    const value = 'x'.repeat(10_000);
    expect(corsCheck({ origin: O, credentials: 'omit' }, [[AO, value]])).toMatchObject([{ value }]);
  });
});

const include = { credentials: 'include' } as const;
function withCredentials(name: string, values: readonly string[], because: Case['because'] & object): Case {
  const headers = values.map((value) => [AC, value] as const);
  return {
    name,
    request: include,
    answers: [answer(200, [AO, O], ...headers)],
    wire: 'GET',
    gives: 'credentials-check',
    because,
  };
}

describe('F. credentials', () => {
  cases([
    {
      name: '105 include, AO = O, AC true',
      request: include,
      answers: [answer(200, [AO, O], [AC, ' true '])],
      wire: 'GET',
      gives: 'cors',
    },
    {
      name: '106 include, AO *',
      request: include,
      answers: [answer(200, [AO, '*'], [AC, 'true'])],
      wire: 'GET',
      gives: 'cors-check',
      because: { code: 'allow-origin-wildcard-with-credentials', origin: O, credentials: 'include' },
    },
    withCredentials('107 AC absent', [], { code: 'allow-credentials-missing', response: 'response' }),
    ...['True', 'TRUE', '"true"', '1', 'false', ''].map((value) =>
      withCredentials(`107 AC ${value}`, [value], { code: 'allow-credentials-differs', value }),
    ),
    withCredentials('107 AC doubled', ['true', 'true'], {
      code: 'allow-credentials-repeated',
      value: 'true, true',
      count: 2,
    }),
    {
      name: '108 omit, AO * and AC',
      request: { credentials: 'omit' },
      answers: [answer(200, [AO, '*'], [AC, 'true'])],
      wire: 'GET',
      gives: 'cors',
    },
    {
      name: '108 same-origin, AO * and AC',
      answers: [answer(200, [AO, '*'], [AC, 'no'])],
      wire: 'GET',
      gives: 'cors',
    },
    {
      name: '109 the preflight lacks AC',
      request: { ...include, method: 'PUT' },
      answers: [answer(204, [AO, O], [AM, 'PUT'])],
      wire: 'OPTIONS',
      gives: 'credentials-check',
      because: { code: 'allow-credentials-missing', response: 'preflight' },
    },
    {
      name: '113 cross-origin 401 is readable',
      answers: [answer(401, [AO, O])],
      wire: 'GET',
      gives: 'cors',
      status: 401,
    },
  ]);

  it('105 names both headers in its trace', () => {
    const verdict = play(ask(include), [answer(200, [AO, O], [AC, 'true'])]);
    expect(verdict.trace.map(({ header }) => header).filter(Boolean)).toEqual([
      'access-control-allow-origin',
      'access-control-allow-credentials',
      'access-control-expose-headers',
    ]);
    expect(verdict.trace.find(({ step }) => step === 'credentials-check')?.code).toBe(
      'allow-credentials-true',
    );
  });

  it.each([
    ['include', `${O}/x`, true],
    ['same-origin', `${O}/x`, true],
    ['omit', `${O}/x`, false],
    ['include', 'https://api.example.test/', true],
    ['same-origin', 'https://api.example.test/', false],
    ['omit', 'https://api.example.test/', false],
  ] as const)('110 credentials %s to %s: sent %s', (credentials, url, sent) => {
    const verdict = play(ask({ credentials, url }), [answer(200, [AO, O], [AC, 'true'])]);
    expect(verdict.calls[0]?.sendCredentials).toBe(sent);
  });

  it('81 a preflight carries no credentials', () => {
    const verdict = play(ask({ ...include, method: 'PUT' }), [
      answer(204, [AO, O], [AC, 'true'], [AM, 'PUT']),
      answer(200, [AO, O], [AC, 'true']),
    ]);
    expect(verdict.calls.map(({ sendCredentials }) => sendCredentials)).toEqual([false, true]);
  });
});

describe('G. exposed headers', () => {
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

describe('E. what no case of the preflight may read', () => {
  it('102 AM and AH on the actual response are ignored', () => {
    const verdict = play(ask(), [answer(200, [AO, '*'], [AM, 'a b'], [AH, 'a b'])]);
    expect(verdict.outcome).toBe('readable');
  });
});
