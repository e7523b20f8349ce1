import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastifyCors from '@fastify/cors';
import { getRequestListener } from '@hono/node-server';
import koaCors from '@koa/cors';
import cors from 'cors';
import express, { type RequestHandler } from 'express';
import fastify, { type FastifyInstance } from 'fastify';
import { Hono, type MiddlewareHandler } from 'hono';
import { cors as honoCors } from 'hono/cors';
import Koa, { type Middleware } from 'koa';
import { describe, expect, it } from 'vitest';
import type { CauseCode } from '../../../src/causes/cause.ts';
import { fixOf } from '../../../src/causes/fixes.ts';
import { libraries } from '../../../src/causes/libraries/index.ts';
import type { Settings } from '../../../src/causes/libraries/library.ts';
import type { Policy } from '../../../src/policy/policy.ts';
import { sampleCauses } from '../../fixtures/sample-causes.ts';

const origin = 'https://app.example.com';
const policy = {
  origins: [origin, 'https://*.example.org'],
  credentials: true,
  methods: ['GET', 'HEAD', 'POST', 'PUT'],
  requestHeaders: ['Content-Type', 'X-Api-Key'],
  exposedHeaders: ['X-Total-Count'],
  maxAge: 600,
} as const satisfies Policy;

/** Runs the code of an owner: a snippet, with what is in scope there. */
async function execute(code: string, scope: Readonly<Record<string, unknown>>): Promise<void> {
  const { constructor } = async () => {};
  const AsyncFunction = constructor as new (...words: string[]) => (...values: unknown[]) => Promise<void>;
  await new AsyncFunction(...Object.keys(scope), code)(...Object.values(scope));
}

const items = [{ id: 1 }];

/** A server of each framework, with the owner's code in the place of its CORS configuration. */
const frameworks = {
  'express-cors': {
    authenticate: 'app.use(authentication);',
    async server(code: string) {
      const app = express();
      app.set('env', 'test');
      const routes = express.Router().get('/items', (_request, response) => {
        response.json(items);
      });
      const authentication: RequestHandler = (_request, response) => void response.sendStatus(401);
      await execute(code, { app, cors, express, authentication, routes });
      return createServer(app.use('/api', routes));
    },
  },
  'fastify-cors': {
    authenticate: 'await app.register(authentication);',
    async server(code: string) {
      const app = fastify();
      const inPlace = Symbol.for('skip-override');
      const authentication = Object.assign(
        async (instance: FastifyInstance) => {
          instance.addHook('onRequest', async (_request, reply) => reply.code(401).send());
        },
        { [inPlace]: true },
      );
      const routes = async (instance: FastifyInstance) => {
        instance.get('/items', async () => items);
      };
      await execute(code, { app, cors: fastifyCors, authentication, routes });
      if (!app.hasRoute({ url: '/api/items', method: 'GET' })) await app.register(routes, { prefix: '/api' });
      await app.ready();
      return createServer((incoming, response) => app.routing(incoming, response));
    },
  },
  'koa-cors': {
    authenticate: 'app.use(authentication);',
    async server(code: string) {
      const app = new Koa();
      app.silent = true;
      const authentication: Middleware = (ctx) => void (ctx.status = 401);
      const serve: Middleware = (ctx) => {
        if (ctx.path === '/api/items') ctx.body = items;
        else ctx.throw(404);
      };
      await execute(code, { app, cors: koaCors, authentication, router: { routes: () => serve } });
      const callback = app.use(serve).callback();
      return createServer((incoming, response) => void callback(incoming, response));
    },
  },
  'hono-cors': {
    authenticate: "app.use('*', authentication);",
    async server(code: string) {
      const app = new Hono();
      const authentication: MiddlewareHandler = (c) => Promise.resolve(c.text('login required', 401));
      const routes = new Hono().get('/items', (c) => c.json(items));
      await execute(code, { app, cors: honoCors, authentication, routes });
      app.route('/api', routes);
      return createServer(getRequestListener(app.fetch) as RequestListener);
    },
  },
};

type Ask = (method: string, path: string, headers?: Record<string, string>) => Promise<IncomingMessage>;

