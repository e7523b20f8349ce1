// @ts-check
import { answerWith } from '../node/incoming.js';
import { createAnswers } from '../node/respond.js';

/**
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
        /** @type {Entry} */ ([path, (request, response) => answerWith(route, request, response)]),
    ),
  );
}
