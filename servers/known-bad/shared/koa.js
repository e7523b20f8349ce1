// @ts-check
import { originPredicate, soleOrigin } from '../../shared/node/policy.js';
import { runImplementation, urlOf } from '../../shared/node/program.js';
import { createAnswers, paths } from './answers.js';
import { load, versionsOf } from './installed.js';

/** @typedef {import('../../shared/node/policy.js').Policy} Policy */

const Koa = load('koa');
const cors = load('@koa/cors');

await runImplementation({
  versions: versionsOf('koa', '@koa/cors'),
  build(policy) {
    const app = createApp(Object.keys(policy).length === 0 ? cors() : cors(corsOptions(policy)));
    return () => urlOf(app.listen(0, '127.0.0.1'));
  },
});

/** @param {Policy} policy */
function corsOptions(policy) {
  return {
    // Any origin is what the library allows when it is told of none.
    ...(Array.isArray(policy.origins) ? { origin: originOption(policy.origins) } : {}),
    ...(policy.credentials === undefined ? {} : { credentials: policy.credentials }),
    ...(Array.isArray(policy.methods) ? { allowMethods: policy.methods } : {}),
    ...(Array.isArray(policy.requestHeaders) ? { allowHeaders: policy.requestHeaders } : {}),
    ...(policy.exposedHeaders === undefined ? {} : { exposeHeaders: [...policy.exposedHeaders] }),
    ...(policy.maxAge === undefined ? {} : { maxAge: policy.maxAge }),
  };
}

/**
 * A string, or a function as the documentation has it.
 *
 * @param {readonly string[]} origins
 */
function originOption(origins) {
  const isAllowed = originPredicate(origins);
  return (
    soleOrigin(origins) ??
    ((/** @type {any} */ ctx) => (isAllowed(ctx.get('Origin')) ? ctx.get('Origin') : ''))
  );
}

/** @param {unknown} corsMiddleware */
function createApp(corsMiddleware) {
  const app = new Koa();
  const answer = createAnswers();
  app.silent = true;
  app.use(corsMiddleware);
  app.use(async (/** @type {any} */ ctx) => {
    if (!paths.includes(ctx.path)) return;
    const { status, headers, body } = await answer({
      method: ctx.method,
      url: ctx.url,
      cookie: ctx.get('Cookie') || undefined,
      authorization: ctx.get('Authorization') || undefined,
    });
    const { Vary: vary, ...others } = headers;
    ctx.status = status;
    if (vary !== undefined) ctx.vary(vary);
    ctx.set(others);
    ctx.body = body;
  });
  return app;
}
