// @ts-check
import os from 'node:os';
import { runImplementation } from '../../shared/node/program.js';
import { createAnswers, paths } from './answers.js';
import { load, versionsOf } from './installed.js';

/** @typedef {import('../../shared/node/policy.js').Policy} Policy */

// hapi of 2015, with callbacks, which has several connections and knows a policy for each and one for each route. It asks
// Node.js for a function by a name that it had then.
Object.assign(os, { tmpDir: os.tmpdir });
const hapi = load('hapi');

await runImplementation({
  versions: versionsOf('hapi'),
  build(policy) {
    const server = new hapi.Server();
    server.connection({ host: '127.0.0.1', port: 0, routes: { cors: connectionOptions(policy) } });
    server.route(routes(routeOptions(policy)));
    return () =>
      new Promise((resolve, reject) => {
        server.start((/** @type {Error | undefined} */ error) =>
          error ? reject(error) : resolve(server.info.uri.replace('localhost', '127.0.0.1')),
        );
      });
  },
});

/**
 * Who may, for all routes. Where the policy lets nobody in, the routes say so, and the connection is open for others.
 *
 * @param {Policy} policy
 */
function connectionOptions({ origins, credentials }) {
  if (origins === undefined && credentials === undefined) return true;
  return {
    ...(Array.isArray(origins) && origins.length > 0 ? { origin: [...origins] } : {}),
    ...(origins === '*' ? { origin: ['*'] } : {}),
    ...(credentials === undefined ? {} : { credentials }),
  };
}

/**
 * What else a route has to say.
 *
 * @param {Policy} policy
 */
function routeOptions({ origins, requestHeaders, exposedHeaders, maxAge }) {
  if (origins?.length === 0) return false;
  const options = {
    ...(Array.isArray(requestHeaders) ? { additionalHeaders: requestHeaders } : {}),
    ...(Array.isArray(exposedHeaders) ? { additionalExposedHeaders: exposedHeaders } : {}),
    ...(maxAge === undefined ? {} : { maxAge }),
  };
  return Object.keys(options).length === 0 ? undefined : options;
}

/** @param {object | false | undefined} cors */
function routes(cors) {
  const answer = createAnswers();
  return paths.map((path) => ({
    method: '*',
    path,
    config: {
      ...(cors === undefined ? {} : { cors }),
      // What reads bodies waits for an event that Node.js sends at another time now; no route here needs a body.
      payload: { output: 'stream', parse: false },
      state: { parse: false },
      handler: (/** @type {any} */ request, /** @type {any} */ reply) => void respond(answer, request, reply),
    },
  }));
}

/**
 * @param {ReturnType<typeof createAnswers>} answer
 * @param {any} request
 * @param {any} reply
 */
async function respond(answer, request, reply) {
  try {
    const { status, headers, body } = await answer({
      method: request.method.toUpperCase(),
      url: request.raw.req.url,
      cookie: request.headers.cookie,
      authorization: request.headers.authorization,
    });
    const response = reply(body).code(status);
    for (const [name, value] of Object.entries(headers)) response.header(name, value);
  } catch (error) {
    reply(error);
  }
}
