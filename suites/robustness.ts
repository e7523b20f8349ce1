import type { Expectation } from '../src/scenarios/expectation.ts';
import type { RequestSpec, Scenario, Suite } from '../src/scenarios/scenario.ts';

/** A preflight that corspec sends as a raw request, in a form that browsers never use. */
function preflight(requestHeaders: string | readonly string[], more: Partial<RequestSpec> = {}): RequestSpec {
  return {
    route: 'resource',
    method: 'OPTIONS',
    client: 'raw',
    headers: { 'Access-Control-Request-Method': 'PUT', 'Access-Control-Request-Headers': requestHeaders },
    ...more,
  };
}

const asList =
  'Browsers send names in lower case, sorted, separated by commas without spaces. Proxies may rewrite the list, and all these forms are equivalent.';

interface Writing {
  readonly name: string;
  readonly title: string;
  readonly value: string | readonly string[];
  /** No proxy has a reason to write the list this way. */
  readonly isOdd?: true;
  /** Default: recommended. Informative where common libraries fail (Starlette), and neither browsers nor proxies notice. */
  readonly level?: 'recommended' | 'informative';
}

/** The same two names in other forms that the list syntax allows. https://httpwg.org/specs/rfc9110.html#abnf.extension */
const writings: readonly Writing[] = [
  {
    name: 'empty-elements',
    title: 'with empty elements',
    value: ',content-type,, ,x-api-key,',
    level: 'informative',
  },
  {
    name: 'spaces',
    title: 'with spaces and tabs around its names',
    value: 'content-type ,\tx-api-key',
  },
  {
    name: 'upper-case',
    title: 'in capitals',
    value: 'CONTENT-TYPE,X-API-KEY',
    isOdd: true,
  },
  {
    name: 'unsorted',
    title: 'in a different order',
    value: 'x-api-key,content-type',
    isOdd: true,
  },
  {
    name: 'repeated',
    title: 'with a duplicate name',
    value: 'content-type,x-api-key,content-type',
    isOdd: true,
  },
  {
    name: 'several-lines',
    title: 'in two lines',
    value: ['content-type', 'x-api-key'],
  },
];

function asSent(title: string): NonNullable<Expectation['facts']> {
  const which = `A preflight with Access-Control-Request-Headers written ${title}, which browsers never send,`;
  return { outcome: { readable: `${which} passes.`, blocked: `${which} does not pass.` } };
}

function written({ name, title, value, isOdd, level = 'recommended' }: Writing): Scenario {
  return {
    id: `robustness/headers-${name}`,
    title: isOdd
      ? `A preflight may pass or fail if Access-Control-Request-Headers is written ${title}, which browsers never do`
      : `A preflight passes if Access-Control-Request-Headers is written ${title}`,
    level: isOdd ? 'informative' : level,
    spec: '#http-access-control-request-headers',
    why: asList,
    from: 'allowed',
    when: {
      policy: {
        origins: ['any', 'listed'],
        methods: 'PUT',
        requestHeaders: ['Content-Type', 'X-Api-Key'],
      },
    },
    request: preflight(value),
    expect: isOdd ? { facts: asSent(title) } : { outcome: 'readable' },
  };
}

function writtenUnlisted({ name, title, value }: Writing): Scenario {
  const more = [value].flat().map((line) => line.replace(/x-api-key/i, 'x-corspec-unlisted'));
  return {
    id: `robustness/headers-${name}-refused`,
    title: `A header that the policy does not list is not allowed if Access-Control-Request-Headers is written ${title}`,
    level: 'recommended',
    spec: '#http-access-control-request-headers',
    why: 'A middleware must reject a list that it cannot parse.',
    from: 'allowed',
    when: {
      policy: { origins: ['any', 'listed'], methods: 'PUT', requestHeaders: '!X-Corspec-Unlisted' },
    },
    request: preflight(more),
    expect: { outcome: 'blocked' },
  };
}

const many = Array.from({ length: 100 }, (_, index) => `x-corspec-${String(index).padStart(3, '0')}`);

