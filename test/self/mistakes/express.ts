import cors, { type CorsOptions } from 'cors';
import express, { type Express, type RequestHandler } from 'express';
import { type Framework, intended, listening, path, type StartedServer } from './mistake.ts';

const right: CorsOptions = {
  origin: [...intended.origins],
  credentials: true,
  methods: [...intended.methods],
  allowedHeaders: [...intended.requestHeaders],
  exposedHeaders: [...intended.exposedHeaders],
  maxAge: intended.maxAge,
};

interface Parts {
  /** Before CORS. */
  readonly before?: (app: Express) => void;
  /** In place of `cors(right)`; null: no CORS. */
  readonly cors?: RequestHandler | null;
  /** Only for the route, instead of the application. */
  readonly onRouteOnly?: true;
  /** At the beginning of the handler. */
  readonly inHandler?: RequestHandler;
}

function start({
  before,
  cors: middleware = cors(right),
  onRouteOnly,
  inHandler,
}: Parts): Promise<StartedServer> {
  const app = express();
  app.set('env', 'test');
  before?.(app);
  if (middleware !== null) app.use(onRouteOnly ? path : '/', middleware);
  app.all(path, inHandler ?? ((_request, _response, next) => next()), (_request, response) => {
    response.set('X-Total-Count', '2').json([{ id: 1 }, { id: 2 }]);
  });
  return listening(app);
}

/** Options that differ from the right ones. */
const options = (changes: CorsOptions) => () => start({ cors: cors({ ...right, ...changes }) });

/** Without the options, so that the library's defaults hold. */
function without(...names: readonly (keyof CorsOptions)[]) {
  const rest = Object.fromEntries(
    Object.entries(right).filter(([name]) => !names.includes(name as keyof CorsOptions)),
  );
  return () => start({ cors: cors(rest) });
}

function accepting(isAllowed: (origin: string) => boolean) {
  return options({
    origin: (origin, done) => {
      done(null, origin !== undefined && isAllowed(origin));
    },
  });
}

const listOfOrigins = `origin: ['https://app.example.com', 'https://admin.example.com']`;

export const expressMistakes: Framework = {
  name: 'Express with cors',
  library: 'express-cors',
  missing: null,
  right: () => start({}),
  mistakes: [
    { mistake: 'origin: true', cause: 'origin-reflected', level: 'security', fix: listOfOrigins, start: options({ origin: true }) },
    { mistake: 'no origin', cause: 'wildcard-with-credentials', level: 'security', fix: listOfOrigins, start: without('origin') },
    { mistake: 'only one of the origins', cause: 'origin-missing', level: 'required', fix: listOfOrigins, start: options({ origin: ['https://admin.example.com'] }) },
    { mistake: 'origins with a slash', cause: 'trailing-slash', level: 'required', fix: listOfOrigins, start: options({ origin: intended.origins.map((origin) => `${origin}/`) }) },
    { mistake: 'http instead of https', cause: 'origin-in-other-scheme', level: 'security', fix: listOfOrigins, start: options({ origin: intended.origins.map((origin) => origin.replace('https', 'http')) }) },
    { mistake: 'several origins in one string', cause: 'origins-in-one-line', level: 'required', fix: listOfOrigins, start: options({ origin: intended.origins.join(', ') }) },
    { mistake: 'endsWith', cause: 'origin-matched-by-suffix', level: 'security', fix: listOfOrigins, start: accepting((origin) => origin.endsWith('example.com')) },
    { mistake: 'a dot that is not escaped', cause: 'origin-dot-unescaped', level: 'security', fix: listOfOrigins, start: options({ origin: /^https:\/\/(app|admin).example.com$/ }) },
    { mistake: 'null in the list', cause: 'null-allowed', level: 'security', fix: listOfOrigins, start: options({ origin: [...intended.origins, 'null'] }) },
    { mistake: 'no credentials', cause: 'credentials-missing', level: 'required', fix: 'credentials: true', start: without('credentials') },
    { mistake: 'methods without DELETE', cause: 'method-not-listed', level: 'required', fix: "methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE']", start: options({ methods: ['GET', 'HEAD', 'POST', 'PUT'] }) },
    { mistake: 'headers without X-Api-Key', cause: 'header-not-listed', level: 'required', fix: "allowedHeaders: ['Content-Type', 'X-Api-Key']", start: options({ allowedHeaders: ['Content-Type'] }) },
    { mistake: 'no exposed headers', cause: 'header-not-exposed', level: 'required', fix: "exposedHeaders: ['X-Total-Count']", start: without('exposedHeaders') },
    { mistake: 'no max age', cause: 'max-age-missing', level: 'recommended', fix: 'maxAge: 600', start: without('maxAge') },
    { mistake: 'CORS forgotten', cause: 'cors-missing', level: 'required', fix: 'maxAge: 600', start: () => start({ cors: null }) },
    {
      mistake: 'authentication before CORS',
      cause: 'preflight-needs-authentication',
      level: 'required',
      fix: 'app.use(authentication)',
      start: () =>
        start({
          before: (app) =>
            app.use((request, response, next) => {
              if (['GET', 'HEAD'].includes(request.method) || request.get('cookie')) next();
              else response.status(401).set('WWW-Authenticate', 'Bearer').json({ error: 'login required' });
            }),
        }),
    },
    {
      mistake: 'CORS for the route only',
      cause: 'error-response-without-headers',
      level: 'recommended',
      fix: 'app.use(express.json())',
      start: () => start({ onRouteOnly: true }),
    },
    {
      mistake: 'the handler sets the header as well',
      cause: 'header-duplicated',
      level: 'required',
      fix: 'remove it from one',
      start: () =>
        start({
          inHandler: (_request, response, next) => {
            response.append('Access-Control-Allow-Origin', 'https://app.example.com');
            next();
          },
        }),
    },
    {
      mistake: 'the handler replaces Vary',
      cause: 'vary-missing',
      level: 'recommended',
      fix: "res.vary('Origin')",
      start: () =>
        start({
          inHandler: (_request, response, next) => {
            response.set('Vary', 'Accept-Encoding');
            next();
          },
        }),
    },
  ],
}; // prettier-ignore
