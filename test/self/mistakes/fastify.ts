import cors, { type FastifyCorsOptions } from '@fastify/cors';
import fastify, { type FastifyInstance } from 'fastify';
import { type Framework, intended, path, started, type StartedServer } from './mistake.ts';

const right: FastifyCorsOptions = {
  origin: [...intended.origins],
  credentials: true,
  methods: [...intended.methods],
  allowedHeaders: [...intended.requestHeaders],
  exposedHeaders: [...intended.exposedHeaders],
  maxAge: intended.maxAge,
};

interface Parts {
  readonly options?: FastifyCorsOptions;
  readonly before?: (app: FastifyInstance) => void;
  /** In place of registering the plugin. */
  readonly register?: (app: FastifyInstance) => void | Promise<void>;
}

async function start({ options = right, before, register }: Parts): Promise<StartedServer> {
  const app = fastify();
  before?.(app);
  if (register === undefined) await app.register(cors, options);
  else await register(app);
  // Requests without a body are what matters here, not their type.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => {
    payload.on('end', () => done(null)).resume();
  });
  app.route({
    method: ['GET', 'POST', 'PUT', 'DELETE'],
    url: path,
    handler: (_request, reply) => reply.header('X-Total-Count', '2').send([{ id: 1 }, { id: 2 }]),
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { url } = await started(app.server);
  return { url, stop: () => void app.close() };
}

const options = (changes: FastifyCorsOptions) => () => start({ options: { ...right, ...changes } });

function without(...names: readonly (keyof FastifyCorsOptions)[]) {
  const kept = Object.entries(right).filter(([name]) => !names.includes(name as keyof FastifyCorsOptions));
  return () => start({ options: Object.fromEntries(kept) });
}

const listOfOrigins = `origin: ['https://app.example.com', 'https://admin.example.com']`;

export const fastifyMistakes: Framework = {
  name: 'Fastify with @fastify/cors',
  library: 'fastify-cors',
  missing: null,
  right: () => start({}),
  mistakes: [
    { mistake: 'origin: true', cause: 'origin-reflected', level: 'security', fix: listOfOrigins, start: options({ origin: true }) },
    { mistake: 'the methods of the default', cause: 'method-not-listed', level: 'required', fix: "methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE']", start: without('methods') },
    { mistake: 'headers without X-Api-Key', cause: 'header-not-listed', level: 'required', fix: "allowedHeaders: ['Content-Type', 'X-Api-Key']", start: options({ allowedHeaders: ['Content-Type'] }) },
    { mistake: 'a pattern without an end', cause: 'origin-matched-by-prefix', level: 'security', fix: listOfOrigins, start: options({ origin: /^https:\/\/(app|admin)\.example\.com/ }) },
    { mistake: 'any subdomain', cause: 'subdomains-allowed', level: 'security', fix: listOfOrigins, start: options({ origin: /^https:\/\/([a-z0-9-]+\.)*example\.com$/ }) },
    { mistake: 'no exposed headers', cause: 'header-not-exposed', level: 'required', fix: "exposedHeaders: ['X-Total-Count']", start: without('exposedHeaders') },
    { mistake: 'no max age', cause: 'max-age-missing', level: 'recommended', fix: 'maxAge: 600', start: without('maxAge') },
    { mistake: 'a header that the policy does not allow', cause: 'header-allowed', level: 'required', fix: "allowedHeaders: ['Content-Type', 'X-Api-Key']", start: without('allowedHeaders') },
    {
      mistake: 'a hook for authentication before CORS',
      cause: 'preflight-needs-authentication',
      level: 'required',
      fix: 'app.register(authentication)',
      start: () =>
        start({
          before: (app) => {
            app.addHook('onRequest', async (request, reply) => {
              if (!['GET', 'HEAD'].includes(request.method) && request.headers.cookie === undefined)
                return reply.code(401).send({ error: 'login required' });
              return undefined;
            });
          },
        }),
    },
    {
      mistake: 'an origin with www',
      cause: 'origin-with-www',
      level: 'security',
      fix: listOfOrigins,
      start: options({ origin: intended.origins.map((origin) => origin.replace('//', '//www.')) }),
    },
  ],
}; // prettier-ignore
