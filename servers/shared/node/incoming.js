// @ts-check
import * as content from './content.js';

/**
 * The routes as handlers of requests of Node.js.
 *
 * @typedef {import('node:http').IncomingMessage} Request
 * @typedef {import('node:http').ServerResponse} Response
 */

/**
 * Responds with what a route answers. What it throws is the caller's to handle.
 *
 * @param {import('./respond.js').Route} route
 * @param {Request} request whose body nothing has read
 * @param {Response} response
 */
export async function answerWith(route, request, response) {
  const answer = await route(toAsked(request));
  const { Vary: vary, ...headers } = answer.headers;
  // CORS code may have set it: a handler adds to it.
  if (vary !== undefined) response.appendHeader('Vary', vary);
  response.writeHead(answer.status, headers);
  for (const chunk of answer.chunks.slice(0, -1)) response.write(chunk);
  response.end(answer.chunks.at(-1));
}

/**
 * A request as routes take it.
 *
 * @param {Request} request
 * @returns {import('./respond.js').Asked}
 */
export function toAsked(request) {
  const [, query = ''] = (request.url ?? '').split('?', 2);
  return {
    method: request.method ?? '',
    query: Object.fromEntries(new URLSearchParams(query)),
    headers: request.headers,
    body: () => readBody(request),
  };
}

/**
 * Reads all of a body, so that the client sends all of it, and keeps little more than is parsed.
 *
 * @param {Request} request
 * @returns {Promise<Buffer>}
 */
async function readBody(request) {
  const kept = [];
  let length = 0;
  for await (const chunk of request) {
    if (length <= content.longestBody) kept.push(chunk);
    length += chunk.length;
  }
  return Buffer.concat(kept);
}
