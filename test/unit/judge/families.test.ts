import { describe, expect, it } from 'vitest';
import { policies } from '../../../fixtures/policies.ts';
import type { CheckFacts } from '../../../src/judge/index.ts';
import type { PlannedCheck } from '../../../src/run/plan.ts';
import type { Exchange, RawHeader } from '../../../src/results/exchange.ts';
import type { StepOutcome } from '../../../src/results/outcome.ts';
import type { Policy } from '../../../src/policy/policy.ts';
import { suites } from '../../../suites/index.ts';
import { judged, plan, readyTarget } from './check-facts.ts';

const target = readyTarget().origin;
const allowed = 'https://app.example.test';

interface Said {
  readonly method?: string;
  readonly status?: number;
  readonly origin?: string;
  readonly asked?: readonly RawHeader[];
  readonly headers?: readonly RawHeader[];
  readonly path?: string;
  readonly host?: string;
  readonly durationMs?: number;
}

function planned(id: string, policy: Policy = policies.allowlist, browser = 'chromium'): PlannedCheck {
  const scenario = suites.flatMap(({ scenarios }) => scenarios).find((one) => one.id === id);
  if (scenario === undefined) throw new Error(`There is no scenario ${id}.`);
  return plan(scenario, readyTarget(policy), browser);
}

function exchange(said: Said, index: number): Exchange {
  const origin: readonly RawHeader[] = said.origin === undefined ? [] : [['Origin', said.origin]];
  return {
    sequence: index,
    check: 't-0',
    startedAt: 1000 + index,
    durationMs: said.durationMs ?? 1,
    request: {
      method: said.method ?? 'GET',
      url: `${said.host ?? target}${said.path ?? '/resource?id=t-0'}`,
      headers: [...origin, ...(said.asked ?? [])],
      body: '',
      bodyBytes: 0,
    },
    response: {
      status: said.status ?? 200,
      reason: '',
      headers: said.headers ?? [],
      body: '',
      bodyBytes: 0,
    },
  };
}

const response: StepOutcome = {
  kind: 'response',
  type: 'cors',
  status: 200,
  redirected: false,
  url: '',
  headers: [],
  body: '',
};
const opaque: StepOutcome = { ...response, type: 'opaque', status: 0 };
const refused: StepOutcome = { kind: 'error', name: 'TypeError', message: 'Failed to fetch' };

function ruled(
  check: PlannedCheck,
  said: readonly Said[],
  steps: readonly StepOutcome[],
  more: Partial<CheckFacts> = {},
) {
  const facts = { planned: check, outcome: { steps }, exchanges: said.map(exchange), durationMs: 1, ...more };
  return judged(facts);
}

const ao: RawHeader = ['Access-Control-Allow-Origin', allowed];
const vary: RawHeader = ['Vary', 'Accept-Encoding, origin'];

describe('Vary', () => {
  const cacheable = '/cacheable?id=t-0';
  const asked = (headers: readonly RawHeader[], others: readonly RawHeader[]): readonly Said[] => [
    { origin: allowed, path: cacheable, headers },
    { origin: 'https://evil.test', path: cacheable, headers: others },
  ];
  const check = planned('caching/vary-refused');

  it('is wanted on a refusal where another origin is answered otherwise', () => {
    const result = ruled(check, asked([ao, vary], []), [response, response]);
    expect(result).toMatchObject({ status: 'fail', level: 'recommended' });
    expect(result.reason).toMatchObject({
      code: 'vary-missing',
      part: 'response',
      origin: 'https://evil.test',
      vary: null,
      allowOrigins: [{ value: allowed }, { value: null }],
    });
  });

  it('may stand among others, in any case', () => {
    expect(ruled(check, asked([ao, vary], [vary]), [response, response]).status).toBe('pass');
  });

  it('is not needed where everybody is answered alike', () => {
    expect(ruled(check, asked([ao], [ao]), [response, response]).status).toBe('pass');
  });
});