const odd: readonly Scenario[] = [
  {
    id: 'robustness/vary-of-request-ignored',
    title: 'The Vary header of a request is not copied to the response',
    level: 'recommended',
    spec: '#cors-protocol-and-http-caches',
    why: 'If a client can remove Origin from the response’s Vary, it controls what a shared cache serves to other origins. hono before 4.10.3 had this vulnerability (GHSA-q7jf-gf43-6x6p).',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'] } },
    steps: (['allowed', 'no-origin'] as const).map((as) => ({
      request: { route: 'cacheable', client: 'raw', as, headers: { Vary: 'X-Corspec-Unlisted' } },
      expect: { varies: true, response: { vary: { not: 'X-Corspec-Unlisted' } } },
    })),
  },
  {
    id: 'robustness/headers-many',
    title: 'If the policy allows all headers, a preflight with a hundred headers passes',
    level: 'recommended',
    spec: '#http-access-control-request-headers',
    why: 'Some middleware limits the length of the list that it parses; a hundred names is not an attack.',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'], methods: 'PUT', requestHeaders: '*' } },
    request: preflight(many.join(',')),
    expect: { outcome: 'readable' },
  },
  {
    id: 'robustness/headers-many-refused',
    title: 'A preflight with a hundred headers that the policy does not allow fails',
    level: 'recommended',
    spec: '#http-access-control-request-headers',
    from: 'allowed',
    when: {
      policy: { origins: ['any', 'listed'], methods: 'PUT', requestHeaders: '!x-corspec-000' },
    },
    request: preflight(many.join(',')),
    expect: { outcome: 'blocked', preflight: { status: { between: [200, 499] } } },
  },
  {
    id: 'robustness/headers-garbage',
    title: 'A malformed Access-Control-Request-Headers does not crash the server',
    level: 'recommended',
    spec: '#http-access-control-request-headers',
    why: 'Any client can send it. A response with status 500 or a closed connection shows an unhandled error.',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'] } },
    request: preflight('"x api key";;=\\, <script>, é'),
    expect: { preflight: { status: { between: [200, 499] } } },
  },
  {
    id: 'robustness/method-garbage',
    title: 'A malformed Access-Control-Request-Method does not crash the server',
    level: 'recommended',
    spec: '#http-access-control-request-method',
    why: 'Any client can send it. A response with status 500 or a closed connection shows an unhandled error.',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'] } },
    request: {
      route: 'resource',
      method: 'OPTIONS',
      client: 'raw',
      headers: { 'Access-Control-Request-Method': 'GET, "<script>"' },
    },
    expect: { preflight: { status: { between: [200, 499] } } },
  },
  {
    id: 'robustness/headers-empty',
    title: 'A preflight with an empty Access-Control-Request-Headers passes',
    level: 'informative',
    spec: '#http-access-control-request-headers',
    why: 'Browsers omit the header if it would be empty, but some clients send it.',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'], methods: 'PUT' } },
    request: preflight(''),
    expect: { outcome: 'readable' },
  },
];

const cost =
  'If one short request causes a lot of work, an attacker can make the server unavailable. rs/cors before 1.11 and hono before 4.12.34 (CVE-2026-69207) had this vulnerability.';

/** How often the long request is sent; the fastest counts, so that a machine that is busy for a moment does not matter. */
const times = 10;
/**
 * The same for the shorter ones: a server that has just started is slow at first, and on a busy machine each of a few may wait for the
 * processor longer than it takes.
 */
const timesShort = 15;
/** Linear processing stays far below this factor. */
const timesFirst = 20;
/** The request of a quarter of the length takes a quarter when the cost is in proportion, and a sixteenth when it is the square. */
const timesQuarter = 8;
/** In characters. Many servers read at most 16 KiB of headers, and quadratic processing is most visible in long values. */
const long = 14_000;

interface Costly {
  readonly name: string;
  readonly title: string;
  readonly value: (characters: number) => string;
}

const costly: readonly Costly[] = [
  { name: 'names', title: 'with two thousand names', value: (characters) => Array.from({ length: Math.floor(characters / 7) }, (_, index) => `x-${index}`).join(',') }, // prettier-ignore
  { name: 'commas', title: 'with nothing but commas', value: (characters) => ','.repeat(characters) },
  {
    name: 'spaces',
    title: 'with many spaces between two names',
    value: (characters) => `a${' '.repeat(characters)}b`,
  },
  {
    name: 'one-name',
    title: 'with one very long name',
    value: (characters) => `x-${'a'.repeat(characters)}`,
  },
];

function bounded({ name, title, value }: Costly): Scenario {
  return {
    id: `robustness/cost-of-${name}`,
    title: `Access-Control-Request-Headers ${title} is processed in time proportional to its length`,
    level: 'recommended',
    spec: '#http-access-control-request-headers',
    why: cost,
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'] } },
    steps: [
      { request: preflight('x-api-key', { times: timesShort }), expect: {} },
      { request: preflight(value(long / 4), { times: timesShort }), expect: {} },
      { request: preflight(value(long), { times }), expect: { timesFirst, timesQuarter } },
    ],
  };
}

/** Requests that browsers never send but other clients may. corspec sends all of them as raw requests. */
export const robustness: Suite = {
  id: 'robustness',
  title: 'Malformed requests',
  scenarios: [...writings.map(written), ...writings.map(writtenUnlisted), ...odd, ...costly.map(bounded)],
};
