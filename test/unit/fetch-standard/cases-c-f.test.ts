import { describe, expect, it } from 'vitest';
import { corsCheck } from '../../../src/fetch-standard/index.ts';
import { exposedHeaders } from '../../../src/fetch-standard/response-filter.ts';
import { AC, AH, AM, AO, EH, O, answer, ask, cases, play } from './helpers.ts';
import type { Case } from './helpers.ts';

const wanted = ' It must be `*` or exactly `https://app.example.test`.';

function withOrigin(name: string, value: string, why: string): Case {
  const says = `Access-Control-Allow-Origin is \`${value}\`: ${why}.${wanted}`;
  return { name, answers: [answer(200, [AO, value])], wire: 'GET', gives: 'cors-check', says };
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
    withOrigin('30 trailing slash', `${O}/`, 'an origin has no trailing slash'),
    withOrigin('31 path', `${O}/x`, 'an origin is scheme, host and port, and nothing after'),
    withOrigin('31 query', `${O}?x`, 'an origin is scheme, host and port, and nothing after'),
    withOrigin('31 fragment', `${O}#x`, 'an origin is scheme, host and port, and nothing after'),
    withOrigin('32 default port', `${O}:443`, "an origin leaves out its scheme's default port"),
    withOrigin(
      '33 upper-case host',
      'https://APP.example.test',
      'origins are compared with case, and are in lower case',
    ),
    withOrigin(
      '33 upper-case scheme',
      'HTTPS://app.example.test',
      'origins are compared with case, and are in lower case',
    ),
    withOrigin('34 O and *', `${O}, *`, 'it takes one origin, and not a list'),
    withOrigin('35 * and O', `*, ${O}`, 'it takes one origin, and not a list'),
    withOrigin('36 two with a space', `${O} https://b.test`, 'it takes one origin, and nothing beside it'),
    withOrigin('36 two with a tab', `${O}\thttps://b.test`, 'it takes one origin, and nothing beside it'),
    withOrigin('37 **', '**', '`*` stands alone; browsers know no patterns'),
    withOrigin('38 quoted', '"*"', 'it must not be quoted'),
    withOrigin('38 quoted once', "'*'", 'it must not be quoted'),
    withOrigin('38 an origin in quotes', `"${O}"`, 'it must not be quoted'),
    withOrigin('39 a pattern', 'https://*.example.test', '`*` stands alone; browsers know no patterns'),
    withOrigin('40 host only', 'app.example.test', 'its scheme is missing'),
    withOrigin('41 //host', '//app.example.test', 'its scheme is missing'),
    withOrigin('41 the end of the host', 'example.test', 'that is another origin'),
    withOrigin(
      '42 null for a tuple origin',
      'null',
      '`null` stands for opaque origins, such as sandboxed frames, alone',
    ),
    withOrigin('42 NULL', 'NULL', 'there is no such origin'),
    withOrigin('43 empty', '', 'it is empty'),
    withOrigin('44 a NUL byte', `${O}\0`, 'it has control characters'),
    withOrigin('44 a vertical tab', '\u000b*', 'it has control characters'),
    withOrigin('44 a DEL', '*\x7f', 'it has control characters'),
    withOrigin('46 look-alike', `${O}.evil`, 'that is another origin'),
    withOrigin('46 look-alike with @', `${O}@evil.test`, 'that is another origin'),
    withOrigin('47 another port', `${O}:8443`, 'the port is another one'),
    withOrigin('47 another scheme', 'http://app.example.test', 'the scheme is another one'),
    withOrigin('47 another scheme and port', 'http://app.example.test:8080', 'that is another origin'),
    withOrigin('47 another origin', 'https://other.test', 'that is another origin'),
    withOrigin('47 another port, which is none', `${O}:99999`, 'that is another origin'),
    withOrigin('47 a word in quotes on one side', '"x', 'that is another origin'),
    withOrigin('47 a word before one in quotes', 'x"y"', 'that is another origin'),
    withOrigin('47 a word after one in quotes', '"y"x', 'that is another origin'),
    withOrigin('47 a word that ends in quotes', 'x"', 'that is another origin'),
    {
      name: '45 doubled, even identical',
      answers: [answer(200, [AO, '*'], [AO.toLowerCase(), '*'])],
      wire: 'GET',
      gives: 'cors-check',
      says: 'There are two Access-Control-Allow-Origin headers, joined as `*, *`; there must be one, and it must be `*` or exactly `https://app.example.test`.',
    },
    {
      name: '45 three',
      answers: [answer(200, [AO, O], [AO, O], [AO, O])],
      wire: 'GET',
      gives: 'cors-check',
      says: 'There are three Access-Control-Allow-Origin headers',
    },
    {
      name: '45 four',
      answers: [answer(200, [AO, O], [AO, O], [AO, O], [AO, ''])],
      wire: 'GET',
      gives: 'cors-check',
      says: 'There are 4 Access-Control-Allow-Origin headers',
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
      says: 'The response to the preflight has no Access-Control-Allow-Origin;',
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
      says: "the request's origin is opaque, or was hidden after a redirect. It must be `*` or exactly `null`.",
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

  it('speaks of the response when it is not told what the headers are of', () => {
    const [finding] = corsCheck({ origin: O, credentials: 'omit' }, []);
    expect(finding?.says).toMatch(/^The response has no Access-Control-Allow-Origin;/);
  });

  it.each([O, 'nowhere'])('takes an origin that is no URL for another one than %s', (value) => {
    const [finding] = corsCheck({ origin: 'nonsense', credentials: 'omit' }, [[AO, value]]);
    expect(finding?.says).toContain('that is another origin');
  });

  it('says which value let the page in', () => {
    const says = (value: string) => corsCheck({ origin: O, credentials: 'omit' }, [[AO, value]]);
    expect(says('*')).toEqual([
      {
        step: 'cors-check',
        ok: true,
        header: 'access-control-allow-origin',
        says: 'Access-Control-Allow-Origin is `*`: with credentials mode omit, any origin may read the response.',
      },
    ]);
    expect(says(O)[0]?.says).toBe(
      "Access-Control-Allow-Origin is `https://app.example.test`, the request's origin.",
    );
  });

  it('cuts a long value at 200 characters', () => {
    const [finding] = corsCheck({ origin: O, credentials: 'omit' }, [[AO, 'x'.repeat(201)]]);
    expect(finding?.says).toContain(`is \`${'x'.repeat(200)}…\` (201 characters):`);
    const [whole] = corsCheck({ origin: O, credentials: 'omit' }, [[AO, 'x'.repeat(200)]]);
    expect(whole?.says).toContain(`is \`${'x'.repeat(200)}\`:`);
  });
});

