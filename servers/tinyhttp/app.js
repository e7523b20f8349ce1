// @ts-check
import { App } from '@tinyhttp/app';
import { cors } from '@tinyhttp/cors';
import * as content from '../shared/node/content.js';
import { answerWith } from '../shared/node/incoming.js';
import { originMatchers } from '../shared/node/policy.js';
import { runImplementation, urlOf, versionsOf } from '../shared/node/program.js';
import { createAnswers } from '../shared/node/respond.js';

/**
 * @typedef {import('../shared/node/policy.js').Policy} Policy
 * @typedef {import('@tinyhttp/cors').AccessControlOptions} CorsOptions
 */

await runImplementation({
  versions: versionsOf('@tinyhttp/app', '@tinyhttp/cors'),
  build(policy) {
    if (policy.requestHeaders === '*' && policy.credentials === true) {
      return {
        unsupported:
          '@tinyhttp/cors has a list of request headers: `*` in it means all without credentials only',
      };
    }
    const app = createApp(Object.keys(policy).length === 0 ? cors() : cors(corsOptions(policy)));
    return () => urlOf(app.listen(0, undefined, '127.0.0.1'));
  },
});

/**
 * @param {Policy} policy
 * @returns {CorsOptions}
 */
function corsOptions({ origins, credentials, methods, requestHeaders, exposedHeaders, maxAge }) {
  return {
    ...(origins !== undefined && { origin: originOption(origins) }),
    ...(credentials !== undefined && { credentials }),
    // "All" is the default: GET, HEAD, PUT, PATCH, POST and DELETE.
    ...(Array.isArray(methods) && { methods: [...methods] }),
    ...(requestHeaders !== undefined && { allowedHeaders: [...requestHeaders] }),
    ...(exposedHeaders !== undefined && { exposedHeaders: [...exposedHeaders] }),
    ...(maxAge !== undefined && { maxAge }),
  };
}

/**
 * @param {NonNullable<Policy['origins']>} origins
 * @returns {NonNullable<CorsOptions['origin']>}
 */
function originOption(origins) {
  if (origins === '*') return '*';
  // The documentation: `false` sends no Access-Control-Allow-Origin.
  if (origins.length === 0) return false;
  // A list has no patterns; there is one regular expression.
  const [first, ...others] = originMatchers(origins);
  return first instanceof RegExp && others.length === 0 ? first : [...origins];
}

/** @param {ReturnType<typeof cors>} corsMiddleware */
function createApp(corsMiddleware) {
  const app = new App({
    settings: { 'trust proxy': 'loopback' },
    onError: (error, _req, res) => {
      res.writeHead(Number(error.code) || 500).end('error');
    },
  });
  app.use(corsMiddleware);
  const answers = createAnswers(['/redirect']);
  for (const [path, route] of answers) {
    // A route stands for its path with and without a slash at the end. `onError` gets rejections of async functions alone.
    app.all(path, async (req, res) => answerWith(answers.get(req.path) ?? route, req, res));
  }
  app.all('/redirect', (req, res) => {
    const { to, status } = content.redirect(req.query['to'], req.query['status']);
    res.redirect(to, status);
  });
  // Otherwise, HEAD gets 204.
  app.use((_req, res) => {
    res.writeHead(404).end('not found');
  });
  return app;
}
