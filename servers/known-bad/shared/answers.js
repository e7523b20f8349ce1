// @ts-check
import * as content from '../../shared/node/content.js';

/**
 * What the routes of the contract answer, for the apps here: a version of a library is an app of a few lines. How a
 * route is registered and how a response is made stays each framework's own affair, and nothing here knows of CORS.
 *
 * @typedef {object} Asked
 * @property {string} method
 * @property {string} url path and query
 * @property {string | undefined} cookie
 * @property {string | undefined} authorization
 *
 * @typedef {object} Answer
 * @property {number} status
 * @property {Record<string, string>} headers
 * @property {string | Buffer} body
 */

/** @type {ReadonlyMap<string, { path: string, type: string, bytes: Buffer }>} */
const assets = new Map(content.readAssets().map((asset) => [asset.path, asset]));

/** The paths to register. `/missing` is the framework's own. */
export const paths = [
  '/resource',
  '/whoami',
  '/login',
  '/denied',
  '/crash',
  '/private',
  '/redirect',
  '/stream',
  '/slow',
  '/vary',
  '/cacheable',
  '/jsonp',
  ...assets.keys(),
];

/**
 * @returns {(asked: Asked) => Promise<Answer>} answers one of the {@link paths}; rejects for `/crash`
 */
export function createAnswers() {
  const resource = content.createResource();
  return async (asked) => {
    const { pathname, searchParams } = new URL(asked.url, 'http://localhost');
    /** @param {string} name */
    const query = (name) => searchParams.get(name) ?? undefined;
    const asset = assets.get(pathname);
    if (asset !== undefined)
      return { status: 200, headers: { 'Content-Type': asset.type }, body: asset.bytes };
    switch (pathname) {
      case '/resource':
        return json(resource(asked.method, query('id')), content.resourceHeaders());
      case '/crash':
        throw new Error('/crash throws');
      case '/slow':
        return json(await content.slow(query('ms')));
      default:
        return session(pathname, asked, query) ?? rest(pathname, query);
    }
  };
}

/**
 * @param {string} path
 * @param {Asked} asked
 * @param {(name: string) => string | undefined} query
 * @returns {Answer | undefined}
 */
function session(path, asked, query) {
  if (path === '/whoami') return json(content.whoami(asked.cookie), { 'Cache-Control': 'no-store' });
  if (path === '/login') {
    const { body, cookie } = content.login(query('value'));
    return json(body, { 'Set-Cookie': cookie });
  }
  if (path !== '/private') return undefined;
  return asked.authorization
    ? json({ private: true })
    : json({ error: 'unauthorized' }, { 'WWW-Authenticate': 'Bearer' }, 401);
}

/**
 * @param {string} path
 * @param {(name: string) => string | undefined} query
 * @returns {Answer}
 */
function rest(path, query) {
  switch (path) {
    case '/denied':
      return json({ error: 'denied' }, {}, 403);
    case '/redirect': {
      const { to, status } = content.redirect(query('to'), query('status'));
      return { status, headers: { Location: to }, body: '' };
    }
    case '/stream':
      return {
        status: 200,
        headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' },
        body: content.events.map((event) => `data: ${event}\n\n`).join(''),
      };
    case '/vary':
      return json({ vary: 'Accept-Encoding' }, { Vary: 'Accept-Encoding' });
    case '/cacheable':
      return json({ cacheable: true }, { 'Cache-Control': 'max-age=60' });
    case '/jsonp': {
      const script = content.jsonp(query('callback'));
      return script === null
        ? json({ error: 'callback is not a valid function name' }, {}, 400)
        : { status: 200, headers: { 'Content-Type': 'text/javascript; charset=utf-8' }, body: script };
    }
    default:
      throw new Error(`No answer is known for ${path}.`);
  }
}

/**
 * @param {unknown} body
 * @param {Record<string, string>} [headers]
 * @param {number} [status]
 * @returns {Answer}
 */
function json(body, headers = {}, status = 200) {
  return {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}
