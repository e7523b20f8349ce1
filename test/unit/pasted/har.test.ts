import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { harText } from '../../../reports/explain/har.ts';
import { readHar } from '../../../src/pasted/har.ts';
import { explainHar } from '../../../src/pasted/har-explanation.ts';
import type { HarExplanation } from '../../../src/results/har-explanation.ts';

/** Exported by browsers: scripts/har-fixtures.ts. */
function exported(name: 'chromium' | 'firefox' | 'playwright'): HarExplanation {
  return explainText(readFileSync(new URL(`../../fixtures/har/${name}.har`, import.meta.url), 'utf8'));
}

function explainText(text: string): HarExplanation {
  const har = readHar(text);
  if (!har.ok) throw new Error(har.reason);
  return explainHar(har.value, 'app.har', '1.0.0');
}

/** `PUT /method`, the step that decides, and how many requests. */
function inShort({ groups }: HarExplanation) {
  return groups.map(({ outcome, count, explanation: { request, ending } }) => {
    const { pathname } = new URL(request.url);
    return `${outcome} ${request.method} ${pathname} ${ending.decidedBy?.code ?? '-'} ${count}`;
  });
}

const blocked = [
  'blocked GET /plain allow-origin-missing 2',
  'blocked PUT /method method-not-allowed 1',
  'blocked GET /star allow-origin-wildcard-with-credentials 1',
  'blocked GET /header headers-not-allowed 1',
  'blocked POST /error allow-origin-missing 1',
  'blocked DELETE /login allow-origin-missing 1',
  'blocked GET /moved allow-origin-missing 1',
  'readable GET /allowed - 1',
];

interface Entry {
  readonly method?: string;
  readonly url?: string;
  readonly sent?: Readonly<Record<string, string>>;
  readonly status?: number;
  readonly got?: Readonly<Record<string, string>>;
  readonly error?: string;
  readonly type?: string;
  readonly at?: number;
}

const page = 'https://app.example.com';
const pairs = (headers: Entry['sent'] = {}) =>
  Object.entries(headers).map(([name, value]) => ({ name, value }));

function harOf(...entries: readonly Entry[]): string {
  const written = entries.map(
    ({
      method = 'GET',
      url = 'https://api.example.com/x',
      sent,
      status = 200,
      got,
      error,
      type,
      at = 0,
    }) => ({
      startedDateTime: new Date(1_000_000 + at).toISOString(),
      ...(type === undefined ? {} : { _resourceType: type }),
      request: { method, url, headers: pairs(sent) },
      response: { status, headers: pairs(got), ...(error === undefined ? {} : { _error: error }) },
    }),
  );
  return JSON.stringify({ log: { version: '1.2', entries: written } });
}

describe('what developer tools export', () => {
  it.each(['chromium', 'firefox'] as const)('is explained by what was recorded: %s', (name) => {
    expect(inShort(exported(name))).toEqual(blocked);
  });

  it('says what Playwright does not record, instead of guessing', () => {
    const { groups } = exported('playwright');
    const plain = groups.find(({ explanation }) => explanation.request.url.includes('/plain'));
    expect(plain).toMatchObject({
      outcome: 'unknown',
      count: 2,
      notes: [{ code: 'origin-from', source: 'referer' }, { code: 'response-not-recorded' }],
      command: "corspec explain 'http://localhost:8000/plain?page=1' --origin http://localhost:8080",
    });
    expect(groups.map(({ outcome }) => outcome).filter((outcome) => outcome === 'blocked')).toEqual([]);
  });

  it.each(['chromium', 'firefox', 'playwright'] as const)('shows no secret of it: %s', (name) => {
    const explained = exported(name);
    expect(JSON.stringify(explained)).not.toContain('s3cr3t');
    for (const verbose of [true, false])
      expect(harText(explained, { color: false, columns: 100, verbose })).not.toContain('s3cr3t');
  });

  it('is shown with the worst first, at most 27 lines each', () => {
    const text = harText(exported('chromium'), { color: false, columns: 100, verbose: false });
    expect(text.replaceAll('\n', ' ')).toContain(
      'app.har (WebInspector 537.36): 18 requests, 9 cross-origin with CORS: 8 blocked, 1 readable. Nothing was sent.',
    );
    const groups = text.split(/\n(?=✗)/).slice(1);
    expect(groups).toHaveLength(7);
    expect(Math.max(...groups.map((group) => group.split('\n').length))).toBeLessThanOrEqual(27);
  });
});

