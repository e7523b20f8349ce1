import type { OriginSymbol } from '../src/scenarios/origin-symbols.ts';
import type { RequestSpec, Scenario, Step, Suite } from '../src/scenarios/scenario.ts';

/** A script's request with the ETag that it knows: not safelisted, so it is preflighted. */
const conditional: RequestSpec = { route: 'conditional', headers: { 'If-None-Match': '$etag' } };

const lost =
  'Frameworks make 304 responses themselves and remove headers from them. Without Access-Control-Allow-Origin, the script gets a network error instead of “not modified”.';

const byScripts: readonly Scenario[] = [
  {
    id: 'conditional/not-modified',
    title: 'A 304 response to a script’s If-None-Match is readable, after a preflight',
    level: 'required',
    spec: '#cors-safelisted-request-header',
    why: lost,
    from: 'allowed',
    when: { policy: { methods: 'GET', requestHeaders: 'If-None-Match' } },
    request: conditional,
    expect: { outcome: 'readable', wire: ['OPTIONS', 'GET'], status: 304 },
  },
  {
    id: 'conditional/not-modified-xhr',
    title: 'XMLHttpRequest can read a 304 response to its If-None-Match',
    level: 'required',
    spec: '#http-responses',
    why: lost,
    from: 'allowed',
    when: { policy: { methods: 'GET', requestHeaders: 'If-None-Match' } },
    request: { ...conditional, client: 'xhr' },
    expect: { outcome: 'readable', wire: ['OPTIONS', 'GET'], status: 304 },
  },
  {
    id: 'conditional/not-modified-with-credentials',
    title: 'A 304 response to a credentialed If-None-Match is readable',
    level: 'required',
    spec: '#cors-protocol-and-credentials',
    why: lost,
    from: 'allowed',
    when: {
      policy: { origins: 'listed', credentials: true, methods: 'GET', requestHeaders: 'If-None-Match' },
    },
    request: { ...conditional, credentials: 'include' },
    expect: { outcome: 'readable', wire: ['OPTIONS', 'GET'], status: 304 },
  },
  {
    id: 'conditional/modified',
    title: 'If If-None-Match has another ETag, the script gets the whole response',
    level: 'required',
    spec: '#cors-safelisted-request-header',
    from: 'allowed',
    when: { policy: { methods: 'GET', requestHeaders: 'If-None-Match' } },
    request: { route: 'conditional', headers: { 'If-None-Match': '"corspec-other"' } },
    expect: { outcome: 'readable', wire: ['OPTIONS', 'GET'], status: 200 },
  },
  {
    id: 'conditional/header-refused',
    title: 'A script’s If-None-Match is blocked by its preflight if the policy does not allow it',
    level: 'required',
    spec: '#cors-safelisted-request-header',
    why: 'Browsers add If-None-Match themselves to revalidate their cache, without a preflight. A script that sets it needs permission.',
    from: 'allowed',
    when: { policy: { methods: 'GET', requestHeaders: '!If-None-Match' } },
    request: conditional,
    expect: { outcome: 'blocked', wire: ['OPTIONS'] },
  },
  {
    id: 'conditional/etag-exposed',
    title: 'If the policy exposes ETag, a script can read it, so that it can send it back',
    level: 'required',
    spec: '#http-access-control-expose-headers',
    from: 'allowed',
    when: { policy: { methods: 'GET', exposedHeaders: 'ETag' } },
    request: { route: 'conditional' },
    expect: { outcome: 'readable', visible: ['ETag'] },
  },
  {
    id: 'conditional/etag-exposed-not-modified',
    title: 'If the policy exposes ETag, a script can read it in a 304 response',
    level: 'required',
    spec: '#http-access-control-expose-headers',
    why: lost,
    from: 'allowed',
    when: { policy: { methods: 'GET', requestHeaders: 'If-None-Match', exposedHeaders: 'ETag' } },
    request: conditional,
    expect: { outcome: 'readable', visible: ['ETag'] },
  },
  {
    id: 'conditional/etag-hidden',
    title: 'If the policy does not expose ETag, a script cannot read it',
    level: 'required',
    spec: '#http-access-control-expose-headers',
    from: 'allowed',
    when: { policy: { methods: 'GET', exposedHeaders: '!ETag' } },
    request: { route: 'conditional' },
    expect: { outcome: 'readable', hidden: ['ETag'] },
  },
];

