import { expect, describe, it } from 'vitest';
import { shortText } from '../../../reports/explain/short.ts';
import { explanationText } from '../../../reports/explain/terminal.ts';
import { libraryIds } from '../../../src/causes/libraries/index.ts';
import { isReadable } from '../../../src/explain/ending.ts';
import type { ExplainFacts, ExplainRequest } from '../../../src/explain/request.ts';
import { explainRequest } from '../../../src/explain/explanation.ts';
import type { Exchange, RawHeader, WireFailure } from '../../../src/results/exchange.ts';
import type { Explanation } from '../../../src/results/explanation.ts';

/** The tutorial: a page of Vue on 8080 posts JSON to FastAPI on 8000, with credentials. */
const tutorial: ExplainRequest = {
  url: 'http://localhost:8000/api/v1/stats',
  origin: 'http://localhost:8080',
  method: 'POST',
  headers: [['Content-Type', 'application/json']],
  credentials: true,
  data: '{"category": "a", "value": 1}',
  cookies: [],
  browser: 'model',
  allowWrites: true,
  insecure: false,
  timeoutMs: 10_000,
};
const { data: _, ...bare } = tutorial;
const get: ExplainRequest = { ...bare, method: 'GET', headers: [], url: 'http://localhost:8000/crash' };

const model = { id: 'model', name: 'The Fetch standard', version: '0.1.0', driver: 'corspec' };

interface Answer {
  readonly status?: number;
  readonly headers?: readonly RawHeader[];
  readonly body?: string;
  readonly failure?: WireFailure;
}

const AO: RawHeader = ['access-control-allow-origin', 'http://localhost:8080'];
const AC: RawHeader = ['access-control-allow-credentials', 'true'];
const AM: RawHeader = ['access-control-allow-methods', 'GET, POST'];
const AH: RawHeader = ['access-control-allow-headers', 'content-type'];
const allowing = { headers: [AO, AC, AM, AH] };
const posted = { headers: [AO, AC, ['content-type', 'application/json'], ['x-total-count', '1']] as const };

/** The preflight's answer, and that of the request itself where it came to that. */
function told(request: ExplainRequest, preflight: Answer | null, actual: Answer | null = null): Explanation {
  const exchanges = [
    ...(preflight === null ? [] : [exchange(0, 'OPTIONS', preflight, request)]),
    ...(actual === null ? [] : [exchange(1, request.method, actual, request)]),
  ];
  const facts: ExplainFacts = { request, browser: model, exchanges, observed: null };
  return explainRequest(facts);
}

function exchange(sequence: number, method: string, answer: Answer, request: ExplainRequest): Exchange {
  const { status = 200, headers = [], body = '', failure } = answer;
  const asked: readonly RawHeader[] =
    method === 'OPTIONS'
      ? [
          ['Access-Control-Request-Method', request.method],
          ...(request.headers.length === 0
            ? []
            : [
                [
                  'Access-Control-Request-Headers',
                  request.headers.map(([name]) => name.toLowerCase()).join(','),
                ] as const,
              ]),
        ]
      : request.headers;
  return {
    sequence,
    check: 'c',
    startedAt: 1000 + sequence,
    durationMs: 1,
    request: {
      method,
      url: request.url,
      headers: [['Host', new URL(request.url).host], ...asked, ['Origin', request.origin]],
      body: '',
      bodyBytes: 0,
    },
    ...(failure === undefined
      ? { response: { status, reason: 'Reason', headers, body, bodyBytes: body.length } }
      : { failure }),
  };
}

function text(story: Explanation, columns = 80): string {
  return explanationText(story, { color: false, columns });
}

function without(header: RawHeader, ...more: readonly RawHeader[]): Answer {
  return { headers: [...allowing.headers.filter((other) => other !== header), ...more] };
}

