// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { bodyParser } from '@koa/bodyparser';
import cors from '@koa/cors';
import Router from '@koa/router';
import Koa from 'koa';
import serve from 'koa-static';
import * as content from '../shared/node/content.js';
import { originPredicate, soleOrigin } from '../shared/node/policy.js';
import { runImplementation, urlOf, versionsOf } from '../shared/node/program.js';

/**
 * @typedef {import('../shared/node/policy.js').Policy} Policy
 * @typedef {import('@koa/router').RouterMiddleware} Handler
 */

await runImplementation({
  versions: versionsOf('koa', '@koa/cors'),
  build(policy) {
    if (allowsNoRequestHeaders(policy)) {
      return {
        unsupported:
          '@koa/cors cannot allow no request headers: an empty allowHeaders allows whatever the preflight asks for',
      };
    }
    const app = createApp(Object.keys(policy).length === 0 ? cors() : cors(corsOptions(policy)));
    return () => urlOf(app.listen(0, '127.0.0.1'));
  },
});

/**
 * Where nobody is allowed, nobody is allowed a header, and the library can say that.
 *
 * @param {Policy} policy
 */
function allowsNoRequestHeaders({ origins, requestHeaders }) {
  return requestHeaders?.length === 0 && origins?.length !== 0;
}

/**
 * @param {Policy} policy
 * @returns {cors.Options}
 */
function corsOptions(policy) {
  /** @type {cors.Options} */
  const options = {};
  if (policy.origins !== undefined) options.origin = originOption(policy.origins);
  if (policy.credentials !== undefined) options.credentials = policy.credentials;
  // "All" is the default: GET,HEAD,PUT,POST,DELETE,PATCH, and whatever headers the preflight asks for.
  if (policy.methods !== undefined && policy.methods !== '*') options.allowMethods = [...policy.methods];
  if (policy.requestHeaders !== undefined && policy.requestHeaders !== '*') {
    options.allowHeaders = [...policy.requestHeaders];
  }
  if (policy.exposedHeaders !== undefined) options.exposeHeaders = [...policy.exposedHeaders];
  if (policy.maxAge !== undefined) options.maxAge = policy.maxAge;
  return options;
}

/**
 * The library takes a string or a function; what the function returns becomes the header, and nothing refuses.
 *
 * @param {NonNullable<Policy['origins']>} origins
 * @returns {NonNullable<cors.Options['origin']>}
 */
function originOption(origins) {
  if (origins === '*') return '*';
  const isAllowed = originPredicate(origins);
  return (
    soleOrigin(origins) ??
    ((ctx) => {
      const origin = ctx.get('Origin');
      return isAllowed(origin) ? origin : '';
    })
  );
}

/** @param {Koa.Middleware} corsMiddleware */
function createApp(corsMiddleware) {
  // https://github.com/koajs/koa/blob/master/docs/api/index.md#settings
  const app = new Koa({ proxy: true });
  // The framework's setting that keeps its error handler from writing to stderr.
  app.silent = true;
  const router = new Router();
  addResource(router);
  addRest(router);
  addBodies(router);
  addFiles(router);
  addEmbeds(router);
  app.use(corsMiddleware).use(folders().routes()).use(serve(content.staticFolder));
  return app.use(router.routes()).use(router.allowedMethods());
}

/** @param {Router} router */
function addResource(router) {
  const resource = content.createResource();
  /** @type {Handler} */
  const handler = (ctx) => {
    ctx.set(content.resourceHeaders());
    ctx.body = resource(ctx.method, ctx.query['id']);
  };
  const path = '/resource';
  router.get(path, handler).post(path, handler).put(path, handler).patch(path, handler).delete(path, handler);
  router.options(path, handler);
}

