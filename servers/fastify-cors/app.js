// @ts-check
import { Readable } from 'node:stream';
import cors from '@fastify/cors';
import fastify from 'fastify';
import * as content from '../shared/node/content.js';
import { originMatchers, soleOrigin } from '../shared/node/policy.js';
import { runImplementation, versionsOf } from '../shared/node/program.js';

/**
 * @typedef {import('../shared/node/policy.js').Policy} Policy
 * @typedef {import('fastify').FastifyInstance} App
 * @typedef {import('fastify').FastifyRequest<{ Querystring: Record<string, unknown> }>} Request
 */

await runImplementation({
  versions: versionsOf('fastify', '@fastify/cors'),
  async build(policy) {
    const app = fastify();
    if (Object.keys(policy).length === 0) await app.register(cors);
    else await app.register(cors, corsOptions(policy));
    acceptEveryBody(app);
    addResource(app);
    addRest(app);
    addEmbeds(app);
    await app.ready();
    return () => app.listen({ port: 0, host: '127.0.0.1' });
  },
});

/**
 * @param {Policy} policy
 * @returns {import('@fastify/cors').FastifyCorsOptions}
 */
function corsOptions(policy) {
  /** @type {import('@fastify/cors').FastifyCorsOptions} */
  const options = {};
  if (policy.origins !== undefined) options.origin = originOption(policy.origins);
  if (policy.credentials !== undefined) options.credentials = policy.credentials;
  if (policy.methods !== undefined) {
    // The default is GET,HEAD,POST: who means all of them has to list them.
    options.methods =
      policy.methods === '*' ? ['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE'] : [...policy.methods];
  }
  // "All" is the default: whatever headers the preflight asks for.
  if (policy.requestHeaders !== undefined && policy.requestHeaders !== '*') {
    options.allowedHeaders = [...policy.requestHeaders];
  }
  if (policy.exposedHeaders !== undefined) options.exposedHeaders = [...policy.exposedHeaders];
  if (policy.maxAge !== undefined) options.maxAge = policy.maxAge;
  return options;
}

/**
 * @param {NonNullable<Policy['origins']>} origins
 * @returns {string | false | (string | RegExp)[]}
 */
function originOption(origins) {
  if (origins === '*') return '*';
  // The README: "`false` to disable CORS".
  return origins.length === 0 ? false : (soleOrigin(origins) ?? originMatchers(origins));
}

/**
 * No body is looked at, so none is refused, whatever its type.
 *
 * @param {App} app
 */
function acceptEveryBody(app) {
  // Fastify answers 415 to a Content-Type that is no media type before it looks for a parser.
  app.addHook('onRequest', async (request) => {
    if (request.headers['content-type'] !== undefined)
      request.headers['content-type'] = 'application/octet-stream';
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => {
    payload
      .on('end', () => done(null))
      .on('error', done)
      .resume();
  });
}

/** @param {App} app */
function addResource(app) {
  const resource = content.createResource();
  app.route({
    method: [...content.resourceMethods],
    url: '/resource',
    handler: async (/** @type {Request} */ request, reply) => {
      reply.headers(content.resourceHeaders());
      return resource(request.method, request.query['id']);
    },
  });
}

/** @param {App} app */
function addRest(app) {
  app.all('/whoami', async (request, reply) => {
    reply.header('Cache-Control', 'no-store');
    return content.whoami(request.headers.cookie);
  });
  app.all('/login', async (/** @type {Request} */ request, reply) => {
    const { body, cookie } = content.login(request.query['value']);
    reply.header('Set-Cookie', cookie);
    return body;
  });
  app.all('/denied', async (_request, reply) => reply.code(403).send({ error: 'denied' }));
  app.all('/crash', async () => {
    throw new Error('/crash throws');
  });
  app.all('/private', async (request, reply) => {
    if (request.headers.authorization) return { private: true };
    return reply.code(401).header('WWW-Authenticate', 'Bearer').send({ error: 'unauthorized' });
  });
  app.all('/redirect', async (/** @type {Request} */ request, reply) => {
    const { to, status } = content.redirect(request.query['to'], request.query['status']);
    return reply.redirect(to, status);
  });
  app.all('/stream', async (_request, reply) => {
    reply.type('text/event-stream').header('Cache-Control', 'no-store');
    return reply.send(Readable.from(content.events.map((event) => `data: ${event}\n\n`)));
  });
  app.all('/slow', async (/** @type {Request} */ request) => content.slow(request.query['ms']));
  app.all('/vary', async (_request, reply) => {
    // Fastify has no helper that adds to Vary; this is what its documentation has for setting a header.
    reply.header('Vary', 'Accept-Encoding');
    return { vary: 'Accept-Encoding' };
  });
  app.all('/cacheable', async (_request, reply) => {
    reply.header('Cache-Control', 'max-age=60');
    return { cacheable: true };
  });
}

/** @param {App} app */
function addEmbeds(app) {
  for (const { path, type, bytes } of content.readAssets()) {
    app.get(path, async (_request, reply) => reply.type(type).send(bytes));
  }
  app.get('/jsonp', async (/** @type {Request} */ request, reply) => {
    const script = content.jsonp(request.query['callback']);
    if (script === null) return reply.code(400).send({ error: 'callback is no name of a function' });
    return reply.type('text/javascript; charset=utf-8').send(script);
  });
}
