import { jsCall, jsLines, jsOptions, jsOrigin, type OptionNames } from './javascript.ts';
import type { Library, Settings } from './library.ts';

const names: OptionNames = {
  methods: 'methods',
  requestHeaders: 'allowedHeaders',
  exposedHeaders: 'exposedHeaders',
};

function call(settings: Settings): string {
  return jsCall('app.use(cors(', [...jsOrigin(settings), ...jsOptions(names, settings)], '));');
}

const coverage = (settings: Settings): string =>
  `${call(settings)}
app.use(express.json());
app.use(authentication);
app.use('/api', routes);`;

/** Express with the middleware `cors`. */
export const expressCors: Library = {
  title: 'Express with cors',
  language: 'js',
  where: 'app.js, before body parsers, authentication, static files and routes',
  call,
  whereLines: 'the options of cors()',
  lines: (settings) => jsLines(names, settings),
  advice: {
    origins: {
      note: 'An array is compared exactly. Without `origin`, cors sends `*`, and a string goes to every page; `origin: true` reflects every site.',
    },
    methods: { note: 'Without `methods`, cors lists GET, HEAD, PUT, PATCH, POST and DELETE.' },
    'request-headers': {
      note: 'Without `allowedHeaders`, cors allows every header that the preflight asks for; an empty list allows none.',
    },
    order: { snippet: coverage },
    'error-responses': {
      note: 'Express keeps headers that are set before the error: add cors before everything that can respond, `express.json()` included, and remove no headers in error handlers.',
      snippet: (settings) => `${coverage(settings)}
app.use((error, req, res, next) => res.status(500).json({ error: 'internal' }));`,
    },
    vary: {
      note: "In handlers, `res.set('Vary', …)` replaces the value of cors: use `res.vary(…)`.",
      where: 'app.js, before cors()',
      snippet: () => `app.use((req, res, next) => {
  res.vary('Origin');
  next();
});`,
    },
    'resource-policy': {
      note: 'helmet sends `same-origin` by default.',
      where: 'the options of helmet()',
      snippet: () => "crossOriginResourcePolicy: { policy: 'cross-origin' },",
    },
  },
};
