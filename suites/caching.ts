import type { OriginSymbol } from '../src/scenarios/origin-symbols.ts';
import type { RequestSpec, Route, Scenario, Step, Suite } from '../src/scenarios/scenario.ts';

const why =
  'If Access-Control-Allow-Origin depends on the request’s Origin, a cache that does not know it serves the response for one origin to another. A constant value, such as `*`, needs no Vary.';

type Sender = OriginSymbol | 'no-origin';

/** The same request with each Origin; the responses that the scenario checks must have Vary. */
function inTurn(
  request: RequestSpec,
  senders: readonly Sender[],
  checked: readonly Sender[],
): readonly Step[] {
  return senders.map((as) => ({
    request: { ...request, client: 'raw', as },
    expect: checked.includes(as) ? { varies: true } : {},
  }));
}

const preflight: RequestSpec = {
  route: 'resource',
  method: 'OPTIONS',
  headers: { 'Access-Control-Request-Method': 'PUT' },
};

const whyByRequest =
  'HTTP caches do not store responses to OPTIONS, but some CDNs can be configured to do so: then the response to one preflight is served for another. A constant list needs no Vary.';

interface Variant {
  readonly name: string;
  readonly title: string;
  readonly checked: Sender;
  readonly senders: readonly Sender[];
  /** A response without Origin that no cache stores does no harm. */
  readonly stored?: true;
}

const listed: readonly Variant[] = [
  {
    name: 'allowed',
    title: 'The response to an allowed origin has `Vary: Origin`',
    checked: 'allowed',
    senders: ['allowed', 'foreign'],
  },
  {
    name: 'refused',
    title: 'The response to an origin that is not allowed has `Vary: Origin`',
    checked: 'foreign',
    senders: ['allowed', 'foreign'],
  },
  {
    name: 'nobody',
    title: 'The response to a request without Origin has `Vary: Origin`',
    checked: 'no-origin',
    senders: ['allowed', 'no-origin'],
    stored: true,
  },
  {
    name: 'second',
    title: 'The responses to two allowed origins have `Vary: Origin`',
    checked: 'allowed-second',
    senders: ['allowed', 'allowed-second'],
  },
];

function vary({ name, title, checked, senders, stored }: Variant): Scenario {
  return {
    id: `caching/vary-${name}`,
    title,
    level: 'recommended',
    spec: '#cors-protocol-and-http-caches',
    why,
    from: 'allowed',
    when: { policy: { origins: 'listed' }, ...(stored && { stored }) },
    steps: inTurn({ route: 'cacheable' }, senders, [checked]),
  };
}

const errorRoutes: readonly (readonly [Route, string])[] = [
  ['missing', 'A 404 response'],
  ['denied', 'A 403 response'],
  ['crash', 'A 500 response'],
  ['redirect', 'A redirect'],
];

function varyOf([route, what]: readonly [Route, string]): Scenario {
  return {
    id: `caching/vary-${route}`,
    title: `${what} has \`Vary: Origin\`, for allowed and other origins`,
    level: 'recommended',
    spec: '#cors-protocol-and-http-caches',
    why: 'Caches store 404 responses and redirects too.',
    from: 'allowed',
    when: { policy: { origins: 'listed' } },
    steps: inTurn({ route }, ['allowed', 'foreign'], ['allowed', 'foreign']),
  };
}

