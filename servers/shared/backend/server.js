// @ts-check
import { createServer } from 'node:http';
import { json } from './json.js';
import { createRoutes } from './routes.js';

/** @typedef {ReturnType<typeof createRoutes>} Routes */

/**
 * A server of the contract's routes, without CORS: the backend of a proxy that adds it.
 *
 * @returns {import('node:http').Server} not listening yet
 */
export function createBackend() {
  const routes = createRoutes();
  const server = createServer((request, response) => answer(routes, request, response));
  // The proxy closes its connections. If the backend did, a request that is already on its way would get a 502 or 503.
  server.keepAliveTimeout = 0;
  return server;
}

/**
 * Answers one request. What a handler throws is a 500.
 *
 * @param {Routes} routes
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
export async function answer(routes, request, response) {
  try {
    const [path = '', query = ''] = (request.url ?? '').split('?', 2);
    const handler = routes.get(path);
    if (handler === undefined) json(response, 404, { error: 'not found' });
    else await handler(request, response, new URLSearchParams(query));
  } catch {
    if (response.headersSent) response.destroy();
    else json(response, 500, { error: 'internal server error' });
  }
}
