// @ts-check
import { join } from 'node:path';
import { Readable } from 'node:stream';
import Hapi from '@hapi/hapi';
import inert from '@hapi/inert';
import * as content from '../shared/node/content.js';
import { answerWith, toAsked } from '../shared/node/incoming.js';
import { runImplementation, versionsOf } from '../shared/node/program.js';
import { createAnswers } from '../shared/node/respond.js';

/**
 * @typedef {import('../shared/node/policy.js').Policy} Policy
 * @typedef {Hapi.RouteOptionsCors | boolean} Cors
 */

/** @type {Hapi.RouteDefMethods[]} */
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

await runImplementation({
  versions: versionsOf('@hapi/hapi'),
  async build(policy) {
    if (policy.requestHeaders === '*') {
      return { unsupported: 'hapi has a list of request headers, and `*` in it means nothing to it' };
    }
    // It has no setting for X-Forwarded-*: nothing in its CORS code depends on the scheme or the host of a request.
    const cors = corsOptions(policy);
    const server = Hapi.server({ host: '127.0.0.1', port: 0, debug: false, routes: { cors } });
    await server.register(inert);
    addRoutes(server, corsByMethod(policy, cors));
    await server.initialize();
    return async () => {
      await server.start();
      return `http://127.0.0.1:${server.info.port}`;
    };
  },
});

/**
 * @param {Policy} policy
 * @returns {Cors}
 */
function corsOptions(policy) {
  if (Object.keys(policy).length === 0) return true;
  // A list of origins cannot be empty; without the option, there is no CORS.
  if (policy.origins?.length === 0) return false;
  /** @type {Hapi.RouteOptionsCors} */
  const options = {};
  if (policy.origins !== undefined) options.origin = policy.origins === '*' ? ['*'] : [...policy.origins];
  if (policy.credentials !== undefined) options.credentials = policy.credentials;
  if (policy.requestHeaders !== undefined) options.headers = [...policy.requestHeaders];
  if (policy.exposedHeaders !== undefined) options.exposedHeaders = [...policy.exposedHeaders];
  if (policy.maxAge !== undefined) options.maxAge = policy.maxAge;
  return options;
}

/**
 * The option belongs to a route, which has methods: where CORS does not allow one, its routes have no CORS. GET and POST
 * are always allowed by CORS, as the standard has it.
 *
 * @param {Policy} policy
 * @param {Cors} cors
 * @returns {(method: string) => Cors}
 */
function corsByMethod({ methods: allowed = '*' }, cors) {
  const always = ['GET', 'POST'];
  return (method) => (allowed === '*' || [...always, ...allowed].includes(method) ? cors : false);
}

/**
 * @param {Hapi.Server} server
 * @param {(method: string) => Cors} corsOf
 */
function addRoutes(server, corsOf) {
  const own = ['/parse', '/conditional', '/redirect', '/dir', '/dir/', '/file.txt', '/media.wav', '/raw'];
  // Beside CORS, an OPTIONS route of the application would get the preflights.
  /** @type {Hapi.RouteDefMethods[]} */
  const all = corsOf('GET') === false ? [...methods, 'OPTIONS'] : methods;
  for (const [path, route] of createAnswers(own)) {
    for (const method of all) {
      server.route({
        path,
        method,
        options: { cors: corsOf(method), payload: payloadOf(method, { parse: false }) },
        handler: async (request, h) => send(h, await route(toAsked(request.raw.req))),
      });
    }
  }
  for (const method of methods) addOwn(server, method, corsOf(method));
  server.route([
    // As the documentation of a static file server has it.
    {
      path: '/{path*}',
      method: 'GET',
      handler: { directory: { path: content.staticFolder, redirectToSlash: true } },
    },
    {
      path: '/media.wav',
      method: 'GET',
      handler: { file: { path: join(content.assetFolder, 'media.wav'), confine: false } },
    },
    {
      path: '/parse',
      method: 'POST',
      options: { payload: { maxBytes: content.longestBody, allow: 'application/json' } },
      handler: () => ({ parsed: true }),
    },
  ]);
}

/**
 * @param {Hapi.ResponseToolkit} h
 * @param {import('../shared/node/respond.js').Answer} answer
 */
function send(h, { status, headers, chunks }) {
  const { Vary: vary, ...others } = headers;
  const [first = ''] = chunks;
  const response = h
    .response(chunks.length > 1 ? Readable.from(chunks, { objectMode: false }) : first)
    .code(status);
  for (const [name, value] of Object.entries(others)) response.header(name, value);
  return vary === undefined ? response : response.vary(vary);
}

/**
 * What the framework has its own means for.
 *
 * @param {Hapi.Server} server
 * @param {Hapi.RouteDefMethods} method
 * @param {Cors} cors
 */
function addOwn(server, method, cors) {
  const options = { cors, payload: payloadOf(method, { parse: false }) };
  server.route({
    path: '/conditional',
    method,
    options,
    handler: (_request, h) =>
      h.response({ conditional: true }).etag('corspec').header('Cache-Control', 'no-cache'),
  });
  server.route({
    path: '/redirect',
    method,
    options,
    handler: (request, h) => {
      const { to, status } = content.redirect(request.query['to'], request.query['status']);
      return h.redirect(to).code(status);
    },
  });
  const raw = createAnswers().get('/raw');
  server.route({
    path: '/raw',
    method,
    options,
    handler: async ({ raw: { req, res } }, h) => {
      // As the documentation of `h.abandon` has it.
      if (raw !== undefined) await answerWith(raw, req, res);
      return h.abandon;
    },
  });
}

/**
 * No body is looked at, so none is refused; GET has none.
 *
 * @template Options
 * @param {string} method
 * @param {Options} options
 */
function payloadOf(method, options) {
  return method === 'GET' ? undefined : options;
}