const others: readonly Scenario[] = [
  {
    id: 'caching/vary-head',
    title: 'The response to a HEAD has `Vary: Origin`',
    level: 'recommended',
    spec: '#cors-protocol-and-http-caches',
    why,
    from: 'allowed',
    when: { policy: { origins: 'listed' } },
    steps: inTurn({ route: 'cacheable', method: 'HEAD' }, ['allowed', 'foreign'], ['allowed', 'foreign']),
  },
  {
    id: 'caching/vary-any',
    title: 'If the policy allows any origin, responses are the same for all origins or have `Vary: Origin`',
    level: 'recommended',
    spec: '#cors-protocol-and-http-caches',
    why: 'A middleware that returns the request’s origin, where `*` would be sufficient, must also send Vary.',
    from: 'allowed',
    when: { policy: { origins: 'any' }, stored: true },
    steps: inTurn(
      { route: 'cacheable' },
      ['allowed', 'allowed-second', 'no-origin'],
      ['allowed', 'allowed-second', 'no-origin'],
    ),
  },
  {
    id: 'caching/vary-preflight',
    title: 'A preflight response has `Vary: Origin`',
    level: 'informative',
    spec: '#cors-protocol-and-http-caches',
    why: 'HTTP caches do not store responses to OPTIONS, but some CDNs can be configured to do so.',
    from: 'allowed',
    when: { policy: { origins: 'listed' } },
    steps: inTurn(preflight, ['allowed', 'foreign'], ['allowed']),
  },
  {
    id: 'caching/vary-preflight-refused',
    title: 'The response to a preflight that fails has `Vary: Origin`',
    level: 'informative',
    spec: '#cors-protocol-and-http-caches',
    why: 'HTTP caches do not store responses to OPTIONS, but some CDNs can be configured to do so.',
    from: 'allowed',
    when: { policy: { origins: 'listed' } },
    steps: inTurn(preflight, ['allowed', 'foreign'], ['foreign']),
  },
  {
    id: 'caching/vary-request-headers',
    title: 'If allowed headers depend on what a preflight asks for, Vary has Access-Control-Request-Headers',
    level: 'informative',
    spec: '#cors-protocol-and-http-caches',
    why: whyByRequest,
    from: 'allowed',
    when: {
      policy: {
        origins: ['any', 'listed'],
        methods: 'PUT',
        requestHeaders: ['Content-Type', 'X-Api-Key'],
      },
    },
    steps: ['content-type', 'x-api-key'].map((name) => ({
      request: {
        ...preflight,
        client: 'raw',
        headers: { ...preflight.headers, 'Access-Control-Request-Headers': name },
      },
      expect: { variesByRequest: 'headers' },
    })),
  },
  {
    id: 'caching/vary-request-method',
    title:
      'If allowed methods depend on the one that a preflight asks for, Vary has Access-Control-Request-Method',
    level: 'informative',
    spec: '#cors-protocol-and-http-caches',
    why: whyByRequest,
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'], methods: ['PUT', 'DELETE'] } },
    steps: ['PUT', 'DELETE'].map((method) => ({
      request: { ...preflight, client: 'raw', headers: { 'Access-Control-Request-Method': method } },
      expect: { variesByRequest: 'method' },
    })),
  },
  {
    id: 'caching/own-vary-kept',
    title: 'The application’s Vary values are kept in addition to Origin',
    level: 'recommended',
    spec: '#cors-protocol-and-http-caches',
    why: 'A middleware that overwrites Vary breaks caching of responses that depend on other headers.',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'] } },
    steps: (['allowed', 'no-origin'] as const).map((as) => ({
      request: { route: 'vary', client: 'raw', as },
      expect: { varies: true, response: { vary: { lists: 'Accept-Encoding' } } },
    })),
  },
  {
    id: 'caching/own-vary-kept-refused',
    title: 'The application’s Vary values are kept in the response to an origin that is not allowed',
    level: 'recommended',
    spec: '#cors-protocol-and-http-caches',
    from: 'allowed',
    when: { policy: { origins: 'listed' } },
    steps: (['allowed', 'foreign'] as const).map((as) => ({
      request: { route: 'vary', client: 'raw', as },
      expect: { varies: true, response: { vary: { lists: 'Accept-Encoding' } } },
    })),
  },
  {
    id: 'caching/vary-is-no-asterisk',
    title: 'Vary is not `*`, which disables caching',
    level: 'recommended',
    spec: '#cors-protocol-and-http-caches',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'] } },
    request: { route: 'cacheable' },
    expect: { response: { vary: { not: '*' } } },
  },
];