describe('Vary by what a preflight asks for', () => {
  const check = planned('caching/vary-request-headers');
  const asked = (names: readonly string[], vary: string): readonly Said[] =>
    names.map((name) => ({
      method: 'OPTIONS',
      origin: allowed,
      path: '/resource?id=t-0',
      headers: [ao, ['Access-Control-Allow-Headers', name], ['Vary', vary]],
    }));

  it('is wanted where the allowed headers differ', () => {
    const result = ruled(check, asked(['content-type', 'x-api-key'], 'Origin'), [response, response]);
    expect(result).toMatchObject({
      status: 'fail',
      level: 'informative',
      reason: {
        code: 'vary-request-missing',
        header: 'Access-Control-Request-Headers',
        vary: 'Origin',
        values: ['content-type', 'x-api-key'],
      },
    });
  });

  it.each(['Origin, access-control-request-headers', '*'])('is there in %s', (vary) => {
    const result = ruled(check, asked(['content-type', 'x-api-key'], vary), [response, response]);
    expect(result.status).toBe('pass');
  });

  it('is not needed where every preflight is answered alike', () => {
    const all = 'content-type, x-api-key';
    expect(ruled(check, asked([all, all], 'Origin'), [response, response]).status).toBe('pass');
  });
});

describe('what a page has preloaded', () => {
  const script: Said = { origin: allowed, path: '/script.js?id=t-0', headers: [ao] };
  const check = planned('preloads/script-used');

  it('is not requested again', () => {
    const result = ruled(check, [script], [response, response]);
    expect(result).toMatchObject({ status: 'pass', deviations: [] });
  });

  it('is an unknown deviation, and not the fault of the server, where it is requested again', () => {
    const result = ruled(check, [script, script], [response, response]);
    expect(result).toMatchObject({ status: 'error', deviations: [{ id: null }] });
  });

  it('is the fault of the server where it fails the CORS check', () => {
    const result = ruled(check, [{ ...script, headers: [] }], [refused, refused]);
    expect(result).toMatchObject({ status: 'fail', step: { step: 'cors-check' } });
  });

  it('is used in another mode where the browser keeps what a document has loaded', () => {
    const plain = { ...script, headers: [['Access-Control-Allow-Origin', '*']] } as const;
    const { origin: _, ...withoutOrigin } = plain;
    const result = ruled(planned('preloads/script-without-crossorigin', policies.public, 'webkit'), [withoutOrigin], [opaque, response]); // prettier-ignore
    expect(result).toMatchObject({ status: 'pass', deviations: [] });
  });

  it('is checked by WebKit in place of the response to a request in another mode, which is a known deviation', () => {
    const { origin: _, ...withoutOrigin } = { ...script, headers: [] };
    const judgedIn = (browser: string) =>
      ruled(planned('preloads/script-without-crossorigin', policies.public, browser), [withoutOrigin, script], [opaque, refused]); // prettier-ignore
    expect(judgedIn('webkit')).toMatchObject({
      status: 'pass',
      deviations: [{ id: 'preloaded-response-is-checked' }],
    });
    expect(judgedIn('chromium')).toMatchObject({ status: 'error', deviations: [{ id: null }] });
  });
});

describe('a beacon', () => {
  const sent: StepOutcome = { kind: 'sent' };
  const check = planned('beacons/json', policies.credentialed);
  const preflight: Said = {
    method: 'OPTIONS',
    origin: allowed,
    asked: [['Access-Control-Request-Method', 'POST'], ['Access-Control-Request-Headers', 'content-type']],
    headers: [ao, ['Access-Control-Allow-Credentials', 'true'], ['Access-Control-Allow-Headers', 'content-type']],
  }; // prettier-ignore
  const post: Said = { method: 'POST', origin: allowed, asked: [['Cookie', 'session=corspec']] };

  it('passes by what the server receives and counts, whatever its response is', () => {
    expect(ruled(check, [preflight, post], [sent], { writes: 1 })).toMatchObject({ status: 'pass', deviations: [] }); // prettier-ignore
  });

  it('fails where its preflight stops it', () => {
    const result = ruled(check, [{ ...preflight, headers: [] }], [sent], { writes: 0 });
    expect(result.status).toBe('fail');
    expect(result.reason).toMatchObject({ code: 'response-blocked' });
  });

  it('fails where it arrives and does not count', () => {
    expect(ruled(check, [preflight, post], [sent], { writes: 0 }).reason).toMatchObject({
      code: 'wrong-writes',
    });
  });
});

