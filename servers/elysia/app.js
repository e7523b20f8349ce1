// @ts-check
import { cors } from '@elysiajs/cors';
import { Elysia } from 'elysia';
import { fetchAnswer } from '../shared/node/fetch.js';
import { originMatchers } from '../shared/node/policy.js';
import { runImplementation, versionsOf } from '../shared/node/program.js';
import { createAnswers } from '../shared/node/respond.js';

/**
 * @typedef {import('../shared/node/policy.js').Policy} Policy
 * @typedef {NonNullable<Parameters<typeof cors>[0]>} CorsOptions
 */

await runImplementation({
  versions: { ...versionsOf('elysia', '@elysiajs/cors'), bun: String(process.versions['bun']) },
  build(policy) {
    const app = createApp(Object.keys(policy).length === 0 ? cors() : cors(corsOptions(policy)));
    return async () => {
      app.listen({ port: 0, hostname: '127.0.0.1' });
      return `http://127.0.0.1:${app.server?.port}`;
    };
  },
});

/**
 * @param {Policy} policy
 * @returns {CorsOptions}
 */
function corsOptions({ origins, credentials, methods, requestHeaders, exposedHeaders, maxAge }) {
  return {
    ...(origins !== undefined && { origin: origins === '*' ? '*' : originMatchers(origins) }),
    ...(credentials !== undefined && { credentials }),
    // "All" is `true`, the default: what the request has.
    ...(methods !== undefined && { methods: methods === '*' ? true : [...methods] }),
    ...(requestHeaders !== undefined && {
      allowedHeaders: requestHeaders === '*' ? true : [...requestHeaders],
    }),
    ...(exposedHeaders !== undefined && {
      exposeHeaders: exposedHeaders === '*' ? true : [...exposedHeaders],
    }),
    ...(maxAge !== undefined && { maxAge }),
  };
}

/** @param {ReturnType<typeof cors>} corsPlugin */
function createApp(corsPlugin) {
  // It has no setting for X-Forwarded-*: nothing in its CORS code depends on the scheme or the host of a request.
  const app = new Elysia().use(corsPlugin);
  const answers = createAnswers();
  for (const [route, answer] of answers) {
    // A route stands for its path with and without a slash at the end.
    app.all(route, ({ path, request }) => fetchAnswer(answers.get(path) ?? answer, request));
  }
  return app;
}
