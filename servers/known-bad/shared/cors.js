// @ts-check
import { originMatchers, soleOrigin } from '../../shared/node/policy.js';
import { runImplementation, urlOf } from '../../shared/node/program.js';
import { createAnswers, paths } from './answers.js';
import { load, versionsOf } from './installed.js';

/** @typedef {import('../../shared/node/policy.js').Policy} Policy */

const express = load('express');
const cors = load('cors');

await runImplementation({
  versions: versionsOf('express', 'cors'),
  build(policy) {
    const app = createApp(Object.keys(policy).length === 0 ? cors() : cors(corsOptions(policy)));
    return () => urlOf(app.listen(0, '127.0.0.1'));
  },
});

/** @param {Policy} policy */
function corsOptions(policy) {
  return {
    ...(policy.origins === undefined ? {} : { origin: originOption(policy.origins) }),
    ...(policy.credentials === undefined ? {} : { credentials: policy.credentials }),
    ...(Array.isArray(policy.methods) ? { methods: policy.methods } : {}),
    ...(Array.isArray(policy.requestHeaders) ? { allowedHeaders: policy.requestHeaders } : {}),
    ...(policy.exposedHeaders === undefined ? {} : { exposedHeaders: [...policy.exposedHeaders] }),
    ...(policy.maxAge === undefined ? {} : { maxAge: policy.maxAge }),
  };
}

/** @param {NonNullable<Policy['origins']>} origins */
function originOption(origins) {
  return origins === '*' ? '*' : (soleOrigin(origins) ?? originMatchers(origins));
}

/** @param {unknown} corsMiddleware */
function createApp(corsMiddleware) {
  const app = express();
  const answer = createAnswers();
  app.use(corsMiddleware);
  app.all(paths, async (/** @type {any} */ request, /** @type {any} */ response, /** @type {any} */ next) => {
    try {
      const { status, headers, body } = await answer({
        method: request.method,
        url: request.url,
        cookie: request.headers.cookie,
        authorization: request.headers.authorization,
      });
      const { Vary: vary, ...others } = headers;
      response.status(status).set(others);
      if (vary !== undefined) response.vary(vary);
      response.send(body);
    } catch (error) {
      next(error);
    }
  });
  // Else the stack of /crash would be written to stderr.
  app.set('env', 'test');
  return app;
}
