// @ts-check
import { Readable } from 'node:stream';
import cors from '@fastify/cors';
import etag from '@fastify/etag';
import files from '@fastify/static';
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
    // https://fastify.dev/docs/latest/Reference/Server/#trustproxy
    const app = fastify({ trustProxy: '127.0.0.1' });
    if (Object.keys(policy).length === 0) await app.register(cors);
    else await app.register(cors, corsOptions(policy));
    addBodies(app);
    await app.register(async (scope) => addFiles(scope));
    await app.register(async (scope) => {
      acceptEveryBody(scope);
      addResource(scope);
      addRest(scope);
      addEmbeds(scope);
    });
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

/**
 * The framework parses JSON itself, and responds to bodies that it does not accept.
 *
 * @param {App} app
 */
function addBodies(app) {
  // It has a parser for text too, which is not wanted here.
  app.removeContentTypeParser('text/plain');
  app.post('/parse', { bodyLimit: content.longestBody }, async () => ({ parsed: true }));
  app.all('/limited', async (_request, reply) => {
    const { status, headers } = content.limited;
    return reply.code(status).headers(headers).send({ error: 'too many requests' });
  });
}

/**
 * Plugins of the framework compare the ETag, redirect to folders, and send files and their parts.
 *
 * @param {App} app
 */
async function addFiles(app) {
  await app.register(etag);
  await app.register(files, { root: content.staticFolder, wildcard: false, redirect: true });
  app.all('/conditional', async (_request, reply) => {
    reply.headers(content.conditionalHeaders);
    return { conditional: true };
  });
  app.get('/media.wav', async (_request, reply) => reply.sendFile('media.wav', content.assetFolder));
  app.all('/raw', (_request, reply) => {
    // As the documentation of `reply.hijack()` has it: the framework sends nothing from here on.
    reply.hijack();
    reply.raw.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    for (const event of content.events) reply.raw.write(`data: ${event}\n\n`);
    reply.raw.end();
  });
  app.all('/download', async (_request, reply) => {
    const { filename, type, lines } = content.download;
    reply.type(type).header('Content-Disposition', `attachment; filename="${filename}"`);
    return reply.send(Readable.from(lines));
  });
}

/** @param {App} app */
function addEmbeds(app) {
  for (const { path, type, bytes } of content.readAssets()) {
    app.get(path, async (_request, reply) => reply.type(type).send(bytes));
  }
  app.get('/jsonp', async (/** @type {Request} */ request, reply) => {
    const script = content.jsonp(request.query['callback']);
    if (script === null) return reply.code(400).send({ error: 'callback is not a valid function name' });
    return reply.type('text/javascript; charset=utf-8').send(script);
  });
}
