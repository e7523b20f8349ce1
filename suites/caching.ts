import type { OriginSymbol, RequestSpec, Route, Scenario, Step, Suite } from '../src/scenarios/scenario.ts';

const why =
  'Where Access-Control-Allow-Origin depends on who asks, a cache that does not know it gives the response for one origin to another. `*` for all, or one origin for all, needs no Vary.';

type Who = OriginSymbol | 'nobody';

/** The same request in the name of each; the responses of those that are asked about have to say Vary. */
function inTurn(request: RequestSpec, whos: readonly Who[], asked: readonly Who[]): readonly Step[] {
  return whos.map((as) => ({
    request: { ...request, client: 'wire', as },
    expect: asked.includes(as) ? { varies: true } : {},
  }));
}

const preflight: RequestSpec = {
  route: 'resource',
  method: 'OPTIONS',
  headers: { 'Access-Control-Request-Method': 'PUT' },
};

interface Asked {
  readonly name: string;
  readonly title: string;
  readonly who: Who;
  readonly whos: readonly Who[];
}

const listed: readonly Asked[] = [
  {
    name: 'allowed',
    title: 'A response to an allowed origin says that it varies by Origin',
    who: 'allowed',
    whos: ['allowed', 'foreign'],
  },
  {
    name: 'refused',
    title: 'A response to a refused origin says that it varies by Origin',
    who: 'foreign',
    whos: ['allowed', 'foreign'],
  },
  {
    name: 'nobody',
    title: 'A response to a request without Origin says that it varies by Origin',
    who: 'nobody',
    whos: ['allowed', 'nobody'],
  },
  {
    name: 'second',
    title: 'Responses to two allowed origins say that they vary by Origin',
    who: 'allowed-second',
    whos: ['allowed', 'allowed-second'],
  },
];

function vary({ name, title, who, whos }: Asked): Scenario {
  return {
    id: `caching/vary-${name}`,
    title,
    level: 'recommended',
    spec: '#cors-protocol-and-http-caches',
    why,
    from: 'allowed',
    when: { policy: { origins: 'listed' } },
    steps: inTurn({ route: 'cacheable' }, whos, [who]),
  };
}

const errorRoutes: readonly (readonly [Route, string])[] = [
  ['missing', 'A 404'],
  ['denied', 'A 403'],
  ['crash', 'A 500'],
  ['redirect', 'A redirect'],
];

function varyOf([route, what]: readonly [Route, string]): Scenario {
  return {
    id: `caching/vary-${route}`,
    title: `${what} says that it varies by Origin, to allowed and refused origins`,
    level: 'recommended',
    spec: '#cors-protocol-and-http-caches',
    why: 'Caches keep a 404 and a redirect as well.',
    from: 'allowed',
    when: { policy: { origins: 'listed' } },
    steps: inTurn({ route }, ['allowed', 'foreign'], ['allowed', 'foreign']),
  };
}

