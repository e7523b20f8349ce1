// @ts-check
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { etag } from 'hono/etag';
import { HTTPException } from 'hono/http-exception';
import { stream, streamSSE } from 'hono/streaming';
import { appendTrailingSlash } from 'hono/trailing-slash';
import { validator } from 'hono/validator';
import * as content from '../shared/node/content.js';
import { originPredicate } from '../shared/node/policy.js';
import { runImplementation, urlOf, versionsOf } from '../shared/node/program.js';

/**
 * @typedef {import('../shared/node/policy.js').Policy} Policy
 * @typedef {NonNullable<Parameters<typeof cors>[0]>} CorsOptions
 */

await runImplementation({
  versions: versionsOf('hono', '@hono/node-server'),
  build(policy) {
    if (allowsNoRequestHeaders(policy)) {
      return {
        unsupported:
          'hono/cors cannot allow no request headers: an empty allowHeaders allows whatever the preflight asks for',
      };
    }
    const app = createApp(Object.keys(policy).length === 0 ? cors() : cors(corsOptions(policy)));
    return () => urlOf(listen(app));
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
 * @returns {CorsOptions}
 */
function corsOptions(policy) {
  /** @type {CorsOptions} */
  const options = {};
  if (policy.origins !== undefined) options.origin = originOption(policy.origins);
  if (policy.credentials !== undefined) options.credentials = policy.credentials;
  // "All" is the default: GET, HEAD, PUT, POST, DELETE, PATCH, QUERY, and whatever headers the preflight asks for.
  if (policy.methods !== undefined && policy.methods !== '*') options.allowMethods = [...policy.methods];
  if (policy.requestHeaders !== undefined && policy.requestHeaders !== '*') {
    options.allowHeaders = [...policy.requestHeaders];
  }
  if (policy.exposedHeaders !== undefined) options.exposeHeaders = [...policy.exposedHeaders];
  if (policy.maxAge !== undefined) options.maxAge = policy.maxAge;
  return options;
}

/**
 * @param {NonNullable<Policy['origins']>} origins
 * @returns {NonNullable<CorsOptions['origin']>}
 */
function originOption(origins) {
  if (origins === '*') return '*';
  // A list knows no patterns: the documentation has a function for subdomains.
  if (!origins.some((entry) => entry.includes('*')))
    return origins.length === 1 ? String(origins[0]) : [...origins];
  const isAllowed = originPredicate(origins);
  return (origin) => (isAllowed(origin) ? origin : null);
}

/** @param {Hono} app */
function listen(app) {
  return /** @type {import('node:http').Server} */ (
    serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
  );
}

/** @param {import('hono').MiddlewareHandler} corsMiddleware */
function createApp(corsMiddleware) {
  // It has no setting for X-Forwarded-*: nothing in it depends on the scheme or the host of a request.
  const app = new Hono();
  app.use('*', corsMiddleware);
  addResource(app);
  addRest(app);
  addBodies(app);
  addFiles(app);
  addEmbeds(app);
  return app;
}

/** @param {Hono} app */
function addResource(app) {
  const resource = content.createResource();
  app.on([...content.resourceMethods], '/resource', (c) =>
    c.json(resource(c.req.method, c.req.query('id')), 200, content.resourceHeaders()),
  );
}

/** @param {Hono} app */
function addRest(app) {
  app.all('/whoami', (c) =>
    c.json(content.whoami(c.req.header('Cookie')), 200, { 'Cache-Control': 'no-store' }),
  );
  app.all('/login', (c) => {
    const { body, cookie } = content.login(c.req.query('value'));
    return c.json(body, 200, { 'Set-Cookie': cookie });
  });
  app.all('/denied', (c) => c.json({ error: 'denied' }, 403));
  app.all('/crash', () => {
    throw new Error('/crash throws');
  });
  app.all('/private', (c) =>
    c.req.header('Authorization')
      ? c.json({ private: true })
      : c.json({ error: 'unauthorized' }, 401, { 'WWW-Authenticate': 'Bearer' }),
  );
  app.all('/redirect', (c) => {
    const { to, status } = content.redirect(c.req.query('to'), c.req.query('status'));
    return c.redirect(to, status);
  });
  app.all('/stream', (c) =>
    streamSSE(c, async (stream) => {
      for (const data of content.events) await stream.writeSSE({ data });
    }),
  );
  app.all('/slow', async (c) => c.json(await content.slow(c.req.query('ms'))));
  app.all('/vary', (c) => {
    c.header('Vary', 'Accept-Encoding');
    return c.json({ vary: 'Accept-Encoding' });
  });
  app.all('/cacheable', (c) => c.json({ cacheable: true }, 200, { 'Cache-Control': 'max-age=60' }));
}

/**
 * The validator parses the body, and responds to broken JSON.
 *
 * @param {Hono} app
 */
function addBodies(app) {
  const isJson = validator('header', ({ 'content-type': type }) => {
    if (!/^application\/json\b/.test(type ?? ''))
      throw new HTTPException(415, { message: 'unsupported media type' });
  });
  const isParsed = validator('json', (value) => value);
  app.post('/parse', bodyLimit({ maxSize: content.longestBody }), isJson, isParsed, (c) =>
    c.json({ parsed: true }),
  );
  app.all('/limited', (c) =>
    c.json({ error: 'too many requests' }, content.limited.status, content.limited.headers),
  );
}

/**
 * Middleware of the framework compares the ETag, adds the slash, and sends files and their parts.
 *
 * @param {Hono} app
 */
function addFiles(app) {
  app.use('/conditional', etag());
  app.all('/conditional', (c) => c.json({ conditional: true }, 200, content.conditionalHeaders));
  app.use('/dir', appendTrailingSlash());
  app.get('/dir/', serveStatic({ root: content.staticFolder }));
  app.get('/file.txt', serveStatic({ root: content.staticFolder }));
  app.use('/media.wav', async (c, next) => {
    await next();
    // The list of types of `serveStatic` has no sounds of this kind.
    c.header('Content-Type', 'audio/wav');
  });
  app.get('/media.wav', serveStatic({ root: content.assetFolder }));
  app.all('/raw', (c) => {
    // As the documentation of the adapter has it: the response of Node.js, and the framework sends nothing.
    const { outgoing } = /** @type {import('@hono/node-server').HttpBindings} */ (c.env);
    outgoing.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    for (const event of content.events) outgoing.write(`data: ${event}\n\n`);
    outgoing.end();
    return RESPONSE_ALREADY_SENT;
  });
  app.all('/download', (c) => {
    const { filename, type, lines } = content.download;
    c.header('Content-Type', type);
    c.header('Content-Disposition', `attachment; filename="${filename}"`);
    return stream(c, async (body) => {
      for (const line of lines) await body.write(line);
    });
  });
}

/** @param {Hono} app */
function addEmbeds(app) {
  for (const { path, type, bytes } of content.readAssets()) {
    app.get(path, (c) => c.body(new Uint8Array(bytes), 200, { 'Content-Type': type }));
  }
  app.get('/jsonp', (c) => {
    const script = content.jsonp(c.req.query('callback'));
    if (script === null) return c.json({ error: 'callback is not a valid function name' }, 400);
    return c.body(script, 200, { 'Content-Type': 'text/javascript; charset=utf-8' });
  });
}
