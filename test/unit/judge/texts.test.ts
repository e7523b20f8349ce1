import { expect, it } from 'vitest';
import { describeReason, type FetchRequest, type TraceEntry } from '../../../src/fetch-standard/index.ts';
import type { HeaderFault } from '../../../src/judge/header-conditions.ts';
import type { Reason } from '../../../src/judge/reasons.ts';
import { reasonText } from '../../../src/judge/texts.ts';

/** For each code an example, and its text. A code without one does not compile. */
type Examples<Coded extends { readonly code: string }> = {
  readonly [Code in Coded['code']]: readonly [Omit<Extract<Coded, { readonly code: Code }>, 'code'>, string];
};

const request: FetchRequest = {
  url: 'https://server--policy.example.test/resource?id=t-0&to=https%3A%2F%2Fother.test%2Fend%3Fx',
  origin: 'https://app.example.test',
  method: 'PUT',
  headers: [],
  mode: 'cors',
  credentials: 'include',
  redirect: 'follow',
};
const asked = 'PUT /resource?to=(another origin)/end from https://app.example.test with credentials';
const entry: TraceEntry = {
  step: 'redirect-count',
  ok: false,
  code: 'too-many-redirects',
  count: 21,
  limit: 20,
  anchor: '#http-redirect-fetch',
};
const decided = describeReason(entry);
const origin = { kind: 'origin', origin: 'https://evil.test' } as const;

const reasons: Examples<Reason> = {
  'response-blocked': [
    { request, entry },
    `${asked}: ${decided} Expected: readable, because the policy allows it.`,
  ],
  'stale-cached-response': [
    { request, entry },
    `${asked}: the browser reuses a response from its HTTP cache that a different request stored. ${decided} Expected: readable, because the policy allows it.`,
  ],
  'response-readable': [
    { request, denial: origin, entry },
    `${asked}: the response can be read. ${decided} Expected: blocked, because the policy does not allow https://evil.test.`,
  ],
  'sent-after-preflight': [
    { request, denial: { kind: 'method', method: 'PUT' } },
    `${asked}: the request was sent after its preflight. Expected: blocked, because the policy does not allow PUT.`,
  ],
  'wrong-requests': [
    { request, sent: ['OPTIONS', 'PUT'], expected: ['PUT'], maxAge: 600 },
    `${asked}: the browser sent OPTIONS, PUT. Expected: PUT.`,
  ],
  'wrong-status': [
    { request, status: 404, expected: 200 },
    `${asked}: the script reads status 404. Expected: 200, which the application sends without CORS.`,
  ],
  'wrong-header': [
    {
      request,
      part: 'preflight',
      found: headerFault({ value: null, lines: 0, expected: { code: 'present' } }),
    },
    `${asked}: in the response to the preflight, vary is absent. Expected: any value.`,
  ],
  'header-not-exposed': [
    { request, headers: ['ETag'] },
    'The script cannot read ETag. Expected: readable, because the policy exposes it.',
  ],
  'header-exposed': [
    { request, headers: ['ETag'] },
    'The script can read ETag. Expected: hidden, because the policy does not expose it.',
  ],
  'application-not-reached': [
    { request, expected: '"writes"' },
    'PUT did not reach the application: the response body does not contain `"writes"`.',
  ],
  'vary-missing': [
    {
      part: 'response',
      method: 'GET',
      origin: 'https://evil.test',
      vary: null,
      allowOrigins: [
        { origin: null, value: null },
        { origin: 'https://app.example.test', value: 'https://app.example.test' },
      ],
    },
    "The response to a GET from https://evil.test has no Vary. Expected: Vary with Origin, because Access-Control-Allow-Origin depends on the origin: absent without Origin, `https://app.example.test` from https://app.example.test. Without it a cache serves one origin's response to another.",
  ],
  'vary-request-missing': [
    {
      header: 'Access-Control-Request-Headers',
      dependent: 'Access-Control-Allow-Headers',
      vary: 'Origin',
      values: ['content-type', null],
    },
    "The response to a preflight has Vary: `Origin`. Expected: Vary with Access-Control-Request-Headers, because Access-Control-Allow-Headers depends on it: `content-type`, absent. Without it a CDN that stores responses to preflights serves one preflight's response to another.",
  ],
  'slow-request': [
    { headerBytes: 8100, times: 20 },
    'Every request with 8 kB of headers took more than 20 times as long as a short one. Expected: a cost proportional to the length, because anyone can send such requests.',
  ],
  'wrong-writes': [
    { origin: 'https://evil.test', counted: 1, expected: 0 },
    'The server counted 1 write from this page at https://evil.test. Expected: 0.',
  ],
  'cookie-sent': [{}, 'The browser sent a cookie that, by the standard, it must not send.'],
  'cookie-not-sent': [
    {},
    'The browser sends no cookie from this page to this target (third-party cookies, or Secure on plain http), so the check tests nothing.',
  ],
  'body-incomplete': [
    { method: 'GET', expected: 'first' },
    'The body of the response to GET was not read to its end, so it is not known whether it contains `first`.',
  ],
  'held-back': [
    { method: 'PUT', afterPreflight: true },
    'The preflight passed, and the browser sent the PUT; corspec held it back, so what only its response could show is not tested (--allow-writes).',
  ],
  'headers-absent': [{ headers: ['ETag'] }, 'The response has no ETag.'],
  'not-sent': [{ part: 'preflight' }, 'There was no preflight to get a response to.'],
  'method-not-supported': [
    { method: 'PUT', status: 405 },
    'The URL does not support PUT: the response has status 405, without the CORS headers that the page needs. Only its preflight is tested.',
  ],
  'version-not-supported': [
    { version: '1.0', status: 505 },
    'The server does not support HTTP/1.0 (status 505).',
  ],
  'page-cookie': [{ name: 'session', isShown: false }, '`document.cookie` does not show the cookie session.'],
  'console-silent': [{}, "The browser's console does not mention CORS."],
  'preflight-differs': [
    { found: headerFault({ header: 'status', value: '200', expected: { code: 'exactly', value: '204' } }) },
    'In the response to the preflight, status is `200`. Expected: `204`.',
  ],
  'hidden-by-deviation': [
    { deviations: [{ id: null, says: 'It sent nothing.' }] },
    'The browser deviates from the standard, so the recorded requests do not show how the server behaves. It sent nothing.',
  ],
  'target-broke': [
    { method: 'GET', url: 'http://127.0.0.1/', kind: 'reset', detail: 'The target closed the connection.' },
    'The target failed on GET http://127.0.0.1/: The target closed the connection. This is not a verdict about CORS.',
  ],
  'rate-limited': [
    { status: 429 },
    'The target limits the rate of requests (status 429). This is not a verdict about CORS.',
  ],
  'not-played': [{ detail: 'The browser ended: crashed' }, 'The browser ended: crashed'],
  'judge-failed': [{ detail: 'Invalid URL' }, 'corspec failed to judge this check: Invalid URL'],
  'no-report': [{}, 'The page reported nothing about this check.'],
  'page-timeout': [
    { afterMs: 100, exchanges: 0 },
    'The page timed out after 100 ms (--timeout). Nothing was on the wire.',
  ],
  'page-ended': [{}, 'The page ended before it made all its requests.'],
  'connection-closed': [
    { method: 'GET', url: 'http://127.0.0.1/' },
    'The browser closed its connection before the response to GET http://127.0.0.1/ arrived, so this check has no verdict.',
  ],
  'writes-unknown': [
    {},
    "The target did not answer in time when corspec asked for this check's write count. This is not a verdict about CORS.",
  ],
  'unbacked-response': [
    { method: 'GET', path: '/resource' },
    'The page reported a response to GET /resource that was never on the wire. This is not a verdict about CORS.',
  ],
  'raw-request-failed': [
    { method: 'GET', url: 'http://127.0.0.1/', detail: 'socket hang up' },
    'corspec sent a raw GET http://127.0.0.1/ and could not read a response: socket hang up.',
  ],
  'redirected-elsewhere': [
    { method: 'GET', url: 'https://api.test/items', location: 'https://sso.test/login' },
    'The target redirects GET https://api.test/items to https://sso.test/login. https://sso.test is not a target of this run, so corspec sent nothing there, and this check has no verdict. Test that URL instead, or add it as another target of the same run.',
  ],
  'unknown-deviation': [
    { deviations: [{ id: null, says: 'It sent nothing.' }], reported: ['TypeError: x', 'net::ERR_X'] },
    'The browser deviates from the standard in a way that is not known, so this check has no verdict. It sent nothing. The browser reported: TypeError: x; net::ERR_X',
  ],
  'reported-facts': [{ facts: ['It loads.', 'It is sent.'] }, 'It loads. It is sent.'],
};

