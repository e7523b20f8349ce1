import { describe, expect, it } from 'vitest';
import { explainRequest } from '../../../src/explain/explanation.ts';
import type { ExplainRequest } from '../../../src/explain/request.ts';
import type { Exchange, RawHeader } from '../../../src/results/exchange.ts';

const page = 'https://app.example.com';
const get: ExplainRequest = {
  url: 'https://api.other.test/items',
  origin: page,
  method: 'GET',
  headers: [],
  credentials: false,
  cookies: [],
  browser: 'model',
  allowWrites: true,
  insecure: false,
  timeoutMs: 10_000,
};
const range: ExplainRequest = { ...get, headers: [['Range', 'bytes=0-9']] };
const conditional: ExplainRequest = { ...get, headers: [['If-None-Match', '"1"']] };
const put: ExplainRequest = { ...get, method: 'PUT' };
const credentialed: ExplainRequest = { ...get, credentials: true };

const AO: RawHeader = ['Access-Control-Allow-Origin', page];
const AC: RawHeader = ['Access-Control-Allow-Credentials', 'true'];
const preflight: Answer = {
  status: 204,
  headers: [
    AO,
    AC,
    ['Access-Control-Allow-Methods', 'PUT'],
    ['Access-Control-Allow-Headers', 'if-none-match'],
  ],
};
const expose: RawHeader = [
  'Access-Control-Expose-Headers',
  'Content-Range, ETag, Retry-After, Content-Disposition',
];

interface Answer {
  readonly status: number;
  readonly headers?: readonly RawHeader[];
}

function exchange(sequence: number, request: ExplainRequest, isPreflight: boolean, answer: Answer): Exchange {
  const { status, headers = [] } = answer;
  const asked: readonly RawHeader[] = [
    ['Access-Control-Request-Method', request.method],
    ['Access-Control-Request-Headers', request.headers.map(([name]) => name.toLowerCase()).join(',')],
  ];
  const cookie = request.cookies.map(([name, value]): RawHeader => ['Cookie', `${name}=${value}`]);
  return {
    sequence,
    check: 'c',
    startedAt: 1000 + sequence,
    durationMs: 1,
    request: {
      method: isPreflight ? 'OPTIONS' : request.method,
      url: request.url,
      headers: [['Origin', page], ...(isPreflight ? asked : [...request.headers, ...cookie])],
      body: '',
      bodyBytes: 0,
    },
    response: { status, reason: '', headers, body: '', bodyBytes: 0 },
  };
}

/** The codes of the notes; the first of two answers is that of the preflight. */
function codes(request: ExplainRequest, ...answers: readonly [Answer] | readonly [Answer, Answer]) {
  const exchanges = answers.map((answer, index) =>
    exchange(index, request, answers.length === 2 && index === 0, answer),
  );
  const browser = { id: 'model', name: 'The Fetch standard', version: '0.1.0', driver: 'corspec' };
  const { notes } = explainRequest({ request, browser, exchanges, observed: null });
  for (const { text } of notes) expect(text).toMatch(/\.$/);
  return notes.map(({ code }) => code);
}

