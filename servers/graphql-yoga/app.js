// @ts-check
import { createServer } from 'node:http';
import { createSchema, createYoga } from 'graphql-yoga';
import { fetchAnswer } from '../shared/node/fetch.js';
import { originPredicate } from '../shared/node/policy.js';
import { runImplementation, urlOf, versionsOf } from '../shared/node/program.js';
import { createAnswers } from '../shared/node/respond.js';

/**
 * @typedef {import('../shared/node/policy.js').Policy} Policy
 * @typedef {import('graphql-yoga').CORSOptions} CorsOptions
 */

const schema = createSchema({
  typeDefs: 'type Query { hello: String }',
  resolvers: { Query: { hello: () => 'world' } },
});

await runImplementation({
  versions: versionsOf('graphql-yoga', '@whatwg-node/server'),
  build(policy) {
    if (policy.requestHeaders?.length === 0 && policy.origins?.length !== 0) {
      return {
        unsupported:
          'GraphQL Yoga cannot allow no request headers: an empty allowedHeaders allows whatever the preflight asks for',
      };
    }
    const cors = Object.keys(policy).length === 0 ? {} : { cors: corsOption(policy) };
    // It has no setting for X-Forwarded-*: nothing in its CORS code depends on the scheme or the host of a request.
    const yoga = createYoga({ schema, logging: false, ...cors, plugins: [contract()] });
    return () => urlOf(createServer(yoga).listen(0, '127.0.0.1'));
  },
});

/** A plugin that responds to paths of its own, as the documentation has it for other routes than GraphQL. */
function contract() {
  const answers = createAnswers();
  /** @type {import('graphql-yoga').Plugin} */
  const plugin = {
    async onRequest({ request, url, endResponse }) {
      const route = answers.get(url.pathname);
      if (route !== undefined) endResponse(await fetchAnswer(route, request));
    },
  };
  return plugin;
}

/**
 * @param {Policy} policy
 * @returns {CorsOptions | ((request: Request) => CorsOptions)}
 */
function corsOption(policy) {
  const options = corsOptions(policy);
  const { origins } = policy;
  // The documentation: `cors: false` disables CORS; an empty list allows every origin.
  if (origins?.length === 0) return false;
  if (origins === undefined || origins === '*' || !origins.some((entry) => entry.includes('*')))
    return options;
  // A list has no patterns: the documentation has a function that gives options for a request.
  const isAllowed = originPredicate(origins);
  return (request) => {
    const origin = request.headers.get('origin') ?? '';
    return isAllowed(origin) ? { ...options, origin: [origin] } : false;
  };
}

/**
 * @param {Policy} policy
 * @returns {Exclude<CorsOptions, false>}
 */
function corsOptions({ origins, credentials, methods, requestHeaders, exposedHeaders, maxAge }) {
  return {
    ...(origins !== undefined && { origin: origins === '*' ? '*' : [...origins] }),
    ...(credentials !== undefined && { credentials }),
    // "All" is the default: whatever methods and headers the preflight asks for.
    ...(Array.isArray(methods) && { methods: [...methods] }),
    ...(Array.isArray(requestHeaders) && { allowedHeaders: [...requestHeaders] }),
    ...(exposedHeaders !== undefined && { exposedHeaders: [...exposedHeaders] }),
    ...(maxAge !== undefined && { maxAge }),
  };
}
