import { goList, goStruct } from './go.ts';
import type { Library, Settings } from './library.ts';
import { anchored, entriesOf, isPattern, namesOf } from './snippets.ts';

function fields(settings: Settings): readonly string[] {
  const { credentials, methods, requestHeaders, exposedHeaders, maxAge } = settings;
  const list = (name: string, value: readonly string[] | undefined): readonly string[] =>
    value === undefined ? [] : [`${name}: ${goList(value)}`];
  return [
    ...(credentials === undefined ? [] : [`AllowCredentials: ${credentials}`]),
    ...list('AllowMethods', methods),
    // `*` is a literal value here, and no wildcard for requests with credentials.
    ...(requestHeaders === '*' ? [] : list('AllowHeaders', requestHeaders)),
    ...list('ExposeHeaders', namesOf(exposedHeaders)),
    ...(maxAge === undefined ? [] : [`MaxAge: ${maxAge} * time.Second`]),
  ];
}

function call(settings: Settings): string {
  const whole = (origins: string): string =>
    goStruct('r.Use(cors.New(cors.Config{', [origins, ...fields(settings)], '}))');
  if (settings.origins === '*') return whole('AllowAllOrigins: true');
  const entries = entriesOf(settings);
  if (!entries.some(isPattern)) return whole(`AllowOrigins: ${goList(entries)}`);
  return `allowed := regexp.MustCompile(\`${anchored(entries)}\`)\n${whole('AllowOriginFunc: allowed.MatchString')}`;
}

const coverage = (settings: Settings): string => `r := gin.New()
${call(settings)}
r.Use(gin.Recovery(), authenticate())
r.GET("/api/items", listItems)`;

/** Gin with gin-contrib/cors. */
export const ginCors: Library = {
  title: 'Gin with gin-contrib/cors',
  language: 'go',
  where: 'main.go, before other middleware and the routes',
  call,
  whereLines: 'cors.Config',
  lines: (settings) => fields(settings).map((field) => `${field},`),
  advice: {
    origins: {
      note: '`AllowOrigins` compares exactly; with `AllowOriginFunc` it is ignored, and the function has to compare the whole origin. Other origins get 403.',
    },
    methods: { note: 'cors.Config without `AllowMethods` lists none; `cors.DefaultConfig()` has defaults.' },
    'request-headers': {
      note: 'List the names: `*` is no wildcard for requests with credentials, and never includes Authorization.',
    },
    'max-age': { note: '`MaxAge` is a time.Duration; 0 sends no header.' },
    order: { snippet: coverage },
    'error-responses': {
      note: 'Use the middleware on the engine, not on a group: the pages for 404 and 405 and those of middleware before it have no headers otherwise.',
      snippet: coverage,
    },
    vary: { note: 'Handlers add to Vary with `c.Writer.Header().Add`; `c.Header` replaces it.' },
    'private-network': { where: 'cors.Config', snippet: () => 'AllowPrivateNetwork: false,' },
  },
};