async function withServer<T>(server: Server, use: (ask: Ask) => Promise<T>): Promise<T> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    return await use(async (method, path, headers = {}) => {
      const sent = request({
        port,
        host: '127.0.0.1',
        method,
        path,
        headers: { Origin: origin, ...headers },
      });
      const [response] = (await once(sent.end(), 'response')) as [IncomingMessage];
      response.resume();
      return response;
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const preflight = (ask: Ask): Promise<IncomingMessage> =>
  ask('OPTIONS', '/api/items', {
    'Access-Control-Request-Method': 'PUT',
    'Access-Control-Request-Headers': 'x-api-key',
  });

async function header(response: Promise<IncomingMessage>, name: string): Promise<string> {
  return String((await response).headers[name] ?? '');
}

const granted = (response: Promise<IncomingMessage>): Promise<string> =>
  header(response, 'access-control-allow-origin');

interface Mistake {
  readonly code: CauseCode;
  /** What the owner configured; empty: nothing. */
  readonly settings: Settings;
  /** Whether the cause is gone. */
  readonly isGone: (ask: Ask) => Promise<boolean>;
}

const { origins, credentials, methods, requestHeaders } = policy;

const mistakes: readonly Mistake[] = [
  {
    code: 'origin-missing',
    settings: { origins: ['https://admin.example.com'], credentials },
    isGone: async (ask) =>
      (await granted(ask('GET', '/api/items'))) === origin &&
      (await granted(ask('GET', '/api/items', { Origin: 'https://a.b.example.org' }))) ===
        'https://a.b.example.org' &&
      (await granted(ask('GET', '/api/items', { Origin: 'https://evil.test' }))) === '',
  },
  {
    code: 'credentials-missing',
    settings: { origins },
    isGone: async (ask) =>
      (await header(ask('GET', '/api/items'), 'access-control-allow-credentials')) === 'true',
  },
  {
    code: 'method-not-listed',
    settings: { origins, credentials, methods: ['GET'] },
    isGone: async (ask) => (await header(preflight(ask), 'access-control-allow-methods')).includes('PUT'),
  },
  {
    code: 'header-not-listed',
    settings: { origins, credentials, methods, requestHeaders: ['Content-Type'] },
    isGone: async (ask) => /x-api-key/i.test(await header(preflight(ask), 'access-control-allow-headers')),
  },
  {
    code: 'header-not-exposed',
    settings: { origins, credentials, methods, requestHeaders },
    isGone: async (ask) =>
      (await header(ask('GET', '/api/items'), 'access-control-expose-headers')) === 'X-Total-Count',
  },
  {
    code: 'max-age-missing',
    settings: { origins, credentials, methods },
    isGone: async (ask) => (await header(preflight(ask), 'access-control-max-age')) === '600',
  },
  {
    code: 'cors-missing',
    settings: {},
    isGone: async (ask) =>
      (await granted(ask('GET', '/api/items'))) === origin && (await granted(preflight(ask))) === origin,
  },
  {
    code: 'preflight-needs-authentication',
    settings: { origins, credentials },
    isGone: async (ask) => (await preflight(ask)).statusCode === 204,
  },
  {
    code: 'error-response-without-headers',
    settings: {},
    isGone: async (ask) => (await granted(ask('GET', '/api/nothing'))) === origin,
  },
];

/** The last lines of an options object count, as when a person replaces a line. */
function withLines(call: string, lines: string): string {
  return call.replace(/,?\s*\}(\)+;)\s*$/, `,\n${lines}\n}$1`);
}

describe.each(Object.keys(frameworks) as (keyof typeof frameworks)[])('in a server with %s', (library) => {
  const { server, authenticate } = frameworks[library];
  const { call } = libraries[library];

  it.each(mistakes)('the fix of $code removes it', async ({ code, settings, isGone }) => {
    const configured = settings.origins === undefined ? '' : call(settings);
    const before = code === 'preflight-needs-authentication' ? `${authenticate}\n${configured}` : configured;
    expect(await withServer(await server(before), isGone)).toBe(false);

    const { snippet = '' } = fixOf(sampleCauses[code], { policy, origin, library });
    const isWhole = /\bapp\b/.test(snippet);
    const after = isWhole ? snippet : withLines(configured, snippet);
    expect(await withServer(await server(after), isGone)).toBe(true);
  });
});
