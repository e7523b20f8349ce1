// @ts-check
import middy from '@middy/core';
import cors from '@middy/http-cors';
import httpErrorHandler from '@middy/http-error-handler';
import { runImplementation, urlOf, versionsOf } from '../shared/node/program.js';
import { createAnswers } from '../shared/node/respond.js';
import { createGateway } from './gateway.js';

/**
 * @typedef {import('../shared/node/policy.js').Policy} Policy
 * @typedef {NonNullable<Parameters<typeof cors>[0]>} CorsOptions
 */

await runImplementation({
  versions: versionsOf('@middy/core', '@middy/http-cors'),
  build(policy) {
    if (policy.credentials === true && (policy.methods === '*' || policy.requestHeaders === '*')) {
      return {
        unsupported:
          '@middy/http-cors sends `*` for all methods and headers, which means all without credentials only',
      };
    }
    const handler = middy(createHandler())
      .use(Object.keys(policy).length === 0 ? cors() : cors(corsOptions(policy)))
      // Last, as its documentation has it: the first to handle errors.
      .use(httpErrorHandler({ logger: false }));
    return () => urlOf(createGateway(handler).listen(0, '127.0.0.1'));
  },
});

/**
 * @param {Policy} policy
 * @returns {CorsOptions}
 */
function corsOptions({ origins, credentials, methods, requestHeaders, exposedHeaders, maxAge }) {
  return {
    // Preflights are answered by the middleware, as the option's documentation has it.
    disableBeforePreflightResponse: false,
    ...(origins !== undefined && (origins === '*' ? { origin: '*' } : { origins: [...origins] })),
    ...(credentials !== undefined && { credentials }),
    ...(methods !== undefined && { methods: [...methods].join(', ') }),
    ...(requestHeaders !== undefined && { headers: [...requestHeaders].join(', ') }),
    ...(exposedHeaders !== undefined && { exposeHeaders: [...exposedHeaders].join(', ') }),
    ...(maxAge !== undefined && { maxAge }),
  };
}

/** The function that the middleware is around. */
function createHandler() {
  const answers = createAnswers();
  /** @param {import('./gateway.js').Event} event */
  return async (event) => {
    const route = answers.get(event.rawPath);
    if (route === undefined) return { statusCode: 404, headers: {}, body: 'not found' };
    const { status, headers, chunks } = await route({
      method: event.requestContext.http.method,
      query: Object.fromEntries(new URLSearchParams(event.rawQueryString)),
      headers: event.headers,
      body: async () => Buffer.from(event.body, 'base64'),
    });
    const body = Buffer.concat(chunks.map((chunk) => Buffer.from(chunk))).toString('base64');
    return { statusCode: status, headers, body, isBase64Encoded: true };
  };
}
