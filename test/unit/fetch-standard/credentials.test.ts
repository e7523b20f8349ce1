import { describe, expect, it } from 'vitest';
import { AC, AM, answer, AO, ask, cases, O, play } from './helpers.ts';
import type { Case } from './helpers.ts';

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

describe('credentials', () => {
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
