import { describe, expect, it } from 'vitest';
import { unsafeRequestHeaderNames } from '../../../src/fetch-standard/index.ts';
import type { FetchRequest, Header, TraceReason, UnsafeReason } from '../../../src/fetch-standard/index.ts';
import { AH, AM, answer, AO, ask, cases, O, play } from './helpers.ts';
import type { Case } from './helpers.ts';

const yes = answer(
  204,
  [AO, '*'],
  [AM, 'PUT, DELETE, PATCH, OPTIONS, MOVE, patch'],
  [AH, '*, Authorization'],
);

const ok = answer(200, [AO, '*']);

/** A request that is let through after a preflight. */
function asks(name: string, request: Partial<FetchRequest>, method = request.method ?? 'GET'): Case {
  return { name, request, answers: [yes, ok], wire: `OPTIONS ${method}`, gives: 'cors' };
}

/** A request that goes out at once. */
function simple(name: string, request: Partial<FetchRequest>): Case {
  return { name, request, answers: [ok], wire: request.method ?? 'GET', gives: 'cors' };
}

const header = (name: string, value: string): Partial<FetchRequest> => ({ headers: [[name, value]] });

const type = (value: string): Partial<FetchRequest> => ({
  method: 'POST',
  body: 'bytes',
  headers: [['Content-Type', value]],
});

const range = (value: string): Partial<FetchRequest> => header('Range', value);

