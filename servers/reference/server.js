// @ts-check
import { createServer } from 'node:http';
import { createRoutes, json } from './routes.js';

/**
 * A server of the contract's routes. CORS comes first, so that its headers are on every response: a 404, an error, a
 * redirect, a stream.
 *
 * @param {import('./cors.js').Cors} cors what the server says to whom
 * @returns {import('node:http').Server} not listening yet
 */
export function createReferenceServer(cors) {
  const routes = createRoutes();
  return createServer(async (request, response) => {
    const { preflight, headers, vary } = cors(factsOf(request));
    for (const [name, value] of headers) response.setHeader(name, value);
    for (const name of vary) response.appendHeader('Vary', name);
    if (preflight) {
      response.writeHead(204).end();
      return;
    }
    try {
      await route(routes, request, response);
    } catch {
      if (response.headersSent) response.destroy();
      else json(response, 500, { error: 'internal server error' });
    }
  });
}

/**
 * @param {ReturnType<typeof createRoutes>} routes
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
async function route(routes, request, response) {
  const [path = '', query = ''] = (request.url ?? '').split('?', 2);
  const handler = routes.get(path);
  if (handler === undefined) json(response, 404, { error: 'not found' });
  else await handler(request, response, new URLSearchParams(query));
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @returns {import('./cors.js').RequestFacts}
 */
function factsOf({ method = '', headers }) {
  return {
    method,
    origin: headers.origin,
    requestMethod: headers['access-control-request-method'],
    requestHeaders: headers['access-control-request-headers'],
  };
}
