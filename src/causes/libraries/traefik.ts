import type { Library, Settings } from './library.ts';
import { anchored, entriesOf, isPattern, namesOf } from './snippets.ts';
import { indented, yamlList } from './yaml.ts';

function lines(settings: Settings): readonly string[] {
  const { credentials, methods, maxAge } = settings;
  const list = (key: string, values: readonly string[] | undefined): readonly string[] =>
    values === undefined ? [] : [yamlList(key, values)];
  return [
    ...(credentials === undefined ? [] : [`accessControlAllowCredentials: ${credentials}`]),
    ...list('accessControlAllowMethods', methods),
    ...list('accessControlAllowHeaders', namesOf(settings.requestHeaders)),
    ...list('accessControlExposeHeaders', namesOf(settings.exposedHeaders)),
    ...(maxAge === undefined ? [] : [`accessControlMaxAge: ${maxAge}`]),
  ];
}

function allowedOrigins(settings: Settings): readonly string[] {
  if (settings.origins === '*') return [yamlList('accessControlAllowOriginList', ['*'])];
  const entries = entriesOf(settings);
  const origins = entries.filter((entry) => !isPattern(entry));
  const patterns = entries.filter(isPattern);
  return [
    ...(origins.length === 0 ? [] : [yamlList('accessControlAllowOriginList', origins)]),
    ...(patterns.length === 0
      ? []
      : [
          yamlList(
            'accessControlAllowOriginListRegex',
            patterns.map((entry) => anchored([entry])),
          ),
        ]),
    'addVaryHeader: true',
  ];
}

function call(settings: Settings): string {
  return [
    'http:',
    '  middlewares:',
    '    cors:',
    '      headers:',
    ...indented([...allowedOrigins(settings), ...lines(settings)], 8),
  ].join('\n');
}

const routers = `http:
  routers:
    api:
      middlewares: [cors, authentication]`;

const removed = (header: string): string => `customResponseHeaders:\n  ${header}: ""`;

/** Traefik, with its Headers middleware. */
export const traefik: Library = {
  title: 'Traefik',
  language: 'yaml',
  where: 'the dynamic configuration',
  call,
  whereLines: 'the headers middleware',
  lines,
  advice: {
    origins: {
      note: '`accessControlAllowOriginListRegex` accepts what contains a match: anchor the expressions with `^` and `$`.',
    },
    'no-credentials': {
      where: 'the headers middleware',
      snippet: () => removed('Access-Control-Allow-Credentials'),
    },
    order: {
      note: 'Middlewares run in the order of the router: the one for CORS, which answers preflights, is the first.',
      snippet: () => routers,
    },
    'error-responses': {
      note: 'A response of Traefik itself has the headers only if the middleware belongs to the router that made it.',
      snippet: () => routers,
    },
    vary: { where: 'the headers middleware', snippet: () => 'addVaryHeader: true' },
    once: {
      note: 'Traefik replaces the header of the application for the origins that it allows: configure all of them in one place.',
    },
    'resource-policy': {
      where: 'the headers middleware',
      snippet: () => 'customResponseHeaders:\n  Cross-Origin-Resource-Policy: "cross-origin"',
    },
    'private-network': {
      where: 'the headers middleware',
      snippet: () => removed('Access-Control-Allow-Private-Network'),
    },
  },
};
