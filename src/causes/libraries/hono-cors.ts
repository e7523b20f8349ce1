import { jsAllowed, jsCall, jsLines, jsList, jsOptions, type OptionNames } from './javascript.ts';
import type { Library, Settings } from './library.ts';
import { isPattern } from './snippets.ts';

const names: OptionNames = {
  methods: 'allowMethods',
  requestHeaders: 'allowHeaders',
  exposedHeaders: 'exposeHeaders',
};

function call(settings: Settings): string {
  const { origins } = settings;
  const whole = (origin: string): string =>
    jsCall("app.use('*', cors(", [`origin: ${origin}`, ...jsOptions(names, settings)], '));');
  if (origins === '*') return whole("'*'");
  const entries = origins ?? [];
  if (!entries.some(isPattern)) return whole(jsList(entries));
  const { list, test } = jsAllowed(entries, 'origin');
  return `${list}\n${whole(`(origin) => (${test} ? origin : null)`)}`;
}

const coverage = (settings: Settings): string =>
  `${call(settings)}
app.use('*', authentication);
app.route('/api', routes);`;

/** Hono with its middleware `hono/cors`. */
export const honoCors: Library = {
  title: 'Hono with hono/cors',
  language: 'js',
  where: "the file that creates the app, with the path '*' and before authentication and routes",
  call,
  whereLines: 'the options of cors()',
  lines: (settings) => jsLines(names, settings),
  advice: {
    origins: {
      note: 'A list is compared exactly. Without `origin`, hono/cors sends `*`.',
    },
    methods: {
      note: 'Without `allowMethods`, hono/cors lists GET, HEAD, PUT, POST, DELETE, PATCH and QUERY.',
    },
    'request-headers': {
      note: 'Without `allowHeaders`, or with an empty list, hono/cors allows every header that the preflight asks for.',
    },
    order: {
      note: 'Middleware that is added after a route does not run for it.',
      snippet: coverage,
    },
    'error-responses': {
      note: "`onError` and `notFound` pass through middleware that is added with the path '*'.",
      snippet: (settings) => `${call(settings)}
app.onError((error, c) => c.json({ error: 'internal' }, 500));`,
    },
    vary: {
      note: "In handlers, `c.header('Vary', …)` replaces the value.",
      where: 'the handler that sets Vary',
      snippet: () => "c.header('Vary', 'Accept-Encoding', { append: true });",
    },
    'resource-policy': {
      note: '`secureHeaders()` sends `same-origin` by default.',
      where: 'the options of secureHeaders()',
      snippet: () => "crossOriginResourcePolicy: 'cross-origin',",
    },
  },
};
