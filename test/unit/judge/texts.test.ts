import { expect, it } from 'vitest';
import { describeReason, type FetchRequest, type TraceEntry } from '../../../src/fetch-standard/index.ts';
import { fixText } from '../../../src/judge/fix-texts.ts';
import type { Fix } from '../../../src/judge/fixes.ts';
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
const seeExchanges: Fix = { code: 'see-exchanges' };
const see = 'See the exchanges for what the server sent.';
const origin = { kind: 'origin', origin: 'https://evil.test' } as const;

const reasons: Examples<Reason> = {
  'response-blocked': [
    { request, entry, fix: { code: 'allow-credentials' } },
    `${asked}: ${decided} Expected: readable, because the policy allows it. Enable credentials in the middleware, so that responses to allowed origins have Access-Control-Allow-Credentials: \`true\`.`,
  ],
  'stale-cached-response': [
    { request, entry, fix: seeExchanges },
    `${asked}: the browser reuses a response from its HTTP cache that a different request stored. ${decided} Expected: readable, because the policy allows it. ${see}`,
  ],
  'response-readable': [
    { request, denial: origin, entry, fix: seeExchanges },
    `${asked}: the response can be read. ${decided} Expected: blocked, because the policy does not allow https://evil.test. ${see}`,
  ],
  'sent-after-preflight': [
    { request, denial: { kind: 'method', method: 'PUT' }, fix: seeExchanges },
    `${asked}: the request was sent after its preflight. Expected: blocked, because the policy does not allow PUT. ${see}`,
  ],
  'wrong-requests': [
    { request, sent: ['OPTIONS', 'PUT'], expected: ['PUT'], fix: { code: 'set-max-age', maxAge: 600 } },
    `${asked}: the browser sent OPTIONS, PUT. Expected: PUT. Configure the middleware to send Access-Control-Max-Age: 600.`,
  ],
  'wrong-status': [
    { request, status: 404, expected: 200, fix: seeExchanges },
    `${asked}: the script reads status 404. Expected: 200, which the application sends without CORS.`,
  ],
  'wrong-header': [
    {
      request,
      part: 'preflight',
      found: headerFault({ value: null, lines: 0, expected: { code: 'present' } }),
      fix: seeExchanges,
    },
    `${asked}: in the response to the preflight, vary is absent. Expected: any value. ${see}`,
  ],
  'header-not-exposed': [
    { request, headers: ['ETag'], fix: { code: 'expose-headers', headers: ['ETag'], byName: true } },
    "The script cannot read ETag. Expected: readable, because the policy exposes it. Add ETag to the middleware's exposed headers by name: with credentials `*` is not a wildcard.",
  ],
  'header-exposed': [
    { request, headers: ['ETag'], fix: { code: 'hide-headers' } },
    "The script can read ETag. Expected: hidden, because the policy does not expose it. Remove it from Access-Control-Expose-Headers: list the policy's headers in the middleware.",
  ],
  'application-not-reached': [
    { request, expected: '"writes"', fix: { code: 'keep-body' } },
    'PUT did not reach the application: the response body does not contain `"writes"`. The middleware must not change the body.',
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
      fix: { code: 'add-vary' },
    },
    "The response to a GET from https://evil.test has no Vary. Expected: Vary with Origin, because Access-Control-Allow-Origin depends on the origin: absent without Origin, `https://app.example.test` from https://app.example.test. Without it a cache serves one origin's response to another. Add Vary: Origin to every response of this URL: to blocked requests, errors, preflights, and requests without Origin.",
  ],
  'slow-request': [
    { headerBytes: 8100, times: 20, fix: { code: 'bound-cost' } },
    'Every request with 8 kB of headers took more than 20 times as long as a short one. Expected: a cost proportional to the length, because anyone can send such requests. Limit the length of Origin and Access-Control-Request-Headers that the server examines, and match them without backtracking.',
  ],
  'wrong-writes': [
    { origin: 'https://evil.test', counted: 1, expected: 0, fix: { code: 'check-before-write' } },
    'The server counted 1 write from this page at https://evil.test. Expected: 0. No request, OPTIONS in particular, may change anything before its CORS check.',
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
    {},
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

const fixes: Examples<Fix> = {
  'allow-origin': [
    { origin: 'https://app.example.test', byName: false },
    "Add https://app.example.test to the middleware's allowed origins, and run the middleware for every route.",
  ],
  'allow-credentials': [
    {},
    'Enable credentials in the middleware, so that responses to allowed origins have Access-Control-Allow-Credentials: `true`.',
  ],
  'allow-method': [{ method: 'PUT', byName: false }, "Add PUT to the middleware's allowed methods."],
  'allow-header': [
    { byName: true },
    "Add the header to the middleware's allowed headers by name: with credentials `*` is not a wildcard.",
  ],
  'expose-headers': [{ headers: [], byName: false }, "Add the header to the middleware's exposed headers."],
  'answer-preflights': [
    {},
    'Answer OPTIONS requests that have Access-Control-Request-Method with status 200 or 204, before authentication, routing and redirects.',
  ],
  'answer-preflights-only': [
    {},
    'Configure the middleware to answer only preflights (OPTIONS with Access-Control-Request-Method).',
  ],
  'cover-error-pages': [
    { status: 500 },
    'The page for status 500 is created outside the middleware: run error handling inside it, or add the headers there.',
  ],
  'no-redirect': [
    {},
    'Answer at the final URL, without a redirect: a redirect to another origin sets Origin to `null`.',
  ],
  'compare-origin': [
    {},
    'Compare the whole Origin header with a list of origins (a pattern anchored at both ends, with escaped dots) instead of reflecting it.',
  ],
  'deny-credentials': [
    {},
    'Disable credentials in the middleware, so that it does not send Access-Control-Allow-Credentials.',
  ],
  'list-credentialed-origins': [
    {},
    'List the origins that may use credentials; never reflect every origin together with Access-Control-Allow-Credentials.',
  ],
  'deny-method': [
    { method: 'PATCH' },
    "Remove PATCH from Access-Control-Allow-Methods: list the policy's methods in the middleware.",
  ],
  'deny-headers': [
    { headers: ['x-a', 'x-b'] },
    "Remove x-a, x-b from Access-Control-Allow-Headers: list the policy's headers instead of reflecting the requested ones.",
  ],
  'hide-headers': [
    {},
    "Remove it from Access-Control-Expose-Headers: list the policy's headers in the middleware.",
  ],
  'set-max-age': [{ maxAge: 0 }, 'Configure the middleware to send Access-Control-Max-Age: 0.'],
  'add-vary': [
    {},
    'Add Vary: Origin to every response of this URL: to blocked requests, errors, preflights, and requests without Origin.',
  ],
  'set-header-once': [
    { header: 'vary' },
    'Set vary in one place only: in the middleware, or in the proxy in front of it.',
  ],
  'correct-header': [
    { header: 'access-control-max-age' },
    "Set the middleware's max age to the policy's value.",
  ],
  'keep-body': [{}, 'The middleware must not change the body.'],
  'bound-cost': [
    {},
    'Limit the length of Origin and Access-Control-Request-Headers that the server examines, and match them without backtracking.',
  ],
  'check-before-write': [{}, 'No request, OPTIONS in particular, may change anything before its CORS check.'],
  'let-write-arrive': [
    {},
    'A layer in front of the application rejects the request. That protects against request forgery, but is not part of CORS.',
  ],
  'see-exchanges': [{}, see],
};

it.each(Object.entries(fixes))('the fix %s', (code, [data, text]) => {
  expect(fixText({ code, ...data } as Fix)).toBe(text);
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
  const reason: Reason = { code: 'response-readable', request, denial, fix: seeExchanges };
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