it.each(Object.entries(reasons))('%s', (code, [data, text]) => {
  expect(reasonText({ code, ...data } as Reason)).toBe(text);
});

it.each<[Partial<HeaderFault>, string]>([
  [{ expected: { code: 'absent' } }, 'vary is `x`. Expected: absent.'],
  [{ lines: 2, expected: { code: 'one-line' } }, 'vary is `x`, in 2 lines. Expected: one line.'],
  [{ expected: { code: 'absent-without', header: 'a' } }, 'vary is `x`. Expected: absent, because there is no a.'],
  [{ expected: { code: 'between', from: 200, to: 299 } }, 'vary is `x`. Expected: 200 to 299.'],
  [{ value: '', expected: { code: 'anything-but', value: '' } }, 'vary is an empty value. Expected: anything but an empty value.'],
  [{ expected: { code: 'list-with', members: ['PUT', 'GET'] } }, 'vary is `x`. Expected: a list with `PUT, GET`.'],
  [{ expected: { code: 'list-without', members: ['TRACE'] } }, 'vary is `x`. Expected: a list without `TRACE`, which the policy does not allow.'],
])('a header: %j', (change, text) => {
  expect(reasonText({ code: 'preflight-differs', found: headerFault(change) })).toBe(
    `In the response to the preflight, ${text}`,
  );
}); // prettier-ignore

it.each([
  [{ kind: 'credentials' }, 'the policy does not allow credentials'],
  [{ kind: 'any-with-credentials' }, 'a policy that allows any origin must not share credentialed responses'],
  [{ kind: 'header', names: ['x-a', 'x-b'] }, 'the policy does not allow the request header x-a, x-b'],
] as const)('a request that the policy does not allow: %j', (denial, text) => {
  const reason: Reason = { code: 'response-readable', request, denial };
  expect(reasonText(reason)).toContain(`Expected: blocked, because ${text}.`);
});

it('untrusted text is escaped', () => {
  expect(reasonText({ code: 'not-played', detail: '\u001B[31mred' })).toBe(String.raw`\x1b[31mred`);
});

function headerFault(change: Partial<HeaderFault>): HeaderFault {
  return {
    header: 'vary',
    condition: { present: true },
    value: 'x',
    lines: 1,
    expected: { code: 'absent' },
    ...change,
  };
}
