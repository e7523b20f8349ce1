import type { Scenario, Suite } from '../src/scenarios/scenario.ts';

const harmless = 'No browser is misled by it today. People and tools that read the headers are.';

const refusals: readonly Scenario[] = [
  {
    id: 'hygiene/refused-without-credentials-header',
    title: 'A refusal does not say Access-Control-Allow-Credentials',
    level: 'recommended',
    spec: '#http-responses',
    why: harmless,
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route: 'resource' },
    expect: { response: { 'access-control-allow-credentials': { onlyWith: 'access-control-allow-origin' } } },
  },
  {
    id: 'hygiene/refused-preflight-without-credentials-header',
    title: 'The refusal of a preflight does not say Access-Control-Allow-Credentials',
    level: 'recommended',
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
    title: 'A refusal does not say Access-Control-Allow-Origin: null',
    level: 'recommended',
    spec: '#http-access-control-allow-origin',
    why: '`null` is an origin: that of every sandboxed frame. Who means nobody leaves the header out.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route: 'resource' },
    expect: { response: { 'access-control-allow-origin': { not: 'null' } } },
  },
  {
    id: 'hygiene/refused-is-not-empty',
    title: 'A refusal does not say an empty Access-Control-Allow-Origin',
    level: 'recommended',
    spec: '#http-access-control-allow-origin',
    why: harmless,
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route: 'resource' },
    expect: { response: { 'access-control-allow-origin': { not: '' } } },
  },
  {
    id: 'hygiene/nobody-is-not-empty',
    title: 'The response to a request without Origin does not say an empty Access-Control-Allow-Origin',
    level: 'recommended',
    spec: '#http-access-control-allow-origin',
    why: harmless,
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'] } },
    request: { route: 'resource', client: 'wire', as: 'nobody' },
    expect: { response: { 'access-control-allow-origin': { not: '' } } },
  },
  {
    id: 'hygiene/nobody-is-not-undefined',
    title: 'The response to a request without Origin does not name `undefined` or `null` as the origin',
    level: 'recommended',
    spec: '#http-access-control-allow-origin',
    why: 'A middleware that gives back a header that is not there gives back what its language calls nothing.',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'] } },
    steps: ['undefined', 'null'].map((not) => ({
      request: { route: 'resource', client: 'wire', as: 'nobody' },
      expect: { response: { 'access-control-allow-origin': { not } } },
    })),
  },
];

const credentials: readonly Scenario[] = [
  {
    id: 'hygiene/credentials-not-false',
    title: 'Where the policy allows no credentials, Access-Control-Allow-Credentials is not `false`',
    level: 'recommended',
    spec: '#http-access-control-allow-credentials',
    why: 'The header has one value, `true`; otherwise it is left out. `false` is no value that the standard knows.',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'], credentials: false } },
    request: { route: 'resource' },
    expect: { response: { 'access-control-allow-credentials': { not: 'false' } } },
  },
  {
    id: 'hygiene/preflight-credentials-not-false',
    title:
      'Where the policy allows no credentials, preflights do not say Access-Control-Allow-Credentials: false',
    level: 'recommended',
    spec: '#http-access-control-allow-credentials',
    why: 'The header has one value, `true`; otherwise it is left out. `false` is no value that the standard knows.',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'], credentials: false } },
    request: { route: 'resource', method: 'PUT' },
    expect: { preflight: { 'access-control-allow-credentials': { not: 'false' } } },
  },
  {
    id: 'hygiene/no-wildcard-with-credentials',
    title: 'Where the policy allows credentials, Access-Control-Allow-Origin is no `*`',
    level: 'recommended',
    spec: '#cors-protocol-and-credentials',
    why: 'With credentials `*` is no wildcard, so the two headers together say something that does not work.',
    from: 'allowed',
    when: { policy: { credentials: true } },
    request: { route: 'resource' },
    expect: { response: { 'access-control-allow-origin': { not: '*' } } },
  },
];

const lists: readonly Scenario[] = [
  {
    id: 'hygiene/origin-once',
    title: 'A response has one Access-Control-Allow-Origin and one Access-Control-Allow-Credentials',
    level: 'recommended',
    spec: '#http-responses',
    why: 'A proxy and an application that both add the headers break what each alone would allow. Several lines of Expose-Headers are one list; of these they are an error.',
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
    title: 'A preflight’s response has one Access-Control-Allow-Origin and one Access-Control-Max-Age',
    level: 'recommended',
    spec: '#http-responses',
    why: 'Several lines of Allow-Headers or Allow-Methods are one list; of these they are an error.',
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
    title: 'A preflight lists no methods beyond the policy',
    level: 'recommended',
    spec: '#http-access-control-allow-methods',
    why: 'What is listed is allowed, and remembered, whatever was asked for.',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'], methods: '!CORSPEC' } },
    request: { route: 'resource', method: 'PUT' },
    expect: { preflight: { 'access-control-allow-methods': { within: 'methods' } } },
  },
  {
    id: 'hygiene/headers-within-policy',
    title: 'A preflight lists no request headers beyond the policy',
    level: 'recommended',
    spec: '#http-access-control-allow-headers',
    why: 'What is listed is allowed, and remembered, whatever was asked for.',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'], requestHeaders: '!X-Corspec-Unlisted' } },
    request: { route: 'resource', headers: { 'X-Corspec-Unlisted': '1' } },
    expect: { preflight: { 'access-control-allow-headers': { within: 'requestHeaders' } } },
  },
  {
    id: 'hygiene/exposed-within-policy',
    title: 'A response exposes no headers beyond the policy, those included that it does not have',
    level: 'recommended',
    spec: '#http-access-control-expose-headers',
    why: 'What is listed is readable as soon as some route sends it.',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'], exposedHeaders: '!X-Corspec-Unlisted' } },
    request: { route: 'resource' },
    expect: { response: { 'access-control-expose-headers': { within: 'exposedHeaders' } } },
  },
];

const privateNetwork: readonly Scenario[] = [
  {
    id: 'hygiene/private-network-unasked',
    title: 'A preflight that does not ask for a private network is allowed none',
    level: 'recommended',
    spec: '#cors-preflight-fetch-0',
    why: 'Access-Control-Allow-Private-Network opened servers on private networks to public sites (CVE-2024-6221 of Flask-CORS).',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'] } },
    request: { route: 'resource', method: 'PUT' },
    expect: { preflight: { 'access-control-allow-private-network': { absent: true } } },
  },
  {
    id: 'hygiene/private-network-asked',
    title: 'Nobody is allowed a private network whom the policy does not allow one',
    level: 'recommended',
    spec: '#cors-preflight-fetch-0',
    why: 'Access-Control-Allow-Private-Network opened servers on private networks to public sites (CVE-2024-6221 of Flask-CORS).',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'] } },
    request: {
      route: 'resource',
      method: 'OPTIONS',
      client: 'wire',
      headers: {
        'Access-Control-Request-Method': 'PUT',
        'Access-Control-Request-Private-Network': 'true',
      },
    },
    expect: { preflight: { 'access-control-allow-private-network': { not: 'true' } } },
  },
];

/** What works today, and is better otherwise. */
export const hygiene: Suite = {
  id: 'hygiene',
  title: 'Headers that say what is meant',
  scenarios: [...refusals, ...credentials, ...lists, ...privateNetwork],
};