const others: readonly Scenario[] = [
  {
    id: 'caching/vary-head',
    title: 'A response to HEAD says that it varies by Origin',
    level: 'recommended',
    spec: '#cors-protocol-and-http-caches',
    why,
    from: 'allowed',
    when: { policy: { origins: 'listed' } },
    steps: inTurn({ route: 'cacheable', method: 'HEAD' }, ['allowed', 'foreign'], ['allowed', 'foreign']),
  },
  {
    id: 'caching/vary-any',
    title: 'With any origin allowed, responses are the same for all, or say that they vary by Origin',
    level: 'recommended',
    spec: '#cors-protocol-and-http-caches',
    why: 'A middleware that echoes the origin where `*` would do has to say that it does.',
    from: 'allowed',
    when: { policy: { origins: 'any' } },
    steps: inTurn(
      { route: 'cacheable' },
      ['allowed', 'allowed-second', 'nobody'],
      ['allowed', 'allowed-second', 'nobody'],
    ),
  },
  {
    id: 'caching/vary-preflight',
    title: 'A preflight’s response says that it varies by Origin',
    level: 'informative',
    spec: '#cors-protocol-and-http-caches',
    why: 'Caches of HTTP keep no response to OPTIONS; some content delivery networks do when they are told to.',
    from: 'allowed',
    when: { policy: { origins: 'listed' } },
    steps: inTurn(preflight, ['allowed', 'foreign'], ['allowed']),
  },
  {
    id: 'caching/vary-preflight-refused',
    title: 'A refused preflight’s response says that it varies by Origin',
    level: 'informative',
    spec: '#cors-protocol-and-http-caches',
    why: 'Caches of HTTP keep no response to OPTIONS; some content delivery networks do when they are told to.',
    from: 'allowed',
    when: { policy: { origins: 'listed' } },
    steps: inTurn(preflight, ['allowed', 'foreign'], ['foreign']),
  },
  {
    id: 'caching/own-vary-kept',
    title: 'What the application puts into Vary stays there, beside Origin',
    level: 'recommended',
    spec: '#cors-protocol-and-http-caches',
    why: 'A middleware that overwrites Vary breaks the caching of what the application varies by.',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'] } },
    steps: (['allowed', 'nobody'] as const).map((as) => ({
      request: { route: 'vary', client: 'wire', as },
      expect: { varies: true, response: { vary: { lists: 'Accept-Encoding' } } },
    })),
  },
  {
    id: 'caching/own-vary-kept-refused',
    title: 'What the application puts into Vary stays there for a refused origin, too',
    level: 'recommended',
    spec: '#cors-protocol-and-http-caches',
    from: 'allowed',
    when: { policy: { origins: 'listed' } },
    steps: (['allowed', 'foreign'] as const).map((as) => ({
      request: { route: 'vary', client: 'wire', as },
      expect: { varies: true, response: { vary: { lists: 'Accept-Encoding' } } },
    })),
  },
  {
    id: 'caching/vary-is-no-asterisk',
    title: 'Vary is not `*`, which keeps every cache from keeping anything',
    level: 'recommended',
    spec: '#cors-protocol-and-http-caches',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'] } },
    request: { route: 'cacheable' },
    expect: { response: { vary: { not: '*' } } },
  },
];

const kept =
  'The browser keeps the response to a request without Origin, and gives it to the one with Origin: without Vary on the first, the second fails, now and then, for reasons that no log shows. Seen in Firefox; Chromium keeps no JSON that was asked for without CORS (opaque response blocking).';

/** With a real cache: what is loaded first is what an image, a link or a script of the same URL would load. */
const keptForAnother =
  'Pages of one site share a cache. A response that was stored for one origin and names it, or nobody, is refused to all others, unless Vary lists Origin.';

const inBrowsers: readonly Scenario[] = [
  {
    id: 'caching/read-before-by-another',
    title: 'What another allowed origin read before is readable from the cache',
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
    title: 'What an origin outside the policy asked for before is readable by one within it',
    level: 'informative',
    spec: '#cors-protocol-and-http-caches',
    why: `${keptForAnother} Seen in Firefox; Chromium keeps no response that it refused.`,
    from: 'allowed',
    when: { policy: { origins: ['listed', 'pattern'], methods: 'GET' }, abilities: ['http-cache'] },
    steps: [
      { request: { route: 'cacheable', frame: 'sibling' }, expect: { outcome: 'blocked', wire: ['GET'] } },
      { request: { route: 'cacheable' }, expect: { outcome: 'readable' } },
    ],
  },
  {
    id: 'caching/loaded-before-without-origin',
    title: 'What was loaded without CORS before is readable with CORS',
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
    title: 'What was loaded without CORS before is readable with credentials',
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
    title: 'What was read with CORS before is readable again',
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

/** What caches are told, and what becomes of it. */
export const caching: Suite = {
  id: 'caching',
  title: 'HTTP caches',
  scenarios: [...listed.map(vary), ...errorRoutes.map(varyOf), ...others, ...inBrowsers],
};