describe('what a file does not have', () => {
  const star = { got: { 'Access-Control-Allow-Origin': '*' } };

  it('is the credentials mode, which a cookie tells', () => {
    const text = harOf({ ...star, sent: { Origin: page, Cookie: 'a=b' } });
    expect(inShort(explainText(text))).toEqual(['blocked GET /x allow-origin-wildcard-with-credentials 1']);
  });

  it('or that the browser blocked what it would not block without credentials', () => {
    const { groups } = explainText(harOf({ ...star, sent: { Origin: page }, error: 'net::ERR_FAILED' }));
    expect(groups).toMatchObject([{ outcome: 'blocked', notes: [{ code: 'credentials-inferred' }] }]);
  });

  it('and else is said', () => {
    const { groups } = explainText(harOf({ ...star, sent: { Origin: page } }));
    expect(groups).toMatchObject([{ outcome: 'readable', notes: [{ code: 'blocked-with-credentials' }] }]);
  });

  it('is the request behind a preflight', () => {
    const asked = {
      Origin: page,
      'Access-Control-Request-Method': 'PUT',
      'Access-Control-Request-Headers': 'x-a',
    };
    const { groups } = explainText(harOf({ method: 'OPTIONS', sent: asked, status: 204 }));
    expect(groups).toMatchObject([
      {
        outcome: 'blocked',
        notes: [{ code: 'origin-from', source: 'preflight' }, { code: 'request-not-recorded' }],
        command:
          "corspec explain https://api.example.com/x --origin https://app.example.com --method PUT --header 'x-a: VALUE'",
      },
    ]);
  });

  it('is why a browser stopped what CORS allows', () => {
    const allowed = {
      sent: { Origin: page },
      got: { 'Access-Control-Allow-Origin': page, 'Access-Control-Allow-Credentials': 'true' },
    };
    const { groups } = explainText(harOf({ ...allowed, error: 'net::ERR_BLOCKED_BY_CLIENT' }));
    expect(groups).toMatchObject([
      { outcome: 'failed', notes: [{ code: 'failed-otherwise', error: 'net::ERR_BLOCKED_BY_CLIENT' }] },
    ]);
  });
});

it('takes a failed connection for what it is', () => {
  const { groups } = explainText(
    harOf({ sent: { Origin: page }, status: 0, error: 'net::ERR_CONNECTION_REFUSED' }),
  );
  expect(groups).toMatchObject([{ outcome: 'failed', explanation: { ending: { outcome: 'unknown' } } }]);
});

it('explains the request of a page with an opaque origin', () => {
  const { groups } = explainText(harOf({ sent: { Origin: 'null' } }));
  expect(groups).toMatchObject([{ outcome: 'blocked', explanation: { request: { origin: 'null' } } }]);
});

it('follows a redirect from the own origin to another', () => {
  const own = {
    url: `${page}/go`,
    sent: { 'Sec-Fetch-Mode': 'cors', Referer: `${page}/` },
    status: 302,
    got: { Location: 'https://api.example.com/x' },
  };
  const { groups } = explainText(harOf(own, { sent: { Origin: page, 'Sec-Fetch-Mode': 'cors' }, at: 5 }));
  expect(groups).toMatchObject([
    { outcome: 'blocked', entries: [0], explanation: { request: { url: `${page}/go` } } },
  ]);
});

it('gives each request the preflight that asks for it', () => {
  const asked = (method: string) => ({ Origin: page, 'Access-Control-Request-Method': method });
  const allowing = (methods: string) => ({
    'Access-Control-Allow-Origin': page,
    'Access-Control-Allow-Methods': methods,
  });
  const text = harOf(
    { method: 'PUT', sent: { Referer: `${page}/` }, type: 'fetch', status: 0, error: 'net::ERR_FAILED' },
    { method: 'DELETE', sent: { Origin: page }, type: 'fetch', got: allowing(''), at: 1 },
    { method: 'OPTIONS', sent: asked('DELETE'), got: allowing('DELETE'), at: 2 },
    { method: 'OPTIONS', sent: asked('PUT'), got: allowing('DELETE'), at: 3 },
  );
  expect(inShort(explainText(text))).toEqual([
    'blocked PUT /x method-not-allowed 1',
    'readable DELETE /x - 1',
  ]);
});

it.each([
  ['a navigation', { method: 'POST', sent: { Origin: page, 'Sec-Fetch-Mode': 'navigate' } }],
  ['a form in Firefox', { method: 'POST', sent: { Origin: page, 'Upgrade-Insecure-Requests': '1' } }],
  ['a WebSocket', { sent: { Origin: page, Upgrade: 'websocket' }, status: 101 }],
  ['a no-cors image', { sent: { 'Sec-Fetch-Mode': 'no-cors' } }],
  ['a request to the own origin', { url: `${page}/x`, sent: { Origin: page } }],
  ['an extension', { url: 'chrome-extension://abc/x', sent: { Origin: page } }],
])('omits %s', (_, entry) => {
  expect(explainText(harOf(entry)).groups).toEqual([]);
});

it.each([
  ['{"log": ', 'not JSON: unexpected end of the text at line 1, column 9.'],
  ['{"a": 1}', 'JSON, but not a HAR file: the value at line 1, column 1'],
  [
    '{"log": {\n"entries": [{"request": {"method": "GET", "url": 1}}]}}',
    '`log.entries[0].request.url` at line 2, column',
  ],
])('says where a file is none: %j', (text, says) => {
  const har = readHar(text);
  expect(har.ok ? '' : har.reason).toContain(says.replace('the value at line 1, column 1', ''));
});
