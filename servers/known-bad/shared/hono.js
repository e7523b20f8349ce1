// @ts-check
import { originPredicate } from '../../shared/node/policy.js';
import { runImplementation, urlOf } from '../../shared/node/program.js';
import { createAnswers, paths } from './answers.js';
import { load, versionsOf } from './installed.js';

/** @typedef {import('../../shared/node/policy.js').Policy} Policy */

const { serve } = load('@hono/node-server');
const { Hono } = load('hono');
const { cors } = load('hono/cors');

await runImplementation({
  versions: versionsOf('hono', '@hono/node-server'),
  build(policy) {
    const app = createApp(Object.keys(policy).length === 0 ? cors() : cors(corsOptions(policy)));
    return () => urlOf(serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }));
  },
});

/** @param {Policy} policy */
function corsOptions(policy) {
  return {
    ...(policy.origins === undefined ? {} : { origin: originOption(policy.origins) }),
    ...(policy.credentials === undefined ? {} : { credentials: policy.credentials }),
    ...(Array.isArray(policy.methods) ? { allowMethods: policy.methods } : {}),
    ...(Array.isArray(policy.requestHeaders) ? { allowHeaders: policy.requestHeaders } : {}),
    ...(policy.exposedHeaders === undefined ? {} : { exposeHeaders: [...policy.exposedHeaders] }),
    ...(policy.maxAge === undefined ? {} : { maxAge: policy.maxAge }),
  };
}

/** @param {NonNullable<Policy['origins']>} origins */
function originOption(origins) {
  if (origins === '*') return '*';
  if (!origins.some((entry) => entry.includes('*'))) return [...origins];
  const isAllowed = originPredicate(origins);
  return (/** @type {string} */ origin) => (isAllowed(origin) ? origin : null);
}

/** @param {unknown} corsMiddleware */
function createApp(corsMiddleware) {
  const app = new Hono();
  const answer = createAnswers();
  app.use('*', corsMiddleware);
  for (const path of paths) {
    app.all(path, async (/** @type {any} */ c) => {
      const { status, headers, body } = await answer({
        method: c.req.method,
        url: c.req.url,
        cookie: c.req.header('Cookie'),
        authorization: c.req.header('Authorization'),
      });
      return c.body(body, status, headers);
    });
  }
  return app;
}