describe('what the browser has in its HTTP cache', () => {
  const check = planned('caching/loaded-before-without-origin');
  const first = (headers: readonly RawHeader[]): Said => ({
    path: '/cacheable?id=t-0',
    headers: [['Cache-Control', 'max-age=60'], ...headers],
  });

  it('is a fault where it was put by a request that the response does not tell apart', () => {
    const result = ruled(check, [first([])], [opaque, refused]);
    expect(result).toMatchObject({ status: 'fail', step: { step: 'cors-check' } });
    expect(result.reason).toMatchObject({ code: 'stale-cached-response' });
    expect(result.message).toContain(' Add Vary: Origin to every response of this URL');
  });

  it('is not used where the browser asked with a preflight, which comes first', () => {
    const alike = planned('clients/refused-alike');
    const from = (said: Said): Said => ({ origin: 'https://evil.test', ...said });
    const get = from({ headers: [['Cache-Control', 'max-age=60']] });
    const asked = [
      ['Access-Control-Request-Method', 'GET'],
      ['Access-Control-Request-Headers', 'user-agent'],
    ] as const;
    const said = [get, get, get, from({ method: 'OPTIONS', status: 204, asked })];
    const result = ruled(alike, said, [refused, refused, refused, refused]);
    expect(result).toMatchObject({ status: 'pass', deviations: [] });
  });

  it.each([
    ['rightly, where a file has a date only', [['Last-Modified', 'Sun, 22 Nov 2026 03:24:28 GMT']], 'pass'],
    ['wrongly, where caching is excluded', [['Last-Modified', 'Sun, 22 Nov 2026 03:24:28 GMT'], ['Cache-Control', 'no-cache']], 'error'],
    ['wrongly, where nothing is said', [], 'error'],
  ] as const)('is used %s', (_, headers, status) => {
    const alike = planned('clients/refused-alike');
    const get: Said = { origin: 'https://evil.test', headers };
    const asked = [
      ['Access-Control-Request-Method', 'GET'],
      ['Access-Control-Request-Headers', 'user-agent'],
    ] as const;
    const preflight: Said = { origin: 'https://evil.test', method: 'OPTIONS', status: 204, asked };
    const result = ruled(alike, [get, get, preflight], [refused, refused, refused, refused]);
    expect(result.status).toBe(status);
  }); // prettier-ignore

  it('is fine where it is for everybody', () => {
    const any: RawHeader = ['Access-Control-Allow-Origin', '*'];
    expect(ruled(check, [first([any])], [opaque, response]).status).toBe('pass');
  });
});

describe('an Origin that no browser sends', () => {
  const said = (origin: string, ao: string): Said => ({
    origin,
    headers: [['Access-Control-Allow-Origin', ao]],
  });

  it('is named where it is empty', () => {
    const result = ruled(planned('origins/empty-refused'), [said('', '')], [response]);
    expect(result).toMatchObject({ status: 'fail', level: 'recommended' });
    expect(result.reason).toMatchObject({
      code: 'wrong-header',
      request: { origin: '' },
      found: {
        header: 'access-control-allow-origin',
        value: '',
        expected: { code: 'anything-but', value: '' },
      },
    });
  });

  it('is refused by one origin that is sent to all', () => {
    for (const [id, origin] of [
      ['origins/empty-refused', ''],
      ['origins/scheme-only-refused', 'https://'],
      ['origins/host-only-with-credentials-refused', 'app.example.test'],
    ] as const) {
      const check = planned(id, policies.credentialed);
      expect(ruled(check, [said(origin, allowed)], [response]).status).toBe('pass');
    }
  });
});

