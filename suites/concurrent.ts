import type { OriginSymbol } from '../src/scenarios/origin-symbols.ts';
import type { Expectation } from '../src/scenarios/expectation.ts';
import type { RequestSpec, Scenario, Step, Suite } from '../src/scenarios/scenario.ts';

const readable: Expectation = { outcome: 'readable' };
const blocked: Expectation = { outcome: 'blocked' };

/** How long the request in the background takes: milliseconds. Long enough for the others on a busy machine. */
const waiting = { ms: '100' };

function raw(as: OriginSymbol, more: Partial<RequestSpec> = {}): RequestSpec {
  return { route: 'resource', client: 'raw', as, ...more };
}

/** One origin waits while another one sends three requests. */
function meanwhile(
  [slowOrigin, slowExpect]: readonly [OriginSymbol, Expectation],
  [origin, expect]: readonly [OriginSymbol, Expectation],
  more: Partial<RequestSpec> = {},
): readonly Step[] {
  const slow: Step = {
    background: true,
    request: raw(slowOrigin, { ...more, route: 'slow', query: waiting }),
    expect: slowExpect,
  };
  const quick: Step = { request: raw(origin, more), expect };
  return [slow, quick, quick, quick];
}

/** Fifty requests at once, from two origins in turn; how many at most: `--jobs`. */
function atOnce(
  request: Partial<RequestSpec>,
  [first, second]: readonly [OriginSymbol, OriginSymbol],
  [ofFirst, ofSecond]: readonly [Expectation, Expectation],
): readonly Step[] {
  return Array.from({ length: 25 }, (): readonly Step[] => [
    { background: true, request: raw(first, request), expect: ofFirst },
    { background: true, request: raw(second, request), expect: ofSecond },
  ]).flat();
}

const why =
  'A server handles many requests at once. If it keeps the origin, or the decision about it, in a variable that all requests share, a response gets the headers of another request (as in itty-router, issues 204 and 221).';
const listed = { policy: { origins: ['listed', 'pattern'] } } as const;
const listedForGet = { policy: { ...listed.policy, methods: 'GET' } } as const;
const withCookie = { withCookie: true, credentials: 'include' } as const;

const whileWaiting: readonly Scenario[] = [
  {
    id: 'concurrent/waiting-allowed',
    title: 'A slow response is readable although another allowed origin sends requests meanwhile',
    level: 'required',
    spec: '#concept-cors-check',
    why,
    from: 'allowed',
    when: { policy: { methods: 'GET' } },
    steps: meanwhile(['allowed', readable], ['allowed-second', readable]),
  },
  {
    id: 'concurrent/waiting-allowed-foreign',
    title: 'A slow response is readable although an unrelated origin sends requests meanwhile',
    level: 'required',
    spec: '#concept-cors-check',
    why,
    from: 'allowed',
    when: listedForGet,
    steps: meanwhile(['allowed', readable], ['foreign', {}]),
  },
  {
    id: 'concurrent/waiting-foreign-refused',
    title: 'A slow response to an unrelated origin is not readable although an allowed origin sends requests meanwhile',
    level: 'security',
    spec: '#concept-cors-check',
    why,
    impact:
      'Any website can read this server’s unauthenticated responses through its visitors’ browsers while an allowed page sends requests.',
    from: 'allowed',
    when: listed,
    steps: meanwhile(['foreign', blocked], ['allowed', {}]),
  },
  {
    id: 'concurrent/foreign-refused-while-waiting',
    title: 'An unrelated origin is blocked while a request from an allowed origin waits for its response',
    level: 'security',
    spec: '#concept-cors-check',
    why,
    impact:
      'Any website can read this server’s unauthenticated responses through its visitors’ browsers while a request of an allowed page waits.',
    from: 'allowed',
    when: listed,
    steps: meanwhile(['allowed', {}], ['foreign', blocked]),
  },
  {
    id: 'concurrent/waiting-foreign-with-credentials-refused',
    title: 'A slow credentialed response to an unrelated origin is not readable although an allowed origin sends requests meanwhile',
    level: 'security',
    spec: '#cors-protocol-and-credentials',
    why,
    impact:
      'Any website can read this server’s responses with the session of its visitors while an allowed page sends requests.',
    from: 'allowed',
    when: { policy: { ...listed.policy, credentials: true } },
    steps: meanwhile(['foreign', blocked], ['allowed', {}], withCookie),
  },
]; // prettier-ignore

const bursts: readonly Scenario[] = [
  {
    id: 'concurrent/two-origins',
    title: 'Two allowed origins that send fifty requests at once each get their own Access-Control-Allow-Origin',
    level: 'required',
    spec: '#concept-cors-check',
    why,
    from: 'allowed',
    when: { policy: { methods: 'GET' } },
    steps: atOnce({}, ['allowed', 'allowed-second'], [readable, readable]),
  },
  {
    id: 'concurrent/two-origins-waiting',
    title: 'Two allowed origins that send fifty slow requests at once each get their own Access-Control-Allow-Origin',
    level: 'required',
    spec: '#concept-cors-check',
    why,
    from: 'allowed',
    when: { policy: { methods: 'GET' } },
    steps: atOnce({ route: 'slow', query: { ms: '5' } }, ['allowed', 'allowed-second'], [readable, readable]),
  },
  {
    id: 'concurrent/foreign-refused',
    title: 'An unrelated origin is blocked while an allowed origin sends many requests at once',
    level: 'security',
    spec: '#concept-cors-check',
    why,
    impact:
      'Any website can read this server’s unauthenticated responses through its visitors’ browsers while allowed pages send requests.',
    from: 'allowed',
    when: listed,
    steps: atOnce({}, ['foreign', 'allowed'], [blocked, {}]),
  },
  {
    id: 'concurrent/preflights',
    title: 'Preflights that two allowed origins send at once all pass',
    level: 'required',
    spec: '#cors-preflight-fetch-0',
    why,
    from: 'allowed',
    when: { policy: { methods: 'PUT' } },
    steps: atOnce(
      { method: 'OPTIONS', headers: { 'Access-Control-Request-Method': 'PUT' } },
      ['allowed', 'allowed-second'],
      [readable, readable],
    ),
  },
]; // prettier-ignore

/** Servers that share something between requests that they handle at once. */
export const concurrent: Suite = {
  id: 'concurrent',
  title: 'Concurrent requests',
  scenarios: [...whileWaiting, ...bursts],
};
