// @ts-check
import { answerWith } from '../node/incoming.js';
import { createAnswers } from '../node/respond.js';

/**
 * @typedef {import('../node/respond.js').Route} Route
 * @typedef {import('./json.js').Handler} Handler
 * @typedef {[path: string, handler: Handler]} Entry
 */

/**
 * The routes of the contract, by path. What is not there is a 404; that a handler throws is the caller's affair.
 *
 * @returns {ReadonlyMap<string, Handler>}
 */
export function createRoutes() {
  return new Map(
    [...createAnswers()].map(
      ([path, route]) =>
        /** @type {Entry} */ ([
          path,
          (request, response) => answerWith(withLength(route), request, response),
        ]),
    ),
  );
}

/**
 * A body in one part is sent with its length: without it, a proxy that makes the parts of a file itself, as Varnish does,
 * answers the first request for a part with the whole file.
 *
 * @param {Route} route
 * @returns {Route}
 */
function withLength(route) {
  return async (asked) => {
    const answer = await route(asked);
    const [only, ...others] = answer.chunks;
    if (only === undefined || others.length > 0) return answer;
    return {
      ...answer,
      headers: { ...answer.headers, 'Content-Length': String(Buffer.byteLength(only)) },
    };
  };
}
