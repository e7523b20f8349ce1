import { getRequestListener } from '@hono/node-server';
import { Hono, type MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { type Framework, intended, listening, path, type StartedServer } from './mistake.ts';

type Options = NonNullable<Parameters<typeof cors>[0]>;

const right: Options = {
  origin: [...intended.origins],
  credentials: true,
  allowMethods: [...intended.methods],
  allowHeaders: [...intended.requestHeaders],
  exposeHeaders: [...intended.exposedHeaders],
  maxAge: intended.maxAge,
};

interface Parts {
  readonly before?: MiddlewareHandler;
  /** After CORS. */
  readonly after?: MiddlewareHandler;
  readonly corsPath?: string;
}

function start(
  middleware: MiddlewareHandler,
  { before, after, corsPath = '*' }: Parts = {},
): Promise<StartedServer> {
  const app = new Hono();
  if (before !== undefined) app.use('*', before);
  app.use(corsPath, middleware);
  if (after !== undefined) app.use('*', after);
  app.all(path, (c) => c.json([{ id: 1 }, { id: 2 }], 200, { 'X-Total-Count': '2' }));
  const listener = getRequestListener(app.fetch);
  return listening((request, response) => void listener(request, response));
}

const options = (changes: Partial<Options>) => () => start(cors({ ...right, ...changes }));

function without(name: keyof Options) {
  const kept = Object.entries(right).filter(([one]) => one !== name);
  return () => start(cors(Object.fromEntries(kept)));
}

const listOfOrigins = `origin: ['https://app.example.com', 'https://admin.example.com']`;
const isPreflight = (method: string): boolean => method === 'OPTIONS';

export const honoMistakes: Framework = {
  name: 'Hono',
  library: 'hono-cors',
  missing: null,
  right: () => start(cors(right)),
  mistakes: [
    { mistake: 'a function that returns the origin', cause: 'origin-reflected', level: 'security', fix: listOfOrigins, start: options({ origin: (origin) => origin }) },
    { mistake: 'no origin', cause: 'wildcard-with-credentials', level: 'security', fix: listOfOrigins, start: without('origin') },
    { mistake: 'only one of the origins', cause: 'origin-missing', level: 'required', fix: listOfOrigins, start: options({ origin: 'https://admin.example.com' }) },
    { mistake: 'null in the list', cause: 'null-allowed', level: 'security', fix: listOfOrigins, start: options({ origin: [...intended.origins, 'null'] }) },
    { mistake: 'the port is ignored', cause: 'origin-port-ignored', level: 'security', fix: listOfOrigins, start: options({ origin: (origin) => (/^https:\/\/(app|admin)\.example\.com(:\d+)?$/.test(origin) ? origin : null) }) },
    { mistake: 'the scheme is ignored', cause: 'origin-scheme-ignored', level: 'security', fix: listOfOrigins, start: options({ origin: (origin) => (/^https?:\/\/(app|admin)\.example\.com$/.test(origin) ? origin : null) }) },
    { mistake: 'no credentials', cause: 'credentials-missing', level: 'required', fix: 'credentials: true', start: without('credentials') },
    { mistake: 'methods without DELETE', cause: 'method-not-listed', level: 'required', fix: "allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE']", start: options({ allowMethods: ['GET', 'HEAD', 'POST', 'PUT'] }) },
    { mistake: 'no exposed headers', cause: 'header-not-exposed', level: 'required', fix: "exposeHeaders: ['X-Total-Count']", start: without('exposeHeaders') },
    { mistake: 'no max age', cause: 'max-age-missing', level: 'recommended', fix: 'maxAge: 600', start: without('maxAge') },
    {
      mistake: 'preflights are redirected',
      cause: 'preflight-redirected',
      level: 'required',
      fix: "app.use('*', authentication)",
      start: () =>
        start(cors(right), {
          before: (c, next) => (isPreflight(c.req.method) ? Promise.resolve(c.redirect('/api/items/', 308)) : next()),
        }),
    },
    {
      mistake: 'CORS for preflights only',
      cause: 'response-without-headers',
      level: 'required',
      fix: "app.use('*', authentication)",
      start: () => start((c, next) => (isPreflight(c.req.method) ? cors(right)(c, next) : next())),
    },
    {
      mistake: 'CORS for the route only',
      cause: 'error-response-without-headers',
      level: 'recommended',
      fix: 'app.onError',
      start: () => start(cors(right), { corsPath: path }),
    },
  ],
}; // prettier-ignore
