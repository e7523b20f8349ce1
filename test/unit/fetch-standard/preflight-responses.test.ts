import { describe, expect, it } from 'vitest';
import { AC, AH, AM, answer, AO, ask, cases, MA, O, play, S } from './helpers.ts';
import type { Case } from './helpers.ts';
import { checkPreflight } from '../../../src/fetch-standard/index.ts';
import type { FetchRequest, HeaderList, TraceReason } from '../../../src/fetch-standard/index.ts';

const ok = answer(200, [AO, '*']);

const shared = answer(200, [AO, O], [AC, 'true']);

const put = { method: 'PUT' };

const custom: Partial<FetchRequest> = {
  headers: [
    ['X-Print', '1'],
    ['y', '2'],
  ],
};

const include = { credentials: 'include' } as const;

function passes(name: string, request: Partial<FetchRequest>, status: number, ...headers: HeaderList): Case {
  const first =
    request.credentials === 'include'
      ? answer(status, [AO, O], [AC, 'true'], ...headers)
      : answer(status, [AO, '*'], ...headers);
  const second = request.credentials === 'include' ? shared : ok;
  return {
    name,
    request,
    answers: [first, second],
    wire: `OPTIONS ${request.method ?? 'GET'}`,
    gives: 'cors',
  };
}

function fails(
  name: string,
  request: Partial<FetchRequest>,
  gives: Case['gives'],
  because: Case['because'] & object,
  ...headers: HeaderList
): Case {
  const { answers, ...rest } = passes(name, request, 204, ...headers);
  return { ...rest, answers: (answers ?? []).slice(0, 1), wire: 'OPTIONS', gives, because };
}

function refusedStatus(status: number): Case {
  return {
    ...passes(`status ${status}`, put, status, [AM, 'PUT']),
    wire: 'OPTIONS',
    gives: 'preflight-status',
    because: { code: 'preflight-status-not-ok', status },
  };
}

