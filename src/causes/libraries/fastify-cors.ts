import { jsCall, jsLines, jsOptions, jsOrigin, type OptionNames } from './javascript.ts';
import type { Library, Settings } from './library.ts';

const names: OptionNames = {
  methods: 'methods',
  requestHeaders: 'allowedHeaders',
  exposedHeaders: 'exposedHeaders',
};

function call(settings: Settings): string {
  return jsCall('await app.register(cors, ', [...jsOrigin(settings), ...jsOptions(names, settings)], ');');
}

const coverage = (settings: Settings): string =>
  `${call(settings)}
await app.register(authentication);
await app.register(routes, { prefix: '/api' });`;

/** Fastify with the plugin `@fastify/cors`. */
export const fastifyCors: Library = {
  title: 'Fastify with @fastify/cors',
  language: 'js',
  where: 'app.js, at the root and before hooks, authentication and routes',
  call,
  whereLines: 'the options of @fastify/cors',
  lines: (settings) => jsLines(names, settings),
  advice: {
    origins: {
      note: 'An array is compared exactly. Without `origin`, the plugin sends `*`, and a string goes to every page; `origin: true` reflects every site.',
    },
    methods: { note: 'Without `methods`, @fastify/cors lists GET, HEAD and POST only.' },
    'request-headers': {
      note: 'Without `allowedHeaders`, the plugin allows every header that the preflight asks for.',
    },
    order: {
      note: 'Hooks run in the order of registration, and `strictPreflight` answers 400 to OPTIONS requests that are not preflights.',
      snippet: coverage,
    },
    'error-responses': {
      note: 'Errors keep the headers that the plugin sets in `onRequest`, unless a hook that was registered earlier responds, or a handler uses `reply.raw`. Errors of the router (a malformed path) run no hooks: set `frameworkErrors`.',
      snippet: coverage,
    },
    vary: {
      note: "In handlers, `reply.header('Vary', …)` replaces the value of the plugin.",
      where: 'the handler that sets Vary',
      snippet: () =>
        "reply.header('Vary', [reply.getHeader('Vary'), 'Accept-Encoding'].filter(Boolean).join(', '));",
    },
    'resource-policy': {
      note: '@fastify/helmet sends `same-origin` by default.',
      where: 'the options of @fastify/helmet',
      snippet: () => "crossOriginResourcePolicy: { policy: 'cross-origin' },",
    },
  },
};
