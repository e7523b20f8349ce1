import { describe, expect, it } from 'vitest';
import { corsCheck } from '../../../src/fetch-standard/index.ts';
import { AC, AM, answer, AO, cases, O } from './helpers.ts';
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

describe('Access-Control-Allow-Origin', () => {
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
