import type { OriginSymbol } from '../src/scenarios/origin-symbols.ts';
import type { Expectation } from '../src/scenarios/expectation.ts';
import type { RequestSpec, Scenario, Step, Suite } from '../src/scenarios/scenario.ts';

const readable: Expectation = { outcome: 'readable' };
const blocked: Expectation = { outcome: 'blocked' };

/** A request that corspec sends itself. */
function raw(as: OriginSymbol | 'no-origin', more: Partial<RequestSpec> = {}): RequestSpec {
  return { route: 'resource', client: 'raw', as, ...more };
}

function preflight(as: OriginSymbol): RequestSpec {
  return raw(as, { method: 'OPTIONS', headers: { 'Access-Control-Request-Method': 'PUT' } });
}

const first = { request: raw('allowed'), expect: readable } as const;
const second = { request: raw('allowed-second'), expect: readable } as const;
/** What is sent in between, so that a server that remembers something of it shows that in the next response. */
const foreign = { request: raw('foreign'), expect: {} } as const;

function often(count: number, ...steps: readonly Step[]): readonly Step[] {
  return Array.from({ length: count }, () => steps).flat();
}

const impact =
  'Any website can read this server’s unauthenticated responses through its visitors’ browsers once an allowed page has sent a request.';

const preflights: readonly Scenario[] = [
  {
    id: 'repeated/preflight',
    title: 'A preflight passes every time',
    level: 'required',
    spec: '#cors-preflight-fetch-0',
    why: 'A regular expression with the `g` flag, a counter or a cache in the server makes only some preflights pass, so pages fail at random.',
    from: 'allowed',
    when: { policy: { methods: 'PUT' } },
    steps: often(5, { request: preflight('allowed'), expect: readable }),
  },
  {
    id: 'repeated/preflight-in-turn',
    title: 'Preflights from two allowed origins that alternate all pass',
    level: 'required',
    spec: '#cors-preflight-fetch-0',
    why: 'Some servers and gateways store the response to a preflight by its URL. Each response must be for the origin that asks.',
    from: 'allowed',
    when: { policy: { methods: 'PUT' } },
    steps: often(
      3,
      { request: preflight('allowed'), expect: readable },
      { request: preflight('allowed-second'), expect: readable },
    ),
  },
  {
    id: 'repeated/preflight-after-refused',
    title: 'A preflight passes after one from another origin has failed',
    level: 'required',
    spec: '#cors-preflight-fetch-0',
    why: 'A server that stores the rejection blocks the pages that the policy allows.',
    from: 'allowed',
    when: { policy: { origins: ['listed', 'pattern'], methods: 'PUT' } },
    steps: often(
      2,
      { request: preflight('foreign'), expect: {} },
      { request: preflight('allowed'), expect: readable },
    ),
  },
  {
    id: 'repeated/foreign-preflight-refused',
    title: 'A preflight from an unrelated origin fails after one from an allowed origin has passed',
    level: 'security',
    spec: '#cors-preflight-fetch-0',
    why: 'A server that stores the response to a preflight by its URL, or remembers that the request was allowed, grants the same to every origin.',
    impact:
      'Once an allowed page has sent a preflight, any website can send requests that need one through its visitors’ browsers.',
    from: 'allowed',
    when: { policy: { origins: ['listed', 'pattern'], methods: 'PUT' } },
    steps: often(
      3,
      { request: preflight('foreign'), expect: blocked },
      { request: preflight('allowed'), expect: {} },
    ),
  },
];

