import type { Scenario, Suite } from '../src/scenarios/scenario.ts';

const harmless = 'Browsers are not affected, but the header misleads developers and tools.';

const refusals: readonly Scenario[] = [
  {
    id: 'hygiene/refused-without-credentials-header',
    title: 'A response to an origin that is not allowed has no Access-Control-Allow-Credentials',
    level: 'informative',
    spec: '#http-responses',
    why: harmless,
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route: 'resource' },
    expect: { response: { 'access-control-allow-credentials': { onlyWith: 'access-control-allow-origin' } } },
  },
  {
    id: 'hygiene/refused-preflight-without-credentials-header',
    title: 'A response to a preflight that fails has no Access-Control-Allow-Credentials',
    level: 'informative',
    spec: '#http-responses',
    why: harmless,
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route: 'resource', method: 'PUT' },
    expect: {
      preflight: { 'access-control-allow-credentials': { onlyWith: 'access-control-allow-origin' } },
    },
  },
  {
    id: 'hygiene/refused-is-not-null',
    title: 'A response to an origin that is not allowed does not have `Access-Control-Allow-Origin: null`',
    level: 'recommended',
    spec: '#http-access-control-allow-origin',
    why: '`null` is the origin of every sandboxed iframe. To allow no origin, omit the header.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route: 'resource' },
    expect: { response: { 'access-control-allow-origin': { not: 'null' } } },
  },
  {
    id: 'hygiene/refused-is-not-empty',
    title: 'A response to an origin that is not allowed does not have an empty Access-Control-Allow-Origin',
    level: 'recommended',
    spec: '#http-access-control-allow-origin',
    why: harmless,
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route: 'resource' },
    expect: { response: { 'access-control-allow-origin': { not: '' } } },
  },
  {
    id: 'hygiene/timing-within-policy',
    title: 'Timing-Allow-Origin lists no origin that the policy does not allow',
    level: 'informative',
    spec: '#cors-protocol',
    why: 'Timing-Allow-Origin shows pages how long each part of a request took, whether or not they can read the response.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route: 'resource', client: 'raw', as: 'foreign' },
    expect: { response: { 'timing-allow-origin': { within: 'origins' } } },
  },
  {
    id: 'hygiene/nobody-is-not-empty',
    title: 'The response to a request without Origin does not have an empty Access-Control-Allow-Origin',
    level: 'recommended',
    spec: '#http-access-control-allow-origin',
    why: harmless,
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'] } },
    request: { route: 'resource', client: 'raw', as: 'no-origin' },
    expect: { response: { 'access-control-allow-origin': { not: '' } } },
  },
  {
    id: 'hygiene/nobody-is-not-undefined',
    title:
      'The response to a request without Origin does not have `undefined` or `null` in Access-Control-Allow-Origin',
    level: 'recommended',
    spec: '#http-access-control-allow-origin',
    why: 'A middleware that reflects a missing Origin header sends its language’s null value as text.',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'] } },
    steps: ['undefined', 'null'].map((not) => ({
      request: { route: 'resource', client: 'raw', as: 'no-origin' },
      expect: { response: { 'access-control-allow-origin': { not } } },
    })),
  },
];

const credentials: readonly Scenario[] = [
  {
    id: 'hygiene/credentials-not-false',
    title: 'Access-Control-Allow-Credentials is not `false` if the policy does not allow credentials',
    level: 'recommended',
    spec: '#http-access-control-allow-credentials',
    why: 'The only valid value is `true`; to disallow credentials, omit the header.',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'], credentials: false } },
    request: { route: 'resource' },
    expect: { response: { 'access-control-allow-credentials': { not: 'false' } } },
  },
  {
    id: 'hygiene/preflight-credentials-not-false',
    title:
      'Preflight responses do not have `Access-Control-Allow-Credentials: false` if the policy does not allow credentials',
    level: 'recommended',
    spec: '#http-access-control-allow-credentials',
    why: 'The only valid value is `true`; to disallow credentials, omit the header.',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'], credentials: false } },
    request: { route: 'resource', method: 'PUT' },
    expect: { preflight: { 'access-control-allow-credentials': { not: 'false' } } },
  },
  {
    id: 'hygiene/no-wildcard-with-credentials',
    title: 'Access-Control-Allow-Origin is not `*` if the policy allows credentials',
    level: 'recommended',
    spec: '#cors-protocol-and-credentials',
    why: 'With credentials, `*` is not a wildcard, so the two headers do not work together.',
    from: 'allowed',
    when: { policy: { credentials: true } },
    request: { route: 'resource' },
    expect: { response: { 'access-control-allow-origin': { not: '*' } } },
  },
];