describe('what triggers a preflight', () => {
  cases([
    asks('50 PUT', { method: 'PUT' }),
    asks('51 DELETE', { method: 'DELETE' }),
    asks('52 PATCH', { method: 'PATCH' }),
    asks('53 OPTIONS: two of them', { method: 'OPTIONS' }),
    asks('54 an unknown method', { method: 'MOVE' }),
    asks('55 patch stays as it is', { method: 'patch' }),
    asks('56 put becomes PUT', { method: 'put' }, 'PUT'),
    ...['TRACE', 'connect', 'Track'].map((method): Case => ({
      name: `57 ${method}`,
      request: { method },
      wire: '',
      gives: 'request-method',
      because: { code: 'method-forbidden', method } as const,
    })),
    {
      name: '57 no method',
      request: { method: 'G T' },
      wire: '',
      gives: 'request-method',
      because: { code: 'method-invalid', method: 'G T' },
    },
    asks('58 a custom header', header('X-A', '1')),
    asks('59 Authorization', header('Authorization', 'Bearer x')),
    asks('60 application/json', type('application/json')),
    asks('61 an invalid MIME type', type('text')),
    asks('62 text/plain,x/x', type('text/plain,x/x')),
    asks('62 text /plain', type('text /plain')),
    asks('62 a byte 0x01', type('text/plain;a=\x01')),
    asks('62 a byte 0x7F', type('text/plain;a=\x7f')),
    asks('62 a quote', type('text/plain;a="b"')),
    simple('62 text/plain;garbage', type('text/plain;garbage')),
    simple('63 128 bytes', header('Accept', 'a'.repeat(128))),
    asks('63 129 bytes', header('Accept', 'a'.repeat(129))),
    asks('64 Accept with an unsafe byte', header('Accept', '{}')),
    asks('65 Accept-Language with a slash', header('Accept-Language', 'en/de')),
    asks('65 Content-Language with an underscore', header('Content-Language', 'en_GB')),
    simple('67 two Accept entries of 70 bytes', {
      headers: [
        ['Accept', 'a'.repeat(70)],
        ['Accept', 'b'.repeat(70)],
      ],
    }),
    asks('68 two Content-Types', {
      method: 'POST',
      headers: [
        ['Content-Type', 'application/json'],
        ['Content-Type', 'text/plain'],
      ],
    }),
    simple('69 Range bytes=0-', range('bytes=0-')),
    simple('69 Range bytes=100-200', range('bytes=100-200')),
    simple('69 Range bytes=9-10', range('bytes=9-10')),
    simple('69 Range bytes=10-10', range('bytes=10-10')),
    asks('70 Range bytes=-200', range('bytes=-200')),
    asks('70 Range bytes=200-100', range('bytes=200-100')),
    asks('70 Range with several', range('bytes=0-1,3-4')),
    asks('70 Range with a space', range('bytes=0 -1')),
    asks('70 Range in another unit', range('xbytes=0-1')),
    asks('71 If-None-Match', header('If-None-Match', '"x"')),
    simple('72 Cookie is dropped', header('Cookie', 'a=b')),
    simple('72 Origin is dropped', header('Origin', 'https://evil.test')),
    simple('72 Sec-Anything is dropped', header('Sec-Anything', 'x')),
    simple('72 Proxy-Anything is dropped', header('proxy-anything', 'x')),
    simple('73 X-HTTP-Method-Override: TRACE is dropped', header('X-HTTP-Method-Override', 'TRACE')),
    asks('73 X-HTTP-Method-Override: PUT', header('X-HTTP-Method-Override', 'PUT')),
    asks('74 an upload listener', { method: 'POST', useCorsPreflight: true }),
    simple('75 no upload listener', { method: 'POST', useCorsPreflight: false }),
    {
      name: '76 a streamed body over HTTP/1.x',
      request: { method: 'POST', body: 'stream' },
      answers: [yes],
      wire: 'OPTIONS',
      gives: 'request-body',
      because: { code: 'stream-not-possible-in-http1' },
    },
    {
      ...asks('76 a streamed body where it can be sent', { method: 'POST', body: 'stream' }),
      context: { streamsUpload: true },
    },
    {
      name: 'a body with GET',
      request: { body: 'bytes' },
      wire: '',
      gives: 'request-body',
      because: { code: 'body-not-allowed', method: 'GET' },
    },
    { name: 'a body with HEAD', request: { method: 'HEAD', body: 'bytes' }, wire: '', gives: 'request-body' },
    asks('77 Save-Data', header('Save-Data', 'on')),
    asks('77 DPR', header('DPR', '2')),
    asks('78 Last-Event-ID', header('Last-Event-ID', '1')),
    {
      name: 'a name that is no token',
      request: header('X A', '1'),
      wire: '',
      gives: 'request-headers',
      because: { code: 'header-invalid', name: 'X A', value: '1' },
    },
    ...['\0', 'a\rb', 'a\nb'].map((value): Case => ({
      name: `a value with ${JSON.stringify(value)}`,
      request: header('X-A', value),
      wire: '',
      gives: 'request-headers',
    })),
  ]);

  it('66 asks for all safelisted headers when they come to more than 1024 bytes', () => {
    const entries = (count: number): Header[] =>
      Array.from({ length: count }, () => ['Accept', 'a'.repeat(128)]);
    expect(unsafeRequestHeaderNames(entries(8))).toEqual([]);
    expect(unsafeRequestHeaderNames([...entries(8), ['Accept-Language', 'a'], ['X-A', 'b']])).toEqual([
      'accept',
      'accept-language',
      'x-a',
    ]);
    // What is unsafe anyway does not count.
    expect(unsafeRequestHeaderNames([...entries(8), ['X-A', 'b'.repeat(100)]])).toEqual(['x-a']);
  });

  it('79, 81 the preflight asks in lower case, sorted, without spaces, and carries nothing else', () => {
    const request = ask({
      method: 'PUT',
      body: 'bytes',
      headers: [
        ['X-b', '1'],
        ['x-C', '2'],
        ['X-A', '3'],
        ['x-B', '4'],
      ],
    });
    expect(play(request, [yes, ok]).calls[0]).toEqual({
      kind: 'preflight',
      method: 'OPTIONS',
      url: 'https://api.example.test/resource',
      headers: [
        ['Accept', '*/*'],
        ['Access-Control-Request-Method', 'PUT'],
        ['Access-Control-Request-Headers', 'x-a,x-b,x-c'],
        ['Origin', O],
      ],
      sendCredentials: false,
      hasBody: false,
    });
  });

  it('80 leaves Access-Control-Request-Headers out when there is nothing to ask', () => {
    const [preflight, actual] = play(ask({ method: 'PUT', body: 'bytes' }), [yes, ok]).calls;
    expect(preflight?.headers.map(([name]) => name)).toEqual([
      'Accept',
      'Access-Control-Request-Method',
      'Origin',
    ]);
    expect(actual?.hasBody).toBe(true);
  });

  const needed = { code: 'preflight-needed', method: null, headers: [], upload: false } as const;
  const byHeader = (name: string, why: UnsafeReason) => ({ ...needed, headers: [{ name, why }] });

  it.each<[Partial<FetchRequest>, TraceReason]>([
    [{ method: 'PUT' }, { ...needed, method: 'PUT' }],
    [header('X-A', '1'), byHeader('x-a', { code: 'not-safelisted' })],
    [
      header('Accept', 'a'.repeat(129)),
      byHeader('accept', { code: 'value-too-long', length: 129, limit: 128 }),
    ],
    [header('Accept', '{}'), byHeader('accept', { code: 'unsafe-byte', value: '{}' })],
    [header('Accept-Language', '/'), byHeader('accept-language', { code: 'language-invalid', value: '/' })],
    [header('Content-Type', 'x'), byHeader('content-type', { code: 'mime-type-invalid', value: 'x' })],
    [
      header('Content-Type', 'A/B;c'),
      byHeader('content-type', { code: 'mime-type-not-safelisted', essence: 'a/b' }),
    ],
    [range('x'), byHeader('range', { code: 'range-not-simple', value: 'x' })],
    [{ useCorsPreflight: true }, { ...needed, upload: true }],
    [
      { headers: Array.from({ length: 9 }, (): Header => ['Accept', 'a'.repeat(128)]) },
      byHeader('accept', { code: 'values-too-long', length: 1152, limit: 1024 }),
    ],
    [
      {
        method: 'PUT',
        headers: [
          ['b', ''],
          ['a', ''],
        ],
      },
      {
        ...needed,
        method: 'PUT',
        headers: [
          { name: 'a', why: { code: 'not-safelisted' } },
          { name: 'b', why: { code: 'not-safelisted' } },
        ],
      },
    ],
    [{}, { code: 'preflight-not-needed', method: 'GET' }],
  ])('gives the reason: %j', (request, reason) => {
    const answers = reason.code === 'preflight-needed' ? [yes, ok] : [ok];
    const entry = play(ask(request), answers).trace.find(({ step }) => step === 'needs-preflight');
    expect(entry).toEqual({ step: 'needs-preflight', anchor: '#concept-main-fetch', ok: true, ...reason });
  });

  it('names the headers that were dropped', () => {
    const verdict = play(
      ask({
        headers: [
          ['Cookie', 'a'],
          ['Host', 'b'],
          ['Accept', 'c'],
        ],
      }),
      [ok],
    );
    expect(verdict.trace[0]).toMatchObject({
      step: 'request-headers',
      code: 'forbidden-headers-dropped',
      names: ['Cookie', 'Host'],
    });
    expect(verdict.calls[0]?.headers.map(([name]) => name)).toEqual(['Accept', 'Origin']);
  });

  const first = (...headers: Header[]) => play(ask({ headers }), [yes, ok]).trace[0];

  it('names a dropped header when one of the same name was kept', () => {
    expect(first(['X-HTTP-Method', 'TRACE'], ['X-HTTP-Method', 'PUT'])).toMatchObject({
      code: 'forbidden-headers-dropped',
      names: ['X-HTTP-Method'],
    });
  });

  it('names a dropped header when one of the same value was kept', () => {
    expect(first(['Cookie', 'a'], ['Accept', 'a'])).toMatchObject({
      code: 'forbidden-headers-dropped',
      names: ['Cookie'],
    });
  });
});
