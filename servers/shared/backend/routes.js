// @ts-check
import * as content from '../node/content.js';
import { parse } from './bodies.js';
import { fileRoutes } from './files.js';
import { json } from './json.js';

/** @typedef {import('./json.js').Handler} Handler */

/**
 * The routes of the contract, by path. What is not there is a 404; that a handler throws is the caller's affair.
 *
 * @returns {ReadonlyMap<string, Handler>}
 */
export function createRoutes() {
  return new Map([...methodRoutes(), ...statusRoutes(), ...cacheRoutes(), ...fileRoutes(), ...embedRoutes()]);
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
    ['/parse', parse],
    [
      '/limited',
      (_request, response) =>
        json(response, content.limited.status, { error: 'too many requests' }, content.limited.headers),
    ],
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
    [
      '/conditional',
      (request, response) => {
        const headers = content.conditionalHeaders;
        if (matches(request.headers['if-none-match'], headers.ETag)) response.writeHead(304, headers).end();
        else json(response, 200, { conditional: true }, headers);
      },
    ],
  ];
}

/**
 * https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2
 *
 * @param {string | undefined} ifNoneMatch
 * @param {string} etag a strong one
 */
function matches(ifNoneMatch = '', etag) {
  const tags = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(etag);
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
        if (script === null) json(response, 400, { error: 'callback is not a valid function name' });
        else response.writeHead(200, { 'Content-Type': 'text/javascript; charset=utf-8' }).end(script);
      },
    ],
  ];
}