describe('the whole story, as a terminal shows it', () => {
  const crash = { status: 500, body: 'Internal Server Error' };
  it.each<[string, Explanation]>([
    ['the tutorial as it should be', told(tutorial, allowing, posted)],
    ['a slash at the end of the origin', told(tutorial, without(AO, [AO[0], 'http://localhost:8080/']))],
    ['`*` with credentials', told(tutorial, without(AO, [AO[0], '*']))],
    ['no Allow-Credentials', told(tutorial, without(AC))],
    ['a header that is not listed', told(tutorial, without(AH, [AH[0], 'x-api-key']))],
    ['a method that is not listed', told({ ...tutorial, method: 'PUT' }, allowing)],
    ['a crash outside of the middleware', told(get, null, crash)],
    ['a POST that is held back', told(tutorial, allowing, { failure: { kind: 'held-back', detail: 'kept' } })],
  ])('%s', (_, story) => {
    expect(text(story)).toMatchSnapshot();
  }); // prettier-ignore
});

describe('how it ends', () => {
  const unreachable: WireFailure = { kind: 'unreachable', detail: 'Nobody listens there.' };
  it.each<[string, Explanation, boolean | null]>([
    ['readable when every check passes', told(tutorial, allowing, posted), true],
    ['not when the preflight is refused', told(tutorial, without(AO)), false],
    ['not when the response is refused', told(tutorial, allowing, {}), false],
    ['unknown when nobody answers', told(tutorial, { failure: unreachable }), null],
    ['unknown when the request was held back', told(tutorial, allowing, { failure: { kind: 'held-back', detail: 'kept' } }), null],
    ['known when the preflight is refused, held back or not', told({ ...tutorial, allowWrites: false }, without(AC)), false],
  ])('%s', (_, { ending }, readable) => {
    expect(isReadable(ending)).toBe(readable);
  }); // prettier-ignore

  it('goes by what a real browser did', () => {
    const observed = {
      outcome: { kind: 'error', name: 'TypeError', message: 'Failed to fetch' } as const,
      console: [],
    };
    const { ending } = explainRequest({
      request: get,
      browser: { id: 'chromium', name: 'Chromium', version: '156.0', driver: 'playwright' },
      exchanges: [exchange(0, 'GET', posted, get)],
      observed,
    });
    expect(isReadable(ending)).toBe(false);
    expect(ending.observed?.deviations).toEqual([
      { id: null, says: expect.stringContaining('By the standard the request is readable') as string },
    ]);
  });
});