describe('what corspec sends itself', () => {
  const preflight = (headers: readonly RawHeader[]): Said => ({
    method: 'OPTIONS',
    status: 204,
    origin: allowed,
    asked: [
      ['Access-Control-Request-Method', 'PUT'],
      ['Access-Control-Request-Headers', ',content-type,, ,x-api-key,'],
    ],
    headers,
  });
  const check = planned('robustness/headers-empty-elements');
  const allows: RawHeader = ['Access-Control-Allow-Methods', 'PUT'];

  it('is judged as the preflight that it is', () => {
    const named: RawHeader = ['Access-Control-Allow-Headers', 'X-Api-Key, Content-Type'];
    const result = ruled(check, [preflight([ao, allows, named])], [response]);
    expect(result).toMatchObject({ status: 'pass', deviations: [] });
    expect(result.wire).toBe('OPTIONS 204 (sent by corspec itself)');
  });

  it('fails with the header that is missing', () => {
    const result = ruled(check, [preflight([ao, allows])], [response]);
    expect(result).toMatchObject({ status: 'fail', step: { step: 'preflight-headers' } });
    expect(result.reason).toMatchObject({
      code: 'response-blocked',
      request: { method: 'PUT', origin: allowed },
    });
  });

  it('deviates from nothing: no browser had a part in it', () => {
    const none = ruled(planned('origins/upper-case'), [{ origin: allowed.toUpperCase() }], [response]);
    expect(none).toMatchObject({ status: 'pass', deviations: [] });
  });
});

describe('the cost of a request', () => {
  const check = planned('robustness/cost-of-commas');
  const [first = 0, others = 0] = check.steps.map(({ request }) => request.raw?.times ?? 0);
  const sent = (count: number, durationMs: (index: number) => number) =>
    Array.from({ length: count }, (_, index): Said => {
      return { method: 'OPTIONS', status: 204, origin: allowed, durationMs: durationMs(index) };
    });
  const short = sent(first, () => 2);
  const quarter = sent(others, () => 25);
  const long = sent(others, () => 400);
  const statusOf = (...all: readonly (readonly Said[])[]) =>
    ruled(check, all.flat(), [response, response, response]).status;

  it('is a fault when each long one takes out of all proportion', () => {
    expect(statusOf(short, quarter, long)).toBe('fail');
  });

  it('is a fault whose short requests were slow at first: the target had just been started', () => {
    const cold = sent(first, (index) => (index < first / 2 ? 40 : 2));
    expect(statusOf(cold, quarter, long)).toBe('fail');
  });

  it('is none when one of them is quick: the machine had something else to do', () => {
    const oneQuick = sent(others, (index) => (index === 0 ? 3 : 400));
    expect(statusOf(short, quarter, oneQuick)).toBe('pass');
  });

  it('is none when those of a quarter of the length are as slow: the machine had no time for either', () => {
    const busy = sent(others, () => 300);
    expect(statusOf(short, busy, long)).toBe('pass');
  });
});

describe('a redirect to another origin', () => {
  const check = planned('redirects/other-origin-refused');
  const other = check.otherOrigin ?? '';
  const url = new URL(check.steps[0]?.request.url ?? '');
  const path = `${url.pathname}${url.search.replace(/&corspec-check=[^&]*$/, '')}`;
  const first: Said = {
    origin: allowed,
    path,
    status: 302,
    headers: [ao, ['Location', url.searchParams.get('to') ?? '']],
  };
  const second = (headers: readonly RawHeader[]): Said => ({ origin: 'null', host: other, headers });

  it('is the end where null is not allowed', () => {
    expect(other).toMatch(/^https:\/\/t-0-other\./);
    expect(ruled(check, [first, second([])], [refused])).toMatchObject({ status: 'pass', deviations: [] });
  });

  it('is a fault where null is given back, and says that null is what the policy does not allow', () => {
    const result = ruled(check, [first, second([['Access-Control-Allow-Origin', 'null']])], [response]);
    expect(result).toMatchObject({ status: 'fail', level: 'security' });
    expect(result.reason).toMatchObject({
      code: 'response-readable',
      denial: { kind: 'origin', origin: 'null' },
    });
  });
});