const origins: readonly Scenario[] = [
  {
    id: 'repeated/foreign-refused',
    title: 'An unrelated origin is blocked after a request from an allowed origin',
    level: 'security',
    spec: '#concept-cors-check',
    why: 'A middleware that remembers that a request was allowed, in a variable that all requests share or for the URL, grants the same to every origin.',
    impact,
    from: 'allowed',
    when: { policy: { origins: ['listed', 'pattern'] } },
    steps: often(
      3,
      { request: raw('foreign'), expect: blocked },
      { request: raw('allowed'), expect: {} },
    ),
  },
  {
    id: 'repeated/allowed-after-refused',
    title: 'An allowed origin is allowed after a request from an unrelated origin',
    level: 'required',
    spec: '#concept-cors-check',
    why: 'A middleware that stores the decision for one origin blocks the next one.',
    from: 'allowed',
    when: { policy: { origins: ['listed', 'pattern'], methods: 'GET' } },
    steps: often(3, foreign, first),
  },
  {
    id: 'repeated/cacheable-in-turn',
    title: 'A response that caches may store is readable for two allowed origins that alternate',
    level: 'required',
    spec: '#cors-protocol-and-http-caches',
    why: 'A cache in the server or in front of it that does not know `Vary: Origin` sends the response for one origin to another.',
    from: 'allowed',
    when: { policy: { methods: 'GET' } },
    steps: often(2, { ...first, request: raw('allowed', { route: 'cacheable' }) }, { ...second, request: raw('allowed-second', { route: 'cacheable' }) }),
  },
  {
    id: 'repeated/cacheable-without-origin',
    title: 'A response that caches may store is readable after a request without Origin for the same URL',
    level: 'required',
    spec: '#cors-protocol-and-http-caches',
    why: 'A link or an image without `crossorigin` sends no Origin header. A CDN that stores that response, without CORS headers, sends it to scripts too.',
    from: 'allowed',
    when: { policy: { methods: 'GET' } },
    steps: often(2, { request: raw('no-origin', { route: 'cacheable' }), expect: {} }, { request: raw('allowed', { route: 'cacheable' }), expect: readable }),
  },
  {
    id: 'repeated/cacheable-after-refused',
    title: 'A response that caches may store is readable after a request from an unrelated origin for the same URL',
    level: 'required',
    spec: '#cors-protocol-and-http-caches',
    why: 'Any site can send that request. If a cache in the server or in front of it stores the response, that site blocks the allowed pages.',
    from: 'allowed',
    when: { policy: { origins: ['listed', 'pattern'], methods: 'GET' } },
    steps: often(2, { request: raw('foreign', { route: 'cacheable' }), expect: {} }, { request: raw('allowed', { route: 'cacheable' }), expect: readable }),
  },
  {
    id: 'repeated/cacheable-foreign-refused',
    title: 'An unrelated origin is blocked after an allowed origin has requested the same URL, which caches may store',
    level: 'security',
    spec: '#cors-protocol-and-http-caches',
    why: 'A cache that stores the response for an allowed origin and writes the requesting origin into it grants access to every origin.',
    impact,
    from: 'allowed',
    when: { policy: { origins: ['listed', 'pattern'] } },
    steps: often(2, { request: raw('allowed', { route: 'cacheable' }), expect: {} }, { request: raw('foreign', { route: 'cacheable' }), expect: blocked }),
  },
]; // prettier-ignore

/** An error in between, and what stays afterwards. */
const afterErrors: readonly Scenario[] = [
  {
    id: 'repeated/after-crash',
    title: 'A response is readable after a handler has thrown',
    level: 'required',
    spec: '#concept-cors-check',
    why: 'An error can leave a middleware in a state in which it adds no headers to the next responses.',
    from: 'allowed',
    when: { policy: { methods: 'GET' } },
    steps: often(2, first, { request: raw('allowed', { route: 'crash' }), expect: {} }),
  },
  {
    id: 'repeated/after-not-found',
    title: 'A response is readable after a request for a path that does not exist',
    level: 'required',
    spec: '#concept-cors-check',
    why: 'An error page can leave a middleware in a state in which it adds no headers to the next responses.',
    from: 'allowed',
    when: { policy: { methods: 'GET' } },
    steps: [first, { request: raw('allowed', { route: 'missing' }), expect: {} }, first],
  },
  {
    id: 'repeated/crash-again',
    title: 'The response of a handler that throws is readable every time',
    level: 'required',
    spec: '#concept-cors-check',
    why: 'Without the headers on an error response, a page cannot tell it from a network error.',
    from: 'allowed',
    when: { policy: { methods: 'GET' } },
    steps: often(4, { request: raw('allowed', { route: 'crash' }), expect: readable }),
  },
  {
    id: 'repeated/not-found-again',
    title: 'The response for a path that does not exist is readable every time',
    level: 'required',
    spec: '#concept-cors-check',
    why: 'A cache or a rate limit for error pages may respond to the second request, without the headers.',
    from: 'allowed',
    when: { policy: { methods: 'GET' } },
    steps: often(4, { request: raw('allowed', { route: 'missing' }), expect: readable }),
  },
];