const include = { credentials: 'include' } as const;
const must = "the request's credentials mode is include, so it must be exactly `true`";

function withCredentials(name: string, values: readonly string[], says: string): Case {
  const headers = values.map((value) => [AC, value] as const);
  return {
    name,
    request: include,
    answers: [answer(200, [AO, O], ...headers)],
    wire: 'GET',
    gives: 'credentials-check',
    says,
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
      says: "Access-Control-Allow-Origin is `*`, and the request's credentials mode is include: with credentials it must be exactly `https://app.example.test`.",
    },
    withCredentials('107 AC absent', [], `The response has no Access-Control-Allow-Credentials; ${must}.`),
    ...['True', 'TRUE'].map((value) =>
      withCredentials(
        `107 AC ${value}`,
        [value],
        `Access-Control-Allow-Credentials is \`${value}\`; the value is compared with case, and ${must}.`,
      ),
    ),
    ...['"true"', '1', 'false', ''].map((value) =>
      withCredentials(
        `107 AC ${value}`,
        [value],
        `Access-Control-Allow-Credentials is \`${value}\`; ${must}.`,
      ),
    ),
    withCredentials(
      '107 AC doubled',
      ['true', 'true'],
      `There are two Access-Control-Allow-Credentials headers, joined as \`true, true\`; ${must}, once.`,
    ),
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
      says: 'The response to the preflight has no Access-Control-Allow-Credentials;',
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
    expect(verdict.trace.find(({ step }) => step === 'credentials-check')?.says).toBe(
      'Access-Control-Allow-Credentials is `true`.',
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
    ['absent', [], 'omit', true, 'There is no Access-Control-Expose-Headers; scripts do not see etag, x-a.'],
    ['a list', ['x-A'], 'omit', true, 'Access-Control-Expose-Headers lists x-A; scripts do not see etag.'],
    ['all', ['etag,x-a'], 'omit', true, 'Access-Control-Expose-Headers lists etag, x-a.'],
    [
      'empty',
      [''],
      'omit',
      true,
      'Access-Control-Expose-Headers lists nothing; scripts do not see etag, x-a.',
    ],
    ['a wildcard', ['*'], 'omit', true, 'Access-Control-Expose-Headers lists *: `*` exposes every header.'],
    [
      'a wildcard with credentials',
      ['*'],
      'include',
      true,
      'Access-Control-Expose-Headers lists *; with credentials mode include, `*` exposes no header but one of that name; scripts do not see etag, x-a.',
    ],
    [
      'malformed',
      ['a b'],
      'omit',
      false,
      'Access-Control-Expose-Headers is `a b`, which is not a comma-separated list of header names: it exposes nothing.',
    ],
  ] as const)('explains %s', (_, expose, credentials, ok, says) => {
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
      says,
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