describe('what to change', () => {
  const put: ExplainRequest = { ...tutorial, method: 'PUT' };
  const sent = ({ advice }: Explanation): readonly string[] =>
    advice.flatMap(({ on, send }) => send.map(([name, value]) => `${on} ${name}: ${value}`));
  const forPreflight = ({ advice }: Explanation) => advice.filter(({ on }) => on === 'preflight');

  it('is all that stands in the way, not only the first', () => {
    const advice = forPreflight(
      told(put, {
        headers: [AO, ['access-control-allow-methods', '*'], ['access-control-allow-headers', '*']],
      }),
    );
    expect(advice.flatMap(({ send }) => send)).toEqual([
      ['Access-Control-Allow-Credentials', 'true'],
      ['Access-Control-Allow-Methods', 'PUT'],
      ['Access-Control-Allow-Headers', 'content-type'],
    ]);
  });

  it('keeps what the server lists already', () => {
    const advice = forPreflight(told(put, allowing));
    expect(advice.flatMap(({ send }) => send)).toEqual([['Access-Control-Allow-Methods', 'GET, POST, PUT']]);
  });

  it('knows a listed header in any case', () => {
    const request: ExplainRequest = { ...tutorial, headers: [...tutorial.headers, ['X-Key', 'k']] };
    const advice = forPreflight(told(request, without(AH, [AH[0], 'Content-Type'])));
    expect(advice.flatMap(({ send }) => send)).toEqual([
      ['Access-Control-Allow-Headers', 'Content-Type, x-key'],
    ]);
  });

  it('is one thing when nobody answers the preflight', () => {
    const advice = forPreflight(told(tutorial, { status: 405 }));
    expect(advice).toHaveLength(1);
    expect(advice[0]?.says).toContain('No CORS middleware responds to the preflight.');
    expect(advice[0]?.send.map(([name]) => name)).toEqual([
      'Access-Control-Allow-Origin',
      'Access-Control-Allow-Credentials',
      'Access-Control-Allow-Headers',
    ]);
  });

  it('names authentication when it answers the preflight', () => {
    expect(told(tutorial, { status: 401 }).advice[0]?.says).toContain('Authentication rejects the preflight');
  });

  it('takes the status of a middleware that refuses the origin for a consequence', () => {
    const advice = forPreflight(
      told(tutorial, { status: 400, headers: [AC, AM, AH], body: 'Disallowed CORS origin' }),
    );
    expect(advice.map(({ says }) => says)).toEqual([
      expect.stringContaining('the origin is not in its list. Add exactly `http://localhost:8080`'),
    ]);
  });

  it('is everything that the preflight lacks, and what the response to the request needs next', () => {
    expect(sent(told(put, {}))).toEqual([
      'preflight Access-Control-Allow-Origin: http://localhost:8080',
      'preflight Access-Control-Allow-Credentials: true',
      'preflight Access-Control-Allow-Methods: PUT',
      'preflight Access-Control-Allow-Headers: content-type',
      'response Access-Control-Allow-Origin: http://localhost:8080',
      'response Access-Control-Allow-Credentials: true',
    ]);
  });

  it('has the headers of the response where only the lists of the preflight are incomplete', () => {
    expect(sent(told({ ...put, credentials: false }, { headers: [AO] }))).toEqual([
      'preflight Access-Control-Allow-Methods: PUT',
      'preflight Access-Control-Allow-Headers: content-type',
      'response Access-Control-Allow-Origin: http://localhost:8080',
    ]);
  });

  it('is read from the response where that is recorded', () => {
    expect(sent(told(put, { headers: [AO, AC] }, { headers: [AC] }))).toEqual([
      'preflight Access-Control-Allow-Methods: PUT',
      'preflight Access-Control-Allow-Headers: content-type',
      'response Access-Control-Allow-Origin: http://localhost:8080',
    ]);
    expect(sent(told(put, { headers: [AO, AC] }, { headers: [AO, AC] }))).toEqual([
      'preflight Access-Control-Allow-Methods: PUT',
      'preflight Access-Control-Allow-Headers: content-type',
    ]);
  });

  it('names no header of a response behind a preflight that redirects', () => {
    const headers: readonly RawHeader[] = [['location', '/login']];
    expect(sent(told(put, { status: 302, headers })).filter((line) => line.startsWith('response'))).toEqual(
      [],
    );
  });

  it('is nothing when the script can read the response', () => {
    expect(told(tutorial, allowing, posted).advice).toEqual([]);
  });
});

