import * as z from 'zod';
import { routes, type Route } from '../scenarios/scenario.ts';
import { textFrom, type Texts } from '../text/coded.ts';

const policyFields = [
  'origins',
  'credentials',
  'methods',
  'requestHeaders',
  'exposedHeaders',
  'maxAge',
] as const;
type PolicyField = (typeof policyFields)[number];

/** What would make a check applicable that does not apply. */
export const need = z
  .discriminatedUnion('code', [
    z.strictObject({ code: z.literal('route'), route: z.enum(routes) }).describe('A route of the target.'),
    z.strictObject({ code: z.literal('allow-writes') }),
    z
      .strictObject({ code: z.literal('policy-field'), field: z.enum(policyFields) })
      .describe('A policy that states this field.'),
    z
      .strictObject({ code: z.literal('browser') })
      .describe('A browser with an ability that this one does not have.'),
    z
      .strictObject({ code: z.literal('route-contract') })
      .describe('A server that follows the whole route contract.'),
  ])
  .describe('What would make this check applicable: an option of the command line.');

export type Need = z.infer<typeof need>;

/** How advice writes options: as on the command line, or as keys of a configuration and of the options of `testCors`. */
export type OptionStyle = 'command-line' | 'keys';

/** Follows a number of checks: `need …: OPTION`. */
export function needText(one: Need, checks: number, style: OptionStyle): string {
  return `${checks === 1 ? 'needs' : 'need'} ${textFrom(texts, one)}: ${optionOf(one, style)}`;
}

const texts: Texts<Need> = {
  route: ({ route }) => routeTexts[route],
  'allow-writes': () => 'requests that write',
  'policy-field': ({ field }) => `a policy that states ${fieldTexts[field].words}`,
  browser: () => 'another browser',
  'route-contract': () => 'a server with all routes of docs/servers.md',
};

/** The option that meets a need, with an example value. */
export function optionOf(one: Need, style: OptionStyle): string {
  return textFrom(style === 'keys' ? keys : options, one);
}

/** The key that meets a need: of the target, of the policy, or of the configuration itself. */
export function keyOf(one: Need): {
  readonly of: 'target' | 'policy' | 'configuration';
  readonly key: string;
} {
  switch (one.code) {
    case 'route':
    case 'route-contract':
      return { of: 'target', key: 'routes' };
    case 'allow-writes':
      return { of: 'target', key: 'allowWrites' };
    case 'policy-field':
      return { of: 'policy', key: one.field };
    case 'browser':
      return { of: 'configuration', key: 'browsers' };
  }
}

const options: Texts<Need> = {
  route: ({ route }) => `--routes ${route}=${pathExample(route)}`,
  'allow-writes': () => '--allow-writes',
  'policy-field': ({ field }) => fieldTexts[field].option,
  browser: () => '--browser all',
  'route-contract': () => '--routes standard',
};

const keys: Texts<Need> = {
  route: ({ route }) => `routes: { ${/^\w+$/.test(route) ? route : `'${route}'`}: '${pathExample(route)}' }`,
  'allow-writes': () => 'allowWrites: true',
  'policy-field': ({ field }) => `${field}: ${fieldTexts[field].value}`,
  browser: () => "browsers: ['all']",
  'route-contract': () => "routes: 'standard'",
};

interface FieldTexts {
  readonly words: string;
  readonly option: string;
  /** An example, in JavaScript. */
  readonly value: string;
}

const fieldTexts: Readonly<Record<PolicyField, FieldTexts>> = {
  origins: {
    words: 'origins',
    option: '--origin https://app.example.com',
    value: "['https://app.example.com']",
  },
  credentials: {
    words: 'whether credentials are allowed',
    option: '--credentials or --no-credentials',
    value: 'true or false',
  },
  methods: { words: 'methods', option: '--methods GET,PUT', value: "['GET', 'PUT']" },
  requestHeaders: {
    words: 'request headers',
    option: '--request-headers content-type',
    value: "['content-type']",
  },
  exposedHeaders: {
    words: 'exposed headers',
    option: '--expose x-total-count',
    value: "['x-total-count']",
  },
  maxAge: { words: 'a max age', option: '--max-age 600', value: '600' },
};

const routeTexts: Readonly<Record<Route, string>> = {
  resource: 'a resource',
  whoami: 'a route that shows the session',
  login: 'a route that sets the session cookie',
  missing: 'a path that does not exist',
  malformed: 'a path with broken percent-encoding that gets a response',
  denied: 'a route that answers 403',
  crash: 'a route whose handler fails (500), which corspec cannot find itself',
  private: 'a route that requires Authorization',
  redirect: 'a route that redirects (?to=…&status=…)',
  stream: 'an event stream',
  slow: 'a slow route (?ms=…)',
  vary: 'a route with Vary: Accept-Encoding',
  cacheable: 'a route with Cache-Control: max-age=60',
  conditional: 'a route with an ETag that answers If-None-Match with 304',
  parse: 'a route that parses JSON and rejects other bodies',
  limited: 'a route that answers 429',
  dir: 'a path that redirects to the same path with a slash',
  'file.txt': 'a static file',
  'media.wav': 'a sound or video that is sent in parts (Range)',
  raw: 'an event stream that is written past the framework',
  download: 'a download (Content-Disposition: attachment)',
  'image.png': 'an image',
  'script.js': 'a script',
  'module.js': 'a JavaScript module',
  'style.css': 'a style sheet',
  'font.woff2': 'a font',
  jsonp: 'a JSONP route (?callback=…)',
  websocket: 'a WebSocket',
};

const pathExamples: Readonly<Partial<Record<Route, string>>> = {
  whoami: '/me',
  missing: '/no-such-path',
  malformed: '/malformed/%E0%A4%A',
  denied: '/forbidden',
  private: '/account',
  stream: '/events',
  websocket: '/socket',
};

function pathExample(route: Route): string {
  return pathExamples[route] ?? `/${route}`;
}