const shared =
  'Proxies and CDNs send the requests of different users on one connection to the server. Each response must depend on its own request alone.';

const kept = { connection: 'kept' } as const;
const own = { connection: 'new' } as const;

const connections: readonly Scenario[] = [
  {
    id: 'repeated/kept-connection',
    title: 'Every response on one connection is readable',
    level: 'required',
    spec: '#concept-cors-check',
    why: 'A server that handles the first request of a connection differently from the following ones blocks pages at random.',
    from: 'allowed',
    when: { policy: { methods: 'GET' } },
    steps: often(4, { request: raw('allowed', kept), expect: readable }),
  },
  {
    id: 'repeated/new-connections',
    title: 'The first response on each new connection is readable',
    level: 'required',
    spec: '#concept-cors-check',
    why: 'A server that prepares something for the second request of a connection blocks pages at random.',
    from: 'allowed',
    when: { policy: { methods: 'GET' } },
    steps: often(3, { request: raw('allowed', own), expect: readable }),
  },
  {
    id: 'repeated/kept-connection-in-turn',
    title:
      'Two allowed origins that alternate on one connection each get their own Access-Control-Allow-Origin',
    level: 'required',
    spec: '#concept-cors-check',
    why: shared,
    from: 'allowed',
    when: { policy: { methods: 'GET' } },
    steps: often(
      2,
      { request: raw('allowed', kept), expect: readable },
      { request: raw('allowed-second', kept), expect: readable },
    ),
  },
  {
    id: 'repeated/kept-connection-foreign-refused',
    title: 'An unrelated origin is blocked on a connection that an allowed origin has used',
    level: 'security',
    spec: '#concept-cors-check',
    why: shared,
    impact:
      'Any website can read this server’s unauthenticated responses if a proxy sends its visitors’ requests on the connection of an allowed page.',
    from: 'allowed',
    when: { policy: { origins: ['listed', 'pattern'] } },
    steps: [
      { request: raw('foreign', kept), expect: blocked },
      { request: raw('allowed', kept), expect: {} },
      { request: raw('foreign', kept), expect: blocked },
    ],
  },
];

const byProxies =
  'nginx has long sent requests to the server behind it over HTTP/1.0, unless `proxy_http_version` says otherwise. Browsers never do.';

const http10: readonly Scenario[] = [
  {
    id: 'repeated/http-1-0',
    title: 'The response to a request over HTTP/1.0 is readable',
    level: 'recommended',
    spec: '#concept-cors-check',
    why: byProxies,
    from: 'allowed',
    when: { policy: { methods: 'GET' } },
    request: raw('allowed', { httpVersion: '1.0' }),
    expect: readable,
  },
  {
    id: 'repeated/http-1-0-preflight',
    title: 'A preflight over HTTP/1.0 passes',
    level: 'recommended',
    spec: '#cors-preflight-fetch-0',
    why: byProxies,
    from: 'allowed',
    when: { policy: { methods: 'PUT' } },
    request: { ...preflight('allowed'), httpVersion: '1.0' },
    expect: readable,
  },
  {
    id: 'repeated/http-1-0-foreign-refused',
    title: 'An unrelated origin is blocked over HTTP/1.0',
    level: 'security',
    spec: '#concept-cors-check',
    why: byProxies,
    impact:
      'Any website can read this server’s unauthenticated responses through its visitors’ browsers if a proxy in front of it uses HTTP/1.0.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none', 'pattern'] } },
    request: raw('foreign', { httpVersion: '1.0' }),
    expect: blocked,
  },
];