describe('notes on what frameworks do themselves', () => {
  it('a 304 response without headers, and not one with them', () => {
    expect(codes(conditional, preflight, { status: 304 })).toEqual(['not-modified-without-headers']);
    expect(codes(conditional, preflight, { status: 304, headers: [AO] })).toEqual([]);
  });

  it.each([400, 413, 415, 429, 431, 502, 503, 504])('an error page without headers: %i', (status) => {
    expect(codes(get, { status })).toEqual(['rejected-before-cors']);
    expect(codes(get, { status, headers: [AO] })).toEqual([]);
  });

  it('a rate limit that counts preflights, and not a preflight that is refused', () => {
    expect(codes(put, { status: 429 }, { status: 200 })).toEqual(['rejected-before-cors']);
    expect(codes(put, { status: 400 }, { status: 200 })).toEqual([]);
    expect(codes(put, { status: 403 }, { status: 200 })).toEqual([]);
  });

  it.each<[string, Answer]>([
    ['an event stream', { status: 200, headers: [['Content-Type', 'text/event-stream']] }],
    ['a download', { status: 200, headers: [['Content-Disposition', 'attachment; filename=a.csv']] }],
    ['a part', { status: 206, headers: [['Content-Range', 'bytes 0-9/100']] }],
  ])('%s without headers', (_, answer) => {
    expect(codes(get, answer)).toEqual(['written-past-middleware']);
  });

  it('JSON without headers is nothing of the kind', () => {
    expect(codes(get, { status: 200, headers: [['Content-Type', 'application/json']] })).toEqual([]);
  });

  it.each<[string, string, readonly string[]]>([
    ['a slash', '/items/', ['redirect-of-framework']],
    ['another host with www.', 'https://www.api.other.test/items', ['redirect-of-framework']],
    ['another path', '/things', []],
    ['another host', 'https://other.test/items', []],
  ])('a redirect to %s', (_, location, expected) => {
    expect(codes(get, { status: 301, headers: [AO, ['Location', location]] })).toEqual(expected);
  });

  it('a redirect to https', () => {
    const plain = { ...get, url: 'http://localhost:3000/items', origin: page };
    const answer = { status: 308, headers: [['Location', 'https://localhost/items'] as const] };
    expect(codes(plain, answer)).toEqual(['redirect-of-framework']);
  });

  it('ranges: ignored, beyond the end, not offered', () => {
    const wav: RawHeader = ['Content-Type', 'audio/wav'];
    expect(codes(range, { status: 200, headers: [AO] })).toEqual(['range-ignored']);
    expect(codes(range, { status: 416, headers: [AO] })).toEqual(['range-not-satisfiable']);
    expect(codes(get, { status: 200, headers: [AO, wav] })).toEqual(['ranges-not-offered']);
    expect(codes(get, { status: 200, headers: [AO, wav, ['Accept-Ranges', 'bytes']] })).toEqual([]);
  });

  it.each<[string, ExplainRequest, readonly [Answer] | readonly [Answer, Answer]]>([
    ['Content-Range', range, [{ status: 206, headers: [AO, ['Content-Range', 'bytes 0-9/100']] }]],
    ['Retry-After', get, [{ status: 429, headers: [AO, ['Retry-After', '30']] }]],
    ['Content-Disposition', get, [{ status: 200, headers: [AO, ['Content-Disposition', 'attachment']] }]],
    ['ETag', conditional, [preflight, { status: 200, headers: [AO, ['ETag', '"2"']] }]],
  ])('%s that scripts cannot read', (_, request, answers) => {
    expect(codes(request, ...answers)).toEqual(['header-hidden']);
    const [first, second] = answers.map((answer) => ({
      ...answer,
      headers: [...(answer.headers ?? []), expose],
    }));
    if (first === undefined) throw new Error('no answer');
    expect(second === undefined ? codes(request, first) : codes(request, first, second)).toEqual([]);
  });
});

describe('notes on cookies', () => {
  const session: RawHeader = ['Set-Cookie', 'session=1; SameSite=None; Secure'];
  const withCookie: ExplainRequest = { ...credentialed, cookies: [['session', '1']] };

  it('a cookie that a blocked response sets, and not one of a readable response', () => {
    expect(codes(credentialed, { status: 200, headers: [session] })).toEqual(['cookie-set-though-blocked']);
    expect(codes(credentialed, { status: 200, headers: [AO, AC, session] })).toEqual([]);
    expect(codes(get, { status: 200, headers: [session] })).toEqual([]);
  });

  it('site data that a blocked response clears', () => {
    const cleared: RawHeader = ['Clear-Site-Data', '"cookies"'];
    expect(codes(credentialed, { status: 200, headers: [cleared] })).toEqual([
      'site-data-cleared-though-blocked',
    ]);
    expect(codes(credentialed, { status: 200, headers: [AO, AC, cleared] })).toEqual([]);
  });

  it('a partitioned cookie, with and without Secure', () => {
    const headers = (cookie: string): Answer => ({ status: 200, headers: [AO, AC, ['Set-Cookie', cookie]] });
    expect(codes(credentialed, headers('a=1; Secure; SameSite=None; Partitioned'))).toEqual([
      'cookie-partitioned',
    ]);
    expect(codes(credentialed, headers('a=1; SameSite=None; partitioned'))).toEqual([
      'cookie-same-site',
      'cookie-partitioned',
    ]);
  });

  it.each([401, 403])('a session that never arrives: %i', (status) => {
    expect(codes(credentialed, { status, headers: [AO, AC] })).toEqual(['session-not-sent']);
    expect(codes(withCookie, { status, headers: [AO, AC] })).toEqual([]);
    expect(codes(get, { status, headers: [AO] })).toEqual([]);
    const sameSite = { ...credentialed, url: 'https://api.example.com/items' };
    expect(codes(sameSite, { status, headers: [AO, AC] })).toEqual([]);
  });

  it.each<[string | null, string | null, readonly string[]]>([
    ['public, max-age=60', null, ['cached-for-every-cookie']],
    ['max-age=60', 'Origin', ['cached-for-every-cookie']],
    ['private, max-age=60', 'Origin', []],
    ['max-age=60', 'Origin, Cookie', []],
    ['no-store', null, []],
    [null, null, []],
  ])('a response for a cookie with Cache-Control %s and Vary %s', (control, vary, expected) => {
    const headers: readonly RawHeader[] = [
      AO,
      AC,
      ...(control === null ? [] : [['Cache-Control', control] as const]),
      ...(vary === null ? [] : [['Vary', vary] as const]),
    ];
    expect(codes(withCookie, { status: 200, headers })).toEqual(expected);
  });
});