/** @param {Router} router */
function addRest(router) {
  router.all('/whoami', (ctx) => {
    ctx.set('Cache-Control', 'no-store');
    ctx.body = content.whoami(ctx.get('Cookie'));
  });
  router.all('/login', (ctx) => {
    const { body, cookie } = content.login(ctx.query['value']);
    ctx.append('Set-Cookie', cookie);
    ctx.body = body;
  });
  router.all('/denied', (ctx) => {
    ctx.status = 403;
    ctx.body = { error: 'denied' };
  });
  router.all('/crash', () => {
    throw new Error('/crash throws');
  });
  router.all('/private', (ctx) => {
    if (ctx.get('Authorization') !== '') {
      ctx.body = { private: true };
      return;
    }
    ctx.status = 401;
    ctx.set('WWW-Authenticate', 'Bearer');
    ctx.body = { error: 'unauthorized' };
  });
  router.all('/redirect', (ctx) => {
    const { to, status } = content.redirect(ctx.query['to'], ctx.query['status']);
    ctx.status = status;
    ctx.redirect(to);
  });
  router.all('/stream', (ctx) => {
    ctx.type = 'text/event-stream';
    ctx.set('Cache-Control', 'no-store');
    ctx.body = Readable.from(content.events.map((event) => `data: ${event}\n\n`));
  });
  router.all('/slow', async (ctx) => {
    ctx.body = await content.slow(ctx.query['ms']);
  });
  router.all('/vary', (ctx) => {
    ctx.vary('Accept-Encoding');
    ctx.body = { vary: 'Accept-Encoding' };
  });
  router.all('/cacheable', (ctx) => {
    ctx.set('Cache-Control', 'max-age=60');
    ctx.body = { cacheable: true };
  });
}

/**
 * The body parser throws for bodies that it does not accept, and the framework responds.
 *
 * @param {Router} router
 */
function addBodies(router) {
  const parser = bodyParser({ enableTypes: ['json'], jsonLimit: content.longestBody });
  router.post('/parse', parser, (ctx) => {
    if (ctx.is('json') === false) ctx.throw(415);
    ctx.body = { parsed: true };
  });
  router.all('/limited', (ctx) => {
    ctx.status = content.limited.status;
    ctx.set(content.limited.headers);
    ctx.body = { error: 'too many requests' };
  });
}

/** The router's redirect to the path with a slash, which the middleware for static files does not have. */
function folders() {
  const router = new Router({ strict: true });
  return router.redirect('/dir', '/dir/');
}

/** @param {Router} router */
function addFiles(router) {
  router.all('/conditional', (ctx) => {
    // As the documentation of `ctx.fresh` has it.
    ctx.status = 200;
    ctx.set(content.conditionalHeaders);
    if (ctx.fresh) ctx.status = 304;
    else ctx.body = { conditional: true };
  });
  router.get('/media.wav', sendPart);
  router.all('/raw', (ctx) => {
    // As the documentation of `ctx.respond` has it: the response of Node.js, and the framework sends nothing.
    ctx.respond = false;
    ctx.res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    for (const event of content.events) ctx.res.write(`data: ${event}\n\n`);
    ctx.res.end();
  });
  router.all('/download', (ctx) => {
    const { filename, type, lines } = content.download;
    ctx.attachment(filename);
    ctx.type = type;
    ctx.body = Readable.from(lines);
  });
}

/**
 * The framework has nothing for Range.
 *
 * @type {Handler}
 */
function sendPart(ctx) {
  const bytes = readFileSync(join(content.assetFolder, 'media.wav'));
  ctx.type = 'audio/wav';
  ctx.set('Accept-Ranges', 'bytes');
  ctx.body = bytes;
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(ctx.get('Range')) ?? [];
  if (from === '' && to === '') return;
  const first = from === '' ? Math.max(0, bytes.length - Number(to)) : Number(from);
  const last = from === '' || to === '' ? bytes.length - 1 : Math.min(Number(to), bytes.length - 1);
  if (first >= bytes.length) ctx.throw(416, { headers: { 'Content-Range': `bytes */${bytes.length}` } });
  ctx.status = 206;
  ctx.set('Content-Range', `bytes ${first}-${last}/${bytes.length}`);
  ctx.body = bytes.subarray(first, last + 1);
}

/** @param {Router} router */
function addEmbeds(router) {
  for (const { path, type, bytes } of content.readAssets()) {
    router.get(path, (ctx) => {
      ctx.type = type;
      ctx.body = bytes;
    });
  }
  router.get('/jsonp', (ctx) => {
    const script = content.jsonp(ctx.query['callback']);
    if (script === null) {
      ctx.status = 400;
      ctx.body = { error: 'callback is not a valid function name' };
      return;
    }
    ctx.type = 'text/javascript; charset=utf-8';
    ctx.body = script;
  });
}