describe('the way', () => {
  const titles = ({ chapters }: Explanation) => chapters.map(({ title, answer }) => `${title} ${answer}`);

  it('has no question for a preflight within an origin', () => {
    const request = { ...tutorial, origin: 'http://localhost:8000' };
    expect(titles(told(request, null, {}))).toEqual([
      'Is the request cross-origin? No: scheme, host and port are the same',
      'The POST is answered with 200',
    ]);
  });

  it('says that nothing is sent where a browser sends nothing', () => {
    const request = { ...get, url: 'http://api.example.test/', origin: 'https://app.example.test' };
    expect(titles(told(request, null))).toContain('Does the browser send it? No');
  });

  it('names two names of one machine', () => {
    const request = { ...get, origin: 'http://127.0.0.1:8080' };
    expect(text(told(request, null, {}))).toContain('are the same machine, but different hosts');
  });

  it('hints at JSON that goes as text', () => {
    const request = { ...tutorial, headers: [] };
    expect(text(told(request, null, posted), 100)).toMatch(/For JSON, set\s+the\s+header\s+`Content-Type:/);
  });
});

describe('what a server sends', () => {
  const evil = { headers: [[AO[0], '\u001b[2J\u202ehttp://evil.test'] as const] };

  it('is escaped for the terminal', () => {
    const shown = text(told(get, null, evil));
    expect(shown).toContain('\\x1b[2J\\u202ehttp://evil.test');
    // eslint-disable-next-line no-control-regex -- these must not come through
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });

  it('is masked where it opens doors', () => {
    const request: ExplainRequest = { ...get, headers: [['Authorization', 'Bearer s3cret']] };
    const headers: readonly RawHeader[] = [AO, AC, ['Set-Cookie', 'session=s3cret; Path=/']];
    const story = told(request, without(AH, [AH[0], 'authorization']), { headers });
    expect(JSON.stringify(story)).not.toContain('s3cret');
    expect(text(story)).toContain('Set-Cookie: session=***; Path=/');
  });
});

it('fits the width of the terminal, values that cannot be broken aside', () => {
  const lines = text(told(tutorial, without(AO, [AO[0], '*'])), 60).split('\n');
  expect(lines.filter((line) => line.length > 60 && !line.includes('http'))).toEqual([]);
});

describe('the short form has the verdict first, and fewer than 25 lines, for', () => {
  const get200 = { ...get, credentials: false };
  it.each<[string, Explanation, readonly string[]]>([
    ['a GET that is allowed', told(get200, null, { headers: [AO] }), ['✓ The script can read the response.']],
    [
      'a GET that is blocked',
      told(get200, null, {}),
      ['✗ The script cannot read the response, and gets an error.'],
    ],
    [
      'a preflight that authentication answers',
      told(tutorial, { status: 401 }),
      [
        '✗ The browser does not send the POST',
        '→ OPTIONS /api/v1/stats',
        '← 401',
        'Chrome says',
        'preflight Access-Control-Allow-Headers: content-type',
      ],
    ],
    [
      '`*` with credentials',
      told(get, null, { headers: [['access-control-allow-origin', '*']] }),
      ['← access-control-allow-origin: *', 'Chrome says', 'Access-Control-Allow-Credentials: true'],
    ],
  ])('%s', (_, explanation, says) => {
    const text = shortText(explanation, { color: false, columns: 100 });
    for (const part of says) expect(text).toContain(part);
    expect(text.trimEnd().split('\n').length).toBeLessThan(25);
    expect(text).not.toContain('Firefox says');
  });
});

describe('the causes of a blocked request', () => {
  const codes = (explanation: Explanation): readonly string[] => explanation.causes.map(({ code }) => code);

  it('are all that is missing, each once, where CORS answers', () => {
    const { causes } = told(tutorial, { headers: [AO, AC] }, {});
    expect(causes.map(({ code }) => code)).toEqual(['header-not-listed', 'response-without-headers']);
  });

  it('are one where authentication answers the preflight', () => {
    expect(codes(told({ ...tutorial, method: 'PUT' }, { status: 401 }))).toEqual([
      'preflight-needs-authentication',
    ]);
  });

  it('have the fix for the library of --fix, and for the one that the responses show', () => {
    const express: RawHeader = ['X-Powered-By', 'Express'];
    const [shown] = told(get, null, { headers: [express] }).causes;
    expect(shown).toMatchObject({ code: 'cors-missing', fix: { library: 'express-cors' } });
    const [named] = told({ ...get, fixFor: 'fastapi' }, null, { headers: [express] }).causes;
    expect(named?.fix.library).toBe('fastapi');
  });

  describe('have a fix with all that a preflighted request with credentials needs', () => {
    const sent: RawHeader = ['X-Request-Id', '1'];
    const put: ExplainRequest = { ...tutorial, method: 'PUT', headers: [...tutorial.headers, sent] };
    const other: RawHeader = ['access-control-allow-origin', 'http://localhost:3000'];
    const unanswered: readonly (readonly [string, Answer])[] = [
      ['a preflight with status 405', { status: 405 }],
      ['a preflight with status 204 and no CORS headers', { status: 204 }],
      ['a preflight that allows another origin', { headers: [other] }],
    ];
    const needed = [tutorial.origin, 'PUT', 'content-type', 'x-request-id'];
    /** S3 has no setting for credentials: it allows them to every listed origin. */
    const always = ['s3'];

    it.each(unanswered)('after %s, for every library', (_name, answer) => {
      const lacking = libraryIds.flatMap((fixFor) => {
        const { fix } = told({ ...put, fixFor }, answer).causes[0] ?? {};
        const snippet = fix?.snippet?.toLowerCase() ?? '';
        const missing = needed.filter((text) => !snippet.includes(text.toLowerCase()));
        const allowed = snippet.includes('credentials') || always.includes(fixFor);
        return [...missing, ...(allowed ? [] : ['credentials'])].map((text) => `${fixFor}: ${text}`);
      });
      expect(lacking).toEqual([]);
    });

    it('and no lists where the request has no preflight: they would refuse the other requests', () => {
      const [cause] = told({ ...get, fixFor: 'fastapi' }, null, {}).causes;
      expect(cause?.fix.snippet).toBe(
        'app.add_middleware(\n    CORSMiddleware,\n    allow_origins=["http://localhost:8080"],\n    allow_credentials=True,\n)',
      );
    });
  });

  it('never advise to allow null', () => {
    const explanation = told({ ...get, origin: 'null' }, null, {});
    expect(explanation.advice.flatMap(({ send }) => send)).toEqual([]);
    expect(JSON.stringify(explanation.causes)).not.toMatch(/origin: \[?'null'/);
  });
});

describe('notes', () => {
  const codes = ({ notes }: Explanation): readonly string[] => notes.map(({ code }) => code);
  const credentialed: ExplainRequest = { ...get, credentials: true, url: 'https://api.other.test/items' };
  const page: RawHeader = ['access-control-allow-origin', 'http://localhost:8080'];

  it.each<[string, readonly string[], readonly string[]]>([
    ['no SameSite', ['session=1; Path=/'], ['cookie-same-site']],
    ['SameSite=Lax', ['session=1; SameSite=Lax'], ['cookie-same-site']],
    ['None without Secure', ['session=1; SameSite=None'], ['cookie-same-site']],
    ['None and Secure', ['session=1; Secure; SameSite=None'], []],
  ])('a cookie from another site: %s', (_, cookies, expected) => {
    const headers = [page, AC, ...cookies.map((cookie): RawHeader => ['set-cookie', cookie])];
    expect(codes(told(credentialed, null, { headers }))).toEqual(expected);
  });

  it('cookies ignore ports', () => {
    const headers: readonly RawHeader[] = [AO, AC, ['set-cookie', 'session=1']];
    expect(codes(told({ ...get, credentials: true }, null, { headers }))).toEqual([
      'cookies-shared-between-ports',
    ]);
    expect(codes(told({ ...get, credentials: true }, null, { headers: [AO, AC] }))).toEqual([]);
  });

  it('a max age that no browser keeps', () => {
    const long: RawHeader = ['access-control-max-age', '86400'];
    const short: RawHeader = ['access-control-max-age', '600'];
    expect(codes(told(tutorial, { headers: [...allowing.headers, long] }, posted))).toEqual([
      'max-age-capped',
    ]);
    expect(codes(told(tutorial, { headers: [...allowing.headers, short] }, posted))).toEqual([]);
  });

  it('a redirect to a login page, and not one that only adds a slash', () => {
    const to = (location: string): Explanation =>
      told(get, null, { status: 302, headers: [AO, ['location', location]] });
    expect(codes(to('/login?next=/crash'))).toEqual(['login-redirect']);
    expect(codes(to('https://sso.example.test/start'))).toEqual(['login-redirect']);
    expect(codes(to('/crash/'))).toEqual(['redirect-of-framework']);
  });

  it('are printed in the short form', () => {
    const headers: readonly RawHeader[] = [page, AC, ['set-cookie', 'session=1']];
    const text = shortText(told(credentialed, null, { headers }), { color: false, columns: 100 });
    expect(text).toContain('Note: The cookie session has no SameSite=None');
  });
});
