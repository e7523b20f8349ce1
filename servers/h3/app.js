// @ts-check
import {
  H3,
  HTTPError,
  appendResponseHeader,
  assertBodySize,
  handleCors,
  readBody,
  redirect,
  serve,
} from 'h3';
import * as content from '../shared/node/content.js';
import { fetchAnswer } from '../shared/node/fetch.js';
import { originMatchers } from '../shared/node/policy.js';
import { runImplementation, versionsOf } from '../shared/node/program.js';
import { createAnswers } from '../shared/node/respond.js';

/**
 * @typedef {import('../shared/node/policy.js').Policy} Policy
 * @typedef {import('h3').CorsOptions} CorsOptions
 */

await runImplementation({
  versions: versionsOf('h3'),
  build(policy) {
    if (policy.requestHeaders?.length === 0 && policy.origins?.length !== 0) {
      return {
        unsupported:
          'h3 cannot allow no request headers: an empty allowHeaders allows whatever the preflight asks for',
      };
    }
    const app = createApp(corsOptions(policy));
    return async () => {
      // Behind a proxy, as its server has it: https://srvx.h3.dev/guide/options
      const server = serve(app, { port: 0, hostname: '127.0.0.1', silent: true, trustProxy: true });
      await server.ready();
      return String(server.url).replace(/\/$/, '');
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
    ...(methods !== undefined && { methods: methods === '*' ? '*' : [...methods] }),
    ...(requestHeaders !== undefined && { allowHeaders: requestHeaders === '*' ? '*' : [...requestHeaders] }),
    ...(exposedHeaders !== undefined && {
      exposeHeaders: exposedHeaders === '*' ? '*' : [...exposedHeaders],
    }),
    ...(maxAge !== undefined && { maxAge: String(maxAge) }),
  };
}

/** @param {CorsOptions} options */
function createApp(options) {
  const app = new H3({ silent: true });
  app.use((event) => {
    const response = handleCors(event, options);
    if (response !== false) return response;
  });
  const answers = createAnswers(['/parse', '/redirect', '/vary']);
  for (const [path, route] of answers) {
    // A route stands for its path with and without a slash at the end, and redirects to neither.
    app.all(path, (event) => fetchAnswer(answers.get(event.url.pathname) ?? route, event.req));
  }
  app.all('/vary', (event) => {
    appendResponseHeader(event, 'Vary', 'Accept-Encoding');
    return { vary: 'Accept-Encoding' };
  });
  app.all('/redirect', (event) => {
    const { searchParams } = event.url;
    const { to, status } = content.redirect(searchParams.get('to'), searchParams.get('status'));
    return redirect(to, status);
  });
  app.post('/parse', async (event) => {
    if (!event.req.headers.get('content-type')?.startsWith('application/json'))
      throw new HTTPError({ status: 415 });
    assertBodySize(event, content.longestBody);
    await readBody(event);
    return { parsed: true };
  });
  return app;
}
