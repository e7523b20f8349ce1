// @ts-check
import * as content from '../shared/node/content.js';

/**
 * @typedef {import('node:http').IncomingMessage} Request
 * @typedef {import('node:http').ServerResponse} Response
 * @typedef {(request: Request, response: Response, query: URLSearchParams) => void | Promise<void>} Handler
 */

/**
 * The routes of the contract, by path. What is not there is a 404; that a handler throws is the caller's affair.
 *
 * @returns {ReadonlyMap<string, Handler>}
 */
export function createRoutes() {
  return new Map([...methodRoutes(), ...statusRoutes(), ...cacheRoutes(), ...embedRoutes()]);
}

/** @returns {[string, Handler][]} */
function methodRoutes() {
  const resource = content.createResource();
  return [
    [
      '/resource',
      (request, response, query) => {
        const method = request.method ?? '';
        if (!content.resourceMethods.some((known) => known === method)) {
          response.setHeader('Allow', content.resourceMethods.join(', '));
          return json(response, 405, { error: 'method not allowed' });
        }
        json(response, 200, resource(method, query.get('id')), content.resourceHeaders());
      },
    ],
    [
      '/whoami',
      (request, response) =>
        json(response, 200, content.whoami(request.headers.cookie), { 'Cache-Control': 'no-store' }),
    ],
    [
      '/login',
      (_request, response, query) => {
        const { body, cookie } = content.login(query.get('value'));
        json(response, 200, body, { 'Set-Cookie': cookie });
      },
    ],
  ];
}

/** @returns {[string, Handler][]} */
function statusRoutes() {
  return [
    ['/denied', (_request, response) => json(response, 403, { error: 'denied' })],
    [
      '/crash',
      () => {
        throw new Error('/crash throws');
      },
    ],
    [
      '/private',
      (request, response) => {
        if (request.headers.authorization) json(response, 200, { private: true });
        else json(response, 401, { error: 'unauthorized' }, { 'WWW-Authenticate': 'Bearer' });
      },
    ],
    [
      '/redirect',
      (_request, response, query) => {
        const { to, status } = content.redirect(query.get('to'), query.get('status'));
        response.writeHead(status, { Location: to }).end();
      },
    ],
    ['/slow', async (_request, response, query) => json(response, 200, await content.slow(query.get('ms')))],
    [
      '/stream',
      (_request, response) => {
        response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
        for (const event of content.events) response.write(`data: ${event}\n\n`);
        response.end();
      },
    ],
  ];
}

/** @returns {[string, Handler][]} */
function cacheRoutes() {
  return [
    [
      '/vary',
      (_request, response) => {
        response.appendHeader('Vary', 'Accept-Encoding');
        json(response, 200, { vary: 'Accept-Encoding' });
      },
    ],
    [
      '/cacheable',
      (_request, response) => json(response, 200, { cacheable: true }, { 'Cache-Control': 'max-age=60' }),
    ],
  ];
}

/** @returns {[string, Handler][]} */
function embedRoutes() {
  /** @type {[string, Handler][]} */
  const assets = content
    .readAssets()
    .map(({ path, type, bytes }) => [
      path,
      (_request, response) => void response.writeHead(200, { 'Content-Type': type }).end(bytes),
    ]);
  return [
    ...assets,
    [
      '/jsonp',
      (_request, response, query) => {
        const script = content.jsonp(query.get('callback'));
        if (script === null) json(response, 400, { error: 'callback is no name of a function' });
        else response.writeHead(200, { 'Content-Type': 'text/javascript; charset=utf-8' }).end(script);
      },
    ],
  ];
}

/**
 * @param {Response} response
 * @param {number} status
 * @param {unknown} body
 * @param {Record<string, string>} [headers]
 */
export function json(response, status, body, headers = {}) {
  response.writeHead(status, { ...headers, 'Content-Type': 'application/json; charset=utf-8' });
  response.end(`${JSON.stringify(body)}\n`);
}