describe('what a header may say', () => {
  it('is no more than the policy, what needs no permission left out', () => {
    const check = planned('hygiene/methods-within-policy');
    const listing = (methods: string): readonly Said[] => [
      {
        method: 'OPTIONS',
        status: 204,
        origin: allowed,
        asked: [['Access-Control-Request-Method', 'PUT']],
        headers: [ao, ['Access-Control-Allow-Methods', methods]],
      },
      { method: 'PUT', origin: allowed, headers: [ao] },
    ];
    expect(ruled(check, listing('GET, HEAD, OPTIONS, PUT'), [response]).status).toBe('pass');
    const result = ruled(check, listing('GET, PUT, TRACE'), [response]);
    expect(result.status).toBe('fail');
    expect(result.reason).toMatchObject({
      found: { expected: { code: 'list-without', members: ['TRACE'] } },
    });
  });

  it('stands in one line where it is no list', () => {
    const result = ruled(planned('hygiene/origin-once'), [{ origin: allowed, headers: [ao, ao] }], [refused]);
    expect(result.reason).toMatchObject({
      found: { lines: 2, expected: { code: 'one-line' } },
    });
    expect(result.message).toContain(' Two places set Access-Control-Allow-Origin');
  });
});

describe('the count of writes', () => {
  const check = planned('effects/foreign-post-arrives');

  it('is a fault where the request is counted more than once', () => {
    const sent: readonly Said[] = [{ method: 'POST', origin: 'https://evil.test' }];
    expect(ruled(check, sent, [refused], { writes: 2 }).status).toBe('fail');
    expect(ruled(check, sent, [refused], { writes: 0 }).status).toBe('pass');
  });

  it('tells nothing about the server where the browser sent nothing', () => {
    expect(ruled(check, [], [refused], { writes: 0 }).status).toBe('error');
  });
});

describe('a header that goes with another', () => {
  const check = planned('hygiene/refused-without-credentials-header');
  const evil = 'https://evil.test';
  const credentials = ['Access-Control-Allow-Credentials', 'true'] as const;

  it('must not stand alone', () => {
    const result = ruled(check, [{ origin: evil, headers: [credentials] }], [refused]);
    expect(result.status).toBe('fail');
    expect(result.reason).toMatchObject({
      found: { expected: { code: 'absent-without', header: 'access-control-allow-origin' } },
    });
  });

  it('may stand beside it, as where everybody is told the same', () => {
    expect(ruled(check, [{ origin: evil, headers: [ao, credentials] }], [refused]).status).toBe('pass');
  });
});

describe('a frame of another origin', () => {
  const check = planned('caching/read-before-by-another');
  const admin = 'https://admin.example.test:8443';
  const path = '/cacheable?id=t-0';
  const kept = ['Cache-Control', 'max-age=60'] as const;
  const own = ['Access-Control-Allow-Origin', admin] as const;

  it('asks in its own name, and leaves its response to the page', () => {
    expect(check.steps[0]?.request.frame).toEqual({ origin: admin });
    const asked: readonly Said[] = [{ origin: admin, path, headers: [own, kept] }];
    const result = ruled(check, asked, [response, refused]);
    expect(result.status).toBe('fail');
    expect(result.reason).toMatchObject({ code: 'stale-cached-response' });
  });

  it('takes nothing from the page where the browser asks anew', () => {
    const asked: readonly Said[] = [
      { origin: admin, path, headers: [own, kept] },
      { origin: allowed, path, headers: [ao, kept] },
    ];
    expect(ruled(check, asked, [response, response]).status).toBe('pass');
  });
});

describe('the console', () => {
  const check = planned('console/origin-refused');
  const evil: Said = { origin: 'https://evil.test' };

  it('is kept in the result where it names CORS', () => {
    const console = ['Access to fetch … has been blocked by CORS policy'];
    const outcome = { steps: [refused], console };
    expect(ruled(check, [evil], [refused], { outcome })).toMatchObject({
      status: 'pass',
      outcome: { console },
    });
  });

  it('that says nothing leaves the question open: it is no fault of the server', () => {
    expect(ruled(check, [evil], [refused]).status).toBe('not-applicable');
  });
});
