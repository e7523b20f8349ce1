import type { Expectation, RequestSpec, Scenario, Suite } from '../src/scenarios/scenario.ts';

/** A preflight that corspec sends itself, as no browser writes it. */
function preflight(requestHeaders: string | readonly string[], more: Partial<RequestSpec> = {}): RequestSpec {
  return {
    route: 'resource',
    method: 'OPTIONS',
    client: 'wire',
    headers: { 'Access-Control-Request-Method': 'PUT', 'Access-Control-Request-Headers': requestHeaders },
    ...more,
  };
}

const asList =
  'Browsers send names in lower case, sorted, with commas and no spaces; proxies may write a list anew, and all of these are the same list.';

interface Writing {
  readonly name: string;
  readonly title: string;
  readonly value: string | readonly string[];
  /** Nobody on the way between browser and server has a reason to write it so. */
  readonly isOdd?: true;
}

/** The same two names, written in other ways that a list allows. https://httpwg.org/specs/rfc9110.html#abnf.extension */
const writings: readonly Writing[] = [
  {
    name: 'empty-elements',
    title: 'with empty elements',
    value: ',content-type,, ,x-api-key,',
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
    title: 'out of order',
    value: 'x-api-key,content-type',
    isOdd: true,
  },
  {
    name: 'repeated',
    title: 'that names a header twice',
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
  const which = `A preflight with Access-Control-Request-Headers ${title}, which no browser sends,`;
  return { outcome: { readable: `${which} passes.`, blocked: `${which} does not pass.` } };
}

function written({ name, title, value, isOdd }: Writing): Scenario {
  return {
    id: `robustness/headers-${name}`,
    title: isOdd
      ? `Access-Control-Request-Headers ${title}, which no browser sends, may be refused`
      : `Access-Control-Request-Headers ${title} asks for the same`,
    level: isOdd ? 'informative' : 'recommended',
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
    title: `Access-Control-Request-Headers ${title} gets nothing through that the policy does not list`,
    level: 'recommended',
    spec: '#http-access-control-request-headers',
    why: 'What a middleware cannot read it must not wave through.',
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
    title: 'The Vary of a request does not become the Vary of the response',
    level: 'recommended',
    spec: '#cors-protocol-and-http-caches',
    why: 'Vary belongs to responses. Who can have Origin left out of it decides what a shared cache gives to others. It has happened: hono before 4.10.3 (GHSA-q7jf-gf43-6x6p).',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'] } },
    steps: (['allowed', 'nobody'] as const).map((as) => ({
      request: { route: 'cacheable', client: 'wire', as, headers: { Vary: 'X-Corspec-Unlisted' } },
      expect: { varies: true, response: { vary: { not: 'X-Corspec-Unlisted' } } },
    })),
  },
  {
    id: 'robustness/headers-many',
    title: 'Where the policy allows every header, so are a hundred at once',
    level: 'recommended',
    spec: '#http-access-control-request-headers',
    why: 'Some middlewares bound the length that they look at; a hundred names are no attack.',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'], methods: 'PUT', requestHeaders: '*' } },
    request: preflight(many.join(',')),
    expect: { outcome: 'readable' },
  },
  {
    id: 'robustness/headers-many-refused',
    title: 'A hundred headers that the policy does not list are refused like one',
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
    title: 'Access-Control-Request-Headers that is no list breaks nothing',
    level: 'recommended',
    spec: '#http-access-control-request-headers',
    why: 'Anybody can send it. A status of 500 or a closed connection is an error that nobody handled.',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'] } },
    request: preflight('"x api key";;=\\, <script>, é'),
    expect: { preflight: { status: { between: [200, 499] } } },
  },
  {
    id: 'robustness/method-garbage',
    title: 'Access-Control-Request-Method that is no method breaks nothing',
    level: 'recommended',
    spec: '#http-access-control-request-method',
    why: 'Anybody can send it. A status of 500 or a closed connection is an error that nobody handled.',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'] } },
    request: {
      route: 'resource',
      method: 'OPTIONS',
      client: 'wire',
      headers: { 'Access-Control-Request-Method': 'GET, "<script>"' },
    },
    expect: { preflight: { status: { between: [200, 499] } } },
  },
  {
    id: 'robustness/headers-empty',
    title: 'A preflight with an empty Access-Control-Request-Headers asks for no header',
    level: 'recommended',
    spec: '#http-access-control-request-headers',
    why: 'Browsers leave the header out where there is nothing to ask for; some clients send it empty.',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'], methods: 'PUT' } },
    request: preflight(''),
    expect: { outcome: 'readable' },
  },
];

const cost =
  'Whoever makes a server work for long with one short request makes it work for nobody else. It has happened: rs/cors before 1.11, hono before 4.12.34 (CVE-2026-69207).';

/** How often each request is sent, so that one that came at a bad time does not count. */
const times = 5;
/** The same of the short one: a server that has just been started takes longer for its first requests. */
const timesShort = 15;
/** A cost that grows with the length stays far below this. */
const timesFirst = 30;
/** Characters. Many servers read 16 KiB of headers and no more, and what is quadratic shows the better the longer. */
const long = 14_000;

interface Costly {
  readonly name: string;
  readonly title: string;
  readonly value: string;
}

const costly: readonly Costly[] = [
  { name: 'names', title: 'of a thousand names', value: Array.from({ length: 1200 }, (_, index) => `x-${index}`).join(',') }, // prettier-ignore
  { name: 'commas', title: 'of nothing but commas', value: ','.repeat(long) },
  { name: 'spaces', title: 'of nothing but spaces between two names', value: `a${' '.repeat(long)}b` },
  { name: 'one-name', title: 'of one very long name', value: `x-${'a'.repeat(long)}` },
];

function bounded({ name, title, value }: Costly): Scenario {
  return {
    id: `robustness/cost-of-${name}`,
    title: `Access-Control-Request-Headers ${title} costs no more than its length`,
    level: 'recommended',
    spec: '#http-access-control-request-headers',
    why: cost,
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'] } },
    steps: [
      { request: preflight('x-api-key', { times: timesShort }), expect: {} },
      { request: preflight(value, { times }), expect: { timesFirst } },
    ],
  };
}

/** What browsers do not send, and others may. All of it is sent by corspec itself. */
export const robustness: Suite = {
  id: 'robustness',
  title: 'Requests that no browser sends',
  scenarios: [...writings.map(written), ...writings.map(writtenUnlisted), ...odd, ...costly.map(bounded)],
};
