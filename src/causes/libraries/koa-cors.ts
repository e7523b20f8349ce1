import { jsAllowed, jsCall, jsLines, jsOptions, type OptionNames } from './javascript.ts';
import type { Library, Settings } from './library.ts';

const names: OptionNames = {
  methods: 'allowMethods',
  requestHeaders: 'allowHeaders',
  exposedHeaders: 'exposeHeaders',
};

function call(settings: Settings): string {
  const { origins } = settings;
  const options = jsOptions(names, settings);
  if (origins === '*') return jsCall('app.use(cors(', ["origin: '*'", ...options], '));');
  const { list, test } = jsAllowed(origins ?? [], "ctx.get('Origin')");
  const origin = `origin: (ctx) => (${test} ? ctx.get('Origin') : '')`;
  return `${list}\n${jsCall('app.use(cors(', [origin, ...options], '));')}`;
}

const coverage = (settings: Settings): string =>
  `${call(settings)}
app.use(authentication);
app.use(router.routes());`;

/** Koa with the middleware `@koa/cors`. */
export const koaCors: Library = {
  title: 'Koa with @koa/cors',
  language: 'js',
  where: 'app.js, as the first middleware',
  call,
  whereLines: 'the options of cors()',
  lines: (settings) =>
    jsLines(names, settings).map((line) => (line === 'maxAge: 0,' ? "maxAge: '0'," : line)),
  advice: {
    origins: {
      note: 'A list needs a function that returns the origin, or an empty string for others. `credentials: true` without `origin` reflects every site.',
    },
    methods: { note: 'Without `allowMethods`, @koa/cors lists GET, HEAD, PUT, POST, DELETE and PATCH.' },
    'request-headers': {
      note: 'Without `allowHeaders`, @koa/cors allows every header that the preflight asks for.',
    },
    'max-age': { note: "Version 5 ignores the number 0; it sends the string `'0'`." },
    order: { snippet: coverage },
    'error-responses': {
      note: 'Koa removes headers from error responses; @koa/cors restores them (`keepHeadersOnError`, on by default) for errors that pass through it, so it has to be first, and no error handler may remove headers.',
      snippet: coverage,
    },
    vary: {
      note: "In handlers, `ctx.set('Vary', …)` replaces the value of @koa/cors: use `ctx.vary(…)`.",
      where: 'the handler that sets Vary',
      snippet: () => "ctx.vary('Accept-Encoding');",
    },
    'resource-policy': {
      note: 'koa-helmet sends `same-origin` by default.',
      where: 'the options of helmet()',
      snippet: () => "crossOriginResourcePolicy: { policy: 'cross-origin' },",
    },
    'private-network': { snippet: () => 'privateNetworkAccess: false,', where: 'the options of cors()' },
  },
};
