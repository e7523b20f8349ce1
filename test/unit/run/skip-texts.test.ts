import { expect, it } from 'vitest';
import { type SkipReason, skipText } from '../../../src/run/skip-reasons.ts';
import type { RouteDifference } from '../../../src/targets/contract/index.ts';

const difference: RouteDifference = {
  route: 'resource',
  exchange: { ask: { method: 'GET' }, answer: { status: 200 } },
  asked: 'GET /items',
  aspect: 'status',
  expected: 'status 200',
  got: 'status 404',
  absent: true,
  maybeMiddleware: false,
};

/** For each code an example, and its text. A code without one does not compile. */
const examples: {
  readonly [Code in SkipReason['code']]: readonly [
    Omit<Extract<SkipReason, { readonly code: Code }>, 'code'>,
    string,
  ];
} = {
  'policy-origins': [{ stated: 'any' }, 'The policy allows any origin.'],
  'policy-credentials': [{ stated: false }, 'The policy does not allow credentials.'],
  'policy-not-all': [{ field: 'requestHeaders' }, 'The policy does not allow every request header.'],
  'policy-list-unstated': [{ field: 'methods' }, 'The policy does not state methods.'],
  'policy-list-empty': [{ field: 'exposedHeaders' }, 'The policy lists no exposed headers.'],
  'policy-name': [
    { field: 'methods', name: 'PATCH', permission: 'not-allowed' },
    'The policy does not allow the method PATCH.',
  ],
  'policy-max-age': [{ stated: 600 }, "The policy's max age is 600 s."],
  'no-custom-header': [{}, 'The policy lists no custom request header.'],
  'only-own-origin': [{}, "The policy allows no origin except the target's own."],
  'one-origin': [{ beside: true }, 'The policy allows only one other origin.'],
  'no-origin-with-port': [{}, 'The policy allows no origin with a port.'],
  'no-web-origin': [{}, 'The policy allows no origin at http or https, and pages are there.'],
  'no-app-origin': [
    { kind: 'ipv6' },
    'The policy allows no origin with an IPv6 address, such as http://[::1]:3000.',
  ],
  'no-origin-pattern': [{}, 'The policy has no subdomain pattern.'],
  'no-origin-listed': [{}, 'The policy lists no origin.'],
  'own-origin': [{ origin: 'https://evil.test' }, "https://evil.test is the target's own origin."],
  'origin-allowed': [{ origin: 'https://evil.test' }, 'The policy allows https://evil.test.'],
  'no-neighbour': [{ entry: 'https://a.test' }, 'No such neighbor of https://a.test exists.'],
  'no-route': [{ route: 'crash' }, 'The target has no route crash.'],
  'endpoint-method': [{ method: 'PUT' }, 'The URL does not support PUT (--endpoint-methods).'],
  'rarely-stored': [
    {},
    'Nothing in the response to a plain GET says that caches may store it (Cache-Control, ETag, Last-Modified).',
  ],
  'route-differs': [
    { difference },
    '/items (route resource) does not follow the route contract: GET /items: expected status 200, got status 404. See docs/servers.md#resource',
  ],
  'needs-write-counter': [{}, 'Needs the write counter of bundled implementations.'],
  'needs-own-name': [
    {},
    'Needs a host name of its own for the target, so that its cookies do not affect other checks.',
  ],
  'needs-other-address': [
    {},
    'Needs another host name for the target, so that a proxy before it can replace Host by its address.',
  ],
  'no-http2-form': [
    { problem: { code: 'several-lines', name: 'authorization' } },
    'The server speaks HTTP/2 only, which cannot carry this request: it has several lines of authorization.',
  ],
  'waits-for-stream': [
    {},
    'The response of the URL is an event stream: a preload waits for its end, and a beacon for a connection.',
  ],
  'needs-second-name': [{}, 'Needs a second host name for the target.'],
  'browser-incapable': [{ detail: 'The model runs no scripts.' }, 'The model runs no scripts.'],
  'bad-port': [
    { port: '6000' },
    'Browsers do not open pages at port 6000 (https://fetch.spec.whatwg.org/#bad-port).',
  ],
  'mixed-content': [
    { page: 'https://app.test', target: 'http://api.test' },
    'https://app.test is a secure page, and browsers block its requests to http://api.test as mixed content.',
  ],
};

it.each(Object.entries(examples))('%s', (code, [data, text]) => {
  expect(skipText({ code, ...data } as SkipReason)).toBe(text);
});

it.each<[SkipReason, string]>([
  [{ code: 'policy-origins', stated: 'unstated' }, 'The policy does not state origins.'],
  [{ code: 'policy-origins', stated: 'none' }, 'The policy allows no origin.'],
  [{ code: 'policy-origins', stated: 'listed' }, 'The policy lists the origins that it allows.'],
  [{ code: 'policy-credentials', stated: true }, 'The policy allows credentials.'],
  [{ code: 'policy-credentials', stated: null }, 'The policy does not state whether credentials are allowed.'],
  [{ code: 'policy-max-age', stated: null }, 'The policy does not state a max age.'],
  [{ code: 'policy-name', field: 'requestHeaders', name: 'X-A', permission: 'unstated' }, 'The policy does not state the request header X-A.'],
])('%j', (reason, text) => {
  expect(skipText(reason)).toBe(text);
}); // prettier-ignore