const lists: readonly Scenario[] = [
  {
    id: 'hygiene/origin-once',
    title: 'A response has only one Access-Control-Allow-Origin and one Access-Control-Allow-Credentials',
    level: 'recommended',
    spec: '#http-responses',
    why: 'If a proxy and an application both add these headers, every request fails the CORS check. Only list headers such as Access-Control-Expose-Headers may be repeated.',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'] } },
    request: { route: 'resource' },
    expect: {
      response: {
        'access-control-allow-origin': { once: true },
        'access-control-allow-credentials': { once: true },
      },
    },
  },
  {
    id: 'hygiene/preflight-origin-once',
    title: 'A preflight response has only one Access-Control-Allow-Origin and one Access-Control-Max-Age',
    level: 'recommended',
    spec: '#http-responses',
    why: 'Access-Control-Allow-Headers and Access-Control-Allow-Methods may be repeated, since their values form one list; these two may not.',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'] } },
    request: { route: 'resource', method: 'PUT' },
    expect: {
      preflight: {
        'access-control-allow-origin': { once: true },
        'access-control-allow-credentials': { once: true },
        'access-control-max-age': { once: true },
      },
    },
  },
  {
    id: 'hygiene/methods-within-policy',
    title: 'A preflight response lists only methods that the policy allows',
    level: 'recommended',
    spec: '#http-access-control-allow-methods',
    why: 'Browsers allow and cache everything that is listed, whatever the preflight requested.',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'], methods: '!CORSPEC' } },
    request: { route: 'resource', method: 'PUT' },
    expect: { preflight: { 'access-control-allow-methods': { within: 'methods' } } },
  },
  {
    id: 'hygiene/headers-within-policy',
    title: 'A preflight response lists only request headers that the policy allows',
    level: 'recommended',
    spec: '#http-access-control-allow-headers',
    why: 'Browsers allow and cache everything that is listed, whatever the preflight requested.',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'], requestHeaders: '!X-Corspec-Unlisted' } },
    request: { route: 'resource', headers: { 'X-Corspec-Unlisted': '1' } },
    expect: { preflight: { 'access-control-allow-headers': { within: 'requestHeaders' } } },
  },
  {
    id: 'hygiene/exposed-within-policy',
    title: 'A response exposes only headers that the policy exposes, even if they are not present',
    level: 'recommended',
    spec: '#http-access-control-expose-headers',
    why: 'A listed header becomes readable as soon as any route sends it.',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'], exposedHeaders: '!X-Corspec-Unlisted' } },
    request: { route: 'resource' },
    expect: { response: { 'access-control-expose-headers': { within: 'exposedHeaders' } } },
  },
];

const privateNetwork: readonly Scenario[] = [
  {
    id: 'hygiene/private-network-unasked',
    title:
      'The response to a preflight that does not request private network access has no Access-Control-Allow-Private-Network',
    level: 'recommended',
    spec: '#cors-preflight-fetch-0',
    why: 'Access-Control-Allow-Private-Network gives public websites access to servers on private networks (CVE-2024-6221 in Flask-CORS).',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'] } },
    request: { route: 'resource', method: 'PUT' },
    expect: { preflight: { 'access-control-allow-private-network': { absent: true } } },
  },
  {
    id: 'hygiene/private-network-asked',
    title: 'Private network access is not allowed unless the policy allows it',
    level: 'recommended',
    spec: '#cors-preflight-fetch-0',
    why: 'Access-Control-Allow-Private-Network gives public websites access to servers on private networks (CVE-2024-6221 in Flask-CORS).',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'] } },
    request: {
      route: 'resource',
      method: 'OPTIONS',
      client: 'raw',
      headers: {
        'Access-Control-Request-Method': 'PUT',
        'Access-Control-Request-Private-Network': 'true',
      },
    },
    expect: { preflight: { 'access-control-allow-private-network': { not: 'true' } } },
  },
];

/** Headers that do no harm today but are malformed or misleading. */
export const hygiene: Suite = {
  id: 'hygiene',
  title: 'Clean headers',
  scenarios: [...refusals, ...credentials, ...lists, ...privateNetwork],
};
