import cors from '@koa/cors';
import Koa, { type Context, type Middleware } from 'koa';
import { type Framework, intended, listening, path, type StartedServer } from './mistake.ts';

const allowed: readonly string[] = intended.origins;
const listed = (ctx: Context): string => (allowed.includes(ctx.get('Origin')) ? ctx.get('Origin') : '');

const right: cors.Options = {
  origin: listed,
  credentials: true,
  allowMethods: [...intended.methods],
  allowHeaders: [...intended.requestHeaders],
  exposeHeaders: [...intended.exposedHeaders],
  maxAge: intended.maxAge,
};

function start(
  cors: Middleware | null,
  before?: Middleware,
  inHandler?: (ctx: Context) => void,
): Promise<StartedServer> {
  const app = new Koa();
  app.silent = true;
  if (before !== undefined) app.use(before);
  if (cors !== null) app.use(cors);
  app.use((ctx) => {
    if (ctx.path !== path) return;
    ctx.set('X-Total-Count', '2');
    inHandler?.(ctx);
    ctx.body = [{ id: 1 }, { id: 2 }];
  });
  const callback = app.callback();
  return listening((request, response) => void callback(request, response));
}

const options = (changes: cors.Options) => () => start(cors({ ...right, ...changes }));

function without(...names: readonly (keyof cors.Options)[]) {
  const kept = Object.entries(right).filter(([name]) => !names.includes(name as keyof cors.Options));
  return () => start(cors(Object.fromEntries(kept)));
}

const listOfOrigins = `const allowed = ['https://app.example.com', 'https://admin.example.com'];`;
const accepting = (isAllowed: (origin: string) => boolean) =>
  options({ origin: (ctx) => (isAllowed(ctx.get('Origin')) ? ctx.get('Origin') : '') });

export const koaMistakes: Framework = {
  name: 'Koa with @koa/cors',
  library: 'koa-cors',
  missing: null,
  right: () => start(cors(right)),
  mistakes: [
    { mistake: 'credentials without an origin', cause: 'origin-reflected', level: 'security', fix: listOfOrigins, start: without('origin') },
    { mistake: 'one origin for every page', cause: 'origin-fixed', level: 'required', fix: listOfOrigins, start: options({ origin: 'https://shop.example.com' }) },
    { mistake: 'startsWith', cause: 'origin-matched-by-prefix', level: 'security', fix: listOfOrigins, start: accepting((origin) => allowed.some((one) => origin.startsWith(one))) },
    { mistake: 'includes on the origin', cause: 'origin-matched-by-content', level: 'security', fix: listOfOrigins, start: accepting((origin) => /(app|admin)\.example\.com/.test(origin)) },
    { mistake: 'includes on a string of origins', cause: 'origin-matched-by-part', level: 'security', fix: listOfOrigins, start: accepting((origin) => origin !== '' && allowed.join(',').includes(origin)) },
    { mistake: 'no credentials', cause: 'credentials-missing', level: 'required', fix: 'credentials: true', start: without('credentials') },
    { mistake: 'methods without PUT', cause: 'method-not-listed', level: 'required', fix: "allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE']", start: options({ allowMethods: ['GET', 'HEAD', 'POST', 'DELETE'] }) },
    { mistake: 'headers without X-Api-Key', cause: 'header-not-listed', level: 'required', fix: "allowHeaders: ['Content-Type', 'X-Api-Key']", start: options({ allowHeaders: ['Content-Type'] }) },
    { mistake: 'no exposed headers', cause: 'header-not-exposed', level: 'required', fix: "exposeHeaders: ['X-Total-Count']", start: without('exposeHeaders') },
    { mistake: 'max age in minutes', cause: 'max-age-differs', level: 'recommended', fix: 'maxAge: 600', start: options({ maxAge: 10 }) },
    {
      mistake: 'OPTIONS is refused before CORS',
      cause: 'preflight-status',
      level: 'required',
      fix: 'app.use(router.routes())',
      start: () =>
        start(cors(right), async (ctx, next) => {
          if (ctx.method === 'OPTIONS') ctx.status = 405;
          else await next();
        }),
    },
    {
      mistake: 'the handler replaces Vary',
      cause: 'vary-missing',
      level: 'recommended',
      fix: 'ctx.vary(',
      start: () => start(cors(right), undefined, (ctx) => { ctx.set('Vary', 'Accept-Encoding'); }),
    },
  ],
}; // prettier-ignore