/** The same conditional request with each Origin, as caches send it; each response must have Vary. */
function inTurn(senders: readonly OriginSymbol[]): readonly Step[] {
  return senders.map((as) => ({
    request: { ...conditional, client: 'raw', as },
    expect: { varies: true },
  }));
}

const updated =
  'A cache replaces the headers that it stored by those of the 304 response. https://www.rfc-editor.org/rfc/rfc9111#section-3.2';

const forCaches: readonly Scenario[] = [
  {
    id: 'conditional/headers-on-304',
    title: 'A 304 response has the CORS headers that a 200 response would have',
    level: 'recommended',
    spec: '#cors-protocol-and-http-caches',
    why: `${updated} Without them, the response that was stored for one origin is used for another, and is blocked.`,
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'], methods: 'GET' } },
    request: { ...conditional, client: 'raw', as: 'allowed' },
    expect: { outcome: 'readable' },
  },
  {
    id: 'conditional/headers-on-304-second',
    title: 'A 304 response to another allowed origin has the CORS headers for that origin',
    level: 'recommended',
    spec: '#cors-protocol-and-http-caches',
    why: updated,
    from: 'allowed-second',
    when: { policy: { origins: 'listed', methods: 'GET' } },
    request: { ...conditional, client: 'raw' },
    expect: { outcome: 'readable' },
  },
  {
    id: 'conditional/foreign-refused',
    title: 'A 304 response does not allow an unrelated origin',
    level: 'recommended',
    spec: '#concept-cors-check',
    why: updated,
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { ...conditional, client: 'raw' },
    expect: { outcome: 'blocked' },
  },
  {
    id: 'conditional/vary',
    title: 'A 304 response has `Vary: Origin`, for allowed and other origins',
    level: 'recommended',
    spec: '#cors-protocol-and-http-caches',
    why: updated,
    from: 'allowed',
    when: { policy: { origins: 'listed' } },
    steps: inTurn(['allowed', 'foreign']),
  },
  {
    id: 'conditional/vary-second',
    title: 'The 304 responses to two allowed origins have `Vary: Origin`',
    level: 'recommended',
    spec: '#cors-protocol-and-http-caches',
    why: 'One ETag for all origins confirms a stored response whichever origin it was made for. Vary tells caches that it is not the same response.',
    from: 'allowed',
    when: { policy: { origins: 'listed' } },
    steps: inTurn(['allowed', 'allowed-second']),
  },
  {
    id: 'conditional/revalidated-for-another',
    title: 'A response that was cached for another allowed origin is readable after it is revalidated',
    level: 'required',
    spec: '#cors-protocol-and-http-caches',
    why: 'The ETag is the same for both origins, so the server responds with 304. If it has no Access-Control-Allow-Origin, the browser uses that of the other origin, and blocks the response.',
    from: 'allowed',
    when: { policy: { origins: ['listed', 'pattern'], methods: 'GET' }, abilities: ['http-cache'] },
    steps: [
      {
        request: { route: 'conditional', frame: 'allowed-second' },
        expect: { outcome: 'readable', wire: ['GET'] },
      },
      { request: { route: 'conditional' }, expect: { outcome: 'readable', wire: ['GET'] } },
    ],
  },
  {
    id: 'conditional/revalidated-for-another-with-credentials',
    title:
      'A credentialed response that was cached for another allowed origin is readable after it is revalidated',
    level: 'required',
    spec: '#cors-protocol-and-http-caches',
    why: 'The ETag is the same for both origins, so the server responds with 304, which needs the headers for the origin that asks.',
    from: 'allowed',
    when: {
      policy: { origins: ['listed', 'pattern'], credentials: true, methods: 'GET' },
      abilities: ['http-cache'],
    },
    steps: [
      {
        request: { route: 'conditional', frame: 'allowed-second', credentials: 'include' },
        expect: { outcome: 'readable', wire: ['GET'] },
      },
      {
        request: { route: 'conditional', credentials: 'include' },
        expect: { outcome: 'readable', wire: ['GET'] },
      },
    ],
  },
];

/** If-None-Match, and 304 responses. */
export const conditionalRequests: Suite = {
  id: 'conditional',
  title: 'Conditional requests',
  scenarios: [...byScripts, ...forCaches],
};