describe('the response to the preflight', () => {
  cases([
    ...[200, 204, 299].map((code) => passes(`82 ${code}`, put, code, [AM, 'PUT'])),
    ...[199, 300, 301, 302, 303, 304, 305, 307, 308, 399, 400, 401, 403, 500].map(refusedStatus),
    passes('85 AM absent with GET', custom, 204, [AH, 'x-print, y']),
    passes('85 AM absent with HEAD', { ...custom, method: 'HEAD' }, 204, [AH, 'x-print, y']),
    passes('85 AM absent with POST', { ...custom, method: 'POST' }, 204, [AH, 'x-print, y']),
    fails('86 AM absent with PUT', put, 'preflight-methods', {
      code: 'allow-methods-missing',
      method: 'PUT',
    }),
    fails(
      '87 AM put for PUT',
      put,
      'preflight-methods',
      { code: 'method-in-other-case', method: 'PUT', allowed: ['put'], listed: 'put' },
      [AM, 'put'],
    ),
    fails(
      '55 AM PATCH for patch',
      { method: 'patch' },
      'preflight-methods',
      { code: 'method-in-other-case', method: 'patch', allowed: ['PATCH'], listed: 'PATCH' },
      [AM, 'PATCH'],
    ),
    passes('88 AM get for GET', custom, 204, [AM, 'get'], [AH, 'x-print, y']),
    passes('89 AM * without credentials', put, 204, [AM, '*']),
    fails(
      '90 AM * with credentials',
      { ...put, ...include },
      'preflight-methods',
      { code: 'method-wildcard-with-credentials', method: 'PUT', allowed: ['*'] },
      [AM, '*'],
    ),
    passes('91 the method * with credentials', { method: '*', ...include }, 204, [AM, '*']),
    fails(
      'AM lists others',
      put,
      'preflight-methods',
      { code: 'method-not-allowed', method: 'PUT', allowed: ['GET', 'POST'] },
      [AM, 'GET,POST'],
    ),
    fails(
      'AM is empty',
      put,
      'preflight-methods',
      { code: 'method-not-allowed', method: 'PUT', allowed: [] },
      [AM, ''],
    ),
    passes('92 AH in any case', custom, 204, [AH, 'X-PRINT, Y']),
    passes('93 AH with empty elements', custom, 204, [AH, ',y,x-PriNT, ,,,Y']),
    fails(
      '94 AH lacks one',
      custom,
      'preflight-headers',
      { code: 'headers-not-allowed', missing: ['y'], allowed: ['x-print'] },
      [AH, 'x-print'],
    ),
    fails(
      '94 AH lacks both',
      custom,
      'preflight-headers',
      { code: 'headers-not-allowed', missing: ['x-print', 'y'], allowed: ['a'] },
      [AH, 'a'],
    ),
    fails('94 AH absent', custom, 'preflight-headers', {
      code: 'allow-headers-missing',
      missing: ['x-print', 'y'],
    }),
    passes('95 AH * without credentials', custom, 204, [AH, '*']),
    fails(
      '95 AH * with credentials',
      { ...custom, ...include },
      'preflight-headers',
      { code: 'headers-wildcard-with-credentials', missing: ['x-print', 'y'], allowed: ['*'] },
      [AH, '*'],
    ),
    fails(
      '96 AH * and Authorization',
      {
        headers: [
          ['Authorization', 'x'],
          ['y', ''],
        ],
      },
      'preflight-headers',
      { code: 'authorization-not-covered-by-wildcard', missing: ['authorization'], allowed: ['*'] },
      [AH, '*'],
    ),
    passes(
      '97 AH *, Authorization',
      {
        headers: [
          ['Authorization', 'x'],
          ['y', ''],
        ],
      },
      204,
      [AH, '*, Authorization'],
    ),
    passes('97 AH Authorization with credentials', { headers: [['authorization', 'x']], ...include }, 204, [
      AH,
      'Authorization',
    ]),
    fails(
      '98 a bad token in AM',
      put,
      'preflight-methods',
      { code: 'allow-methods-invalid', value: 'PUT, P T' },
      [AM, 'PUT, P T'],
    ),
    fails(
      '98 a bad token in AM with GET',
      custom,
      'preflight-methods',
      { code: 'allow-methods-invalid', value: 'P T' },
      [AM, 'PUT'],
      [AM, 'P T'],
      [AH, '*'],
    ),
    fails(
      '99 a bad token in AH',
      custom,
      'preflight-headers',
      { code: 'allow-headers-invalid', value: '*, "x"' },
      [AH, '*, "x"'],
    ),
    fails(
      '99 a bad token in AH that nobody asked for',
      put,
      'preflight-headers',
      { code: 'allow-headers-invalid', value: 'a b' },
      [AM, 'PUT'],
      [AH, 'a b'],
    ),
    passes(
      '100 repeated AM and AH merge',
      { ...custom, ...put },
      204,
      [AM, 'GET'],
      [AM, 'PUT'],
      [AH, 'x-print'],
      [AH, 'y'],
    ),
    fails(
      '101 Allow is ignored',
      put,
      'preflight-methods',
      { code: 'allow-methods-missing', method: 'PUT' },
      ['Allow', 'PUT'],
    ),
    {
      ...passes('103 P passes, A lacks AO', put, 204, [AM, 'PUT']),
      answers: [answer(204, [AO, '*'], [AM, 'PUT']), answer(200)],
      gives: 'cors-check',
    },
    passes('74 an upload listener needs no AM', { method: 'POST', useCorsPreflight: true }, 204),
    passes('74 an upload listener with PUT and no AM', { method: 'PUT', useCorsPreflight: true }, 204),
    fails(
      '74 an upload listener with AM of others',
      { method: 'PUT', useCorsPreflight: true },
      'preflight-methods',
      { code: 'method-not-allowed', method: 'PUT', allowed: ['GET'] },
      [AM, 'GET'],
    ),
    {
      name: 'the preflight is lost',
      request: put,
      answers: [{ kind: 'network-error', detail: 'reset' }],
      wire: 'OPTIONS',
      gives: 'network',
      because: { code: 'request-failed', method: 'OPTIONS', url: `${S}/resource`, detail: 'reset' },
    },
  ]);

  it('names the first failure when the CORS check and the status both fail, and tells both', () => {
    const verdict = play(ask(put), [answer(403)]);
    expect(verdict.decidedBy?.step).toBe('cors-check');
    expect(verdict.trace.filter(({ ok }) => !ok).map(({ step, exchange }) => [step, exchange])).toEqual([
      ['cors-check', 0],
      ['preflight-status', 0],
    ]);
  });

  it('says nothing of methods and headers when the status is wrong', () => {
    expect(play(ask(put), [answer(403, [AO, '*'])]).trace.at(-1)?.step).toBe('preflight-status');
  });

  it.each([
    [put, [], AM],
    [put, [[AM, 'a b']], AM],
    [put, [[AM, 'GET']], AM],
    [custom, [], AH],
    [custom, [[AH, 'a b']], AH],
    [custom, [[AH, 'y']], AH],
  ] as const)('names the header that decided: %j %j', (request, headers, header) => {
    const { decidedBy } = play(ask(request), [answer(204, [AO, '*'], ...headers)]);
    expect(decidedBy?.header).toBe(header.toLowerCase());
  });

  const granted = (unsafeHeaders: readonly string[], ...headers: HeaderList) =>
    checkPreflight(
      { origin: O, credentials: 'omit', method: 'GET', useCorsPreflight: false, unsafeHeaders },
      answer(204, [AO, '*'], ...headers),
    ).grant;

  it('99 a malformed AH grants nothing, not even what it lists well', () => {
    expect(granted(['x-a'], [AH, 'x-a, x b'])).toBe(null);
  });

  it('grants what is listed, for as long as is said', () => {
    expect(granted(['x-a'], [AM, 'PUT'], [AH, 'X-A, y'], [MA, '60'])).toEqual({
      methods: ['PUT'],
      headers: ['X-A', 'y'],
      maxAgeSeconds: 60,
    });
  });

  it.each([[], [[MA, 'x']]] as const)('grants for no stated time: %j', (...headers) => {
    expect(granted([], ...headers)).toEqual({ methods: [], headers: [], maxAgeSeconds: null });
  });

  const entryOf = (request: Partial<FetchRequest>, step: string, ...headers: HeaderList) =>
    play(ask(request), [answer(204, [AO, '*'], ...headers), ok]).trace.find((entry) => entry.step === step);

  it.each<[Partial<FetchRequest>, HeaderList, TraceReason, string | undefined]>([
    [put, [[AM, 'GET, PUT']], { code: 'method-listed', method: 'PUT', allowed: ['GET', 'PUT'] }, AM],
    [put, [[AM, '*']], { code: 'method-covered-by-wildcard', method: 'PUT' }, AM],
    [
      { method: 'POST', headers: [['y', '']] },
      [[AH, 'y']],
      { code: 'method-safelisted', method: 'POST' },
      undefined,
    ],
    [{ ...put, useCorsPreflight: true }, [], { code: 'upload-needs-no-method' }, AM],
  ])('gives what allows the method: %j %j', (request, headers, reason, header) => {
    const entry = entryOf(request, 'preflight-methods', ...headers);
    expect(entry).toMatchObject(reason);
    expect(entry?.header).toBe(header?.toLowerCase());
  });

  it.each<[Partial<FetchRequest>, HeaderList, TraceReason, string | undefined]>([
    [put, [[AM, 'PUT']], { code: 'no-headers-to-allow' }, undefined],
    [
      custom,
      [[AH, 'Y, X-Print']],
      { code: 'headers-allowed', headers: ['x-print', 'y'], allowed: ['Y', 'X-Print'] },
      AH,
    ],
  ])('gives what allows the headers: %j %j', (request, headers, reason, header) => {
    const entry = entryOf(request, 'preflight-headers', ...headers);
    expect(entry).toMatchObject(reason);
    expect(entry?.header).toBe(header?.toLowerCase());
  });

  it.each<[HeaderList, TraceReason]>([
    [[], { code: 'max-age-missing' }],
    [[[MA, '-1']], { code: 'max-age-invalid', value: '-1' }],
    [
      [
        [MA, '1'],
        [MA, '2'],
      ],
      { code: 'max-age-invalid', value: '1, 2' },
    ],
    [[[MA, '600']], { code: 'max-age', seconds: 600 }],
  ])('gives the age: %j', (headers, reason) => {
    expect(entryOf(put, 'preflight-max-age', [AM, 'PUT'], ...headers)).toEqual({
      step: 'preflight-max-age',
      anchor: '#http-access-control-max-age',
      ok: true,
      ...reason,
      header: 'access-control-max-age',
      exchange: 0,
    });
  });
});

describe('headers of a preflight in another response', () => {
  it('102 AM and AH on the actual response are ignored', () => {
    const verdict = play(ask(), [answer(200, [AO, '*'], [AM, 'a b'], [AH, 'a b'])]);
    expect(verdict.outcome).toBe('readable');
  });
});