const kept =
  'The browser caches the response to a request without Origin and uses it for the request with Origin. Without Vary on the first response, the second request sometimes fails, and no log shows why. Seen in Firefox; Chromium does not cache JSON that was requested without CORS (opaque response blocking).';

/** With a real cache: the first request is like that of an image, a link or a script with the same URL. */
const keptForAnother =
  'Pages of the same site share a cache. A cached response that allows another origin, or none, fails the CORS check unless Vary contains Origin.';

const inBrowsers: readonly Scenario[] = [
  {
    id: 'caching/read-before-by-another',
    title: 'A response that was cached for another allowed origin is readable',
    level: 'required',
    spec: '#cors-protocol-and-http-caches',
    why: keptForAnother,
    from: 'allowed',
    when: { policy: { origins: ['listed', 'pattern'], methods: 'GET' }, abilities: ['http-cache'] },
    steps: [
      {
        request: { route: 'cacheable', frame: 'allowed-second' },
        expect: { outcome: 'readable', wire: ['GET'] },
      },
      { request: { route: 'cacheable' }, expect: { outcome: 'readable' } },
    ],
  },
  {
    id: 'caching/asked-before-by-refused',
    title: 'A response that was cached for an origin that is not allowed is readable from an allowed origin',
    level: 'informative',
    spec: '#cors-protocol-and-http-caches',
    why: `${keptForAnother} Seen in Firefox; Chromium does not cache responses that it blocked.`,
    from: 'allowed',
    when: { policy: { origins: ['listed', 'pattern'], methods: 'GET' }, abilities: ['http-cache'] },
    steps: [
      { request: { route: 'cacheable', frame: 'sibling' }, expect: { outcome: 'blocked', wire: ['GET'] } },
      { request: { route: 'cacheable' }, expect: { outcome: 'readable' } },
    ],
  },
  {
    id: 'caching/loaded-before-without-origin',
    title: 'A resource that was cached without CORS is readable with CORS',
    level: 'informative',
    spec: '#cors-protocol-and-http-caches',
    why: kept,
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'], methods: 'GET' }, abilities: ['http-cache'] },
    steps: [
      { request: { route: 'cacheable', mode: 'no-cors' }, expect: { wire: ['GET'] } },
      { request: { route: 'cacheable' }, expect: { outcome: 'readable' } },
    ],
  },
  {
    id: 'caching/loaded-before-without-origin-credentials',
    title: 'A resource that was cached without CORS is readable with credentials',
    level: 'informative',
    spec: '#cors-protocol-and-http-caches',
    why: kept,
    from: 'allowed',
    when: {
      policy: { origins: 'listed', credentials: true, methods: 'GET' },
      abilities: ['http-cache'],
    },
    steps: [
      {
        request: { route: 'cacheable', mode: 'no-cors', credentials: 'include' },
        expect: { wire: ['GET'] },
      },
      {
        request: { route: 'cacheable', credentials: 'include' },
        expect: { outcome: 'readable' },
      },
    ],
  },
  {
    id: 'caching/loaded-before-with-cors',
    title: 'A resource that was cached with CORS is readable again',
    level: 'informative',
    spec: '#cors-protocol-and-http-caches',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'], methods: 'GET' }, abilities: ['http-cache'] },
    steps: [
      { request: { route: 'cacheable' }, expect: { outcome: 'readable', wire: ['GET'] } },
      { request: { route: 'cacheable' }, expect: { outcome: 'readable' } },
    ],
  },
];

/** Vary, and how caches use responses. */
export const caching: Suite = {
  id: 'caching',
  title: 'HTTP caches',
  scenarios: [...listed.map(vary), ...errorRoutes.map(varyOf), ...others, ...inBrowsers],
};