const withCookie = { withCookie: true, credentials: 'include' } as const;
const session: Step = {
  request: { route: 'whoami', credentials: 'include' },
  expect: { outcome: 'readable', cookie: 'sent' },
};
const listedWithCredentials = {
  origins: ['listed', 'pattern'],
  credentials: true,
  methods: 'GET',
} as const;

const credentialed: readonly Scenario[] = [
  {
    id: 'repeated/with-credentials',
    title: 'Every credentialed response is readable',
    level: 'required',
    spec: '#cors-protocol-and-credentials',
    why: 'A server that creates or renews a session with the first credentialed request can lose the headers of the following responses.',
    from: 'allowed',
    when: { policy: listedWithCredentials },
    steps: often(4, session),
  },
  {
    id: 'repeated/with-credentials-and-without',
    title: 'Responses with and without credentials that alternate are all readable',
    level: 'required',
    spec: '#cors-protocol-and-credentials',
    why: 'A middleware that remembers whether the last request had credentials sends the headers for that request with the next response.',
    from: 'allowed',
    when: { policy: listedWithCredentials },
    steps: often(3, session, {
      request: { route: 'whoami', credentials: 'omit' },
      expect: { outcome: 'readable', cookie: 'withheld' },
    }),
  },
  {
    id: 'repeated/put-with-credentials',
    title: 'Every credentialed PUT is readable and takes effect once',
    level: 'required',
    spec: '#cors-protocol-and-credentials',
    why: 'A session or a CSRF token that the first write uses up blocks the following ones.',
    from: 'allowed',
    when: { policy: { origins: ['listed', 'pattern'], credentials: true, methods: 'PUT' } },
    steps: [1, 2, 3].map((writes) => ({
      request: { route: 'resource', method: 'PUT', credentials: 'include' },
      expect: { outcome: 'readable', writes },
    })),
  },
  {
    id: 'repeated/foreign-with-credentials-refused',
    title: 'A credentialed request from an unrelated origin is blocked after one from an allowed origin',
    level: 'security',
    spec: '#cors-protocol-and-credentials',
    why: 'A middleware that stores its decision with the session grants access to every site that the user visits.',
    impact:
      'Once a user has used an allowed page, any website that they visit can read this server’s responses with their session.',
    from: 'allowed',
    when: { policy: listedWithCredentials },
    steps: often(
      3,
      { request: raw('foreign', { ...withCookie, route: 'whoami' }), expect: blocked },
      { request: raw('allowed', { ...withCookie, route: 'whoami' }), expect: {} },
    ),
  },
  {
    id: 'repeated/with-credentials-in-turn',
    title: 'Two allowed origins that alternate with the same session can both read credentialed responses',
    level: 'required',
    spec: '#cors-protocol-and-credentials',
    why: 'A middleware that stores its decision with the session sends the headers for one origin to another.',
    from: 'allowed',
    when: { policy: listedWithCredentials },
    steps: often(
      2,
      { request: raw('allowed', { ...withCookie, route: 'whoami' }), expect: readable },
      { request: raw('allowed-second', { ...withCookie, route: 'whoami' }), expect: readable },
    ),
  },
];

/** Servers that keep something of one request for the next. */
export const repeated: Suite = {
  id: 'repeated',
  title: 'Repeated requests',
  scenarios: [...preflights, ...origins, ...afterErrors, ...connections, ...http10, ...credentialed],
};
