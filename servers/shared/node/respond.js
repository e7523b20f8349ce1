// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as content from './content.js';

/**
 * What the routes of the contract respond, for every framework: a status, headers and a body. A framework that has its own
 * means for a route (static files, body parsers, ETags, redirects) uses them, and does not ask for that route here.
 *
 * @typedef {object} Answer
 * @property {number} status
 * @property {Record<string, string>} headers
 * @property {(string | Buffer)[]} chunks the body, in the parts in which a stream sends them
 *
 * @typedef {object} Asked
 * @property {string} method
 * @property {Record<string, unknown>} query the parameters of the query, by name
 * @property {import('node:http').IncomingHttpHeaders} headers by name in lower case
 * @property {() => Promise<Uint8Array>} body reads all of it
 *
 * @typedef {(asked: Asked) => Answer | Promise<Answer>} Route
 */

/**
 * The routes with their state, by path. A path that is not there is for the framework to respond to with its own 404. The
 * route of `/crash` throws.
 *
 * @param {readonly string[]} [without] the paths that the framework has its own means for
 * @returns {ReadonlyMap<string, Route>}
 */
export function createAnswers(without = []) {
  const all = { ...methodRoutes(), ...statusRoutes(), ...cacheRoutes(), ...fileRoutes(), ...embedRoutes() };
  return new Map(Object.entries(all).filter(([path]) => !without.includes(path)));
}

/**
 * @param {unknown} body
 * @param {Record<string, string>} [headers]
 * @param {number} [status]
 * @returns {Answer}
 */
function json(body, headers = {}, status = 200) {
  const type = { 'Content-Type': 'application/json; charset=utf-8' };
  return { status, headers: { ...type, ...headers }, chunks: [`${JSON.stringify(body)}\n`] };
}

/**
 * @param {string} type
 * @param {string | Buffer | readonly string[]} body
 * @param {Record<string, string>} [headers]
 * @returns {Answer}
 */
function typed(type, body, headers = {}) {
  const chunks = typeof body === 'string' || Buffer.isBuffer(body) ? [body] : [...body];
  return { status: 200, headers: { 'Content-Type': type, ...headers }, chunks };
}

/** @returns {Record<string, Route>} */
function methodRoutes() {
  const resource = content.createResource();
  return {
    '/resource': ({ method, query }) =>
      content.resourceMethods.some((known) => known === method)
        ? json(resource(method, query['id']), content.resourceHeaders())
        : json({ error: 'method not allowed' }, { Allow: content.resourceMethods.join(', ') }, 405),
    '/whoami': ({ headers }) => json(content.whoami(headers.cookie), { 'Cache-Control': 'no-store' }),
    '/login': ({ query }) => {
      const { body, cookie } = content.login(query['value']);
      return json(body, { 'Set-Cookie': cookie });
    },
  };
}

/** @returns {Record<string, Route>} */
function statusRoutes() {
  return {
    '/parse': parse,
    '/limited': () => json({ error: 'too many requests' }, content.limited.headers, content.limited.status),
    '/denied': () => json({ error: 'denied' }, {}, 403),
    '/crash': () => {
      throw new Error('/crash throws');
    },
    '/private': ({ headers }) =>
      headers.authorization
        ? json({ private: true })
        : json({ error: 'unauthorized' }, { 'WWW-Authenticate': 'Bearer' }, 401),
    '/redirect': ({ query }) => {
      const { to, status } = content.redirect(query['to'], query['status']);
      return { status, headers: { Location: to }, chunks: [] };
    },
    '/slow': async ({ query }) => json(await content.slow(query['ms'])),
    '/stream': events,
    '/raw': events,
  };
}

/** @returns {Answer} */
function events() {
  const lines = content.events.map((event) => `data: ${event}\n\n`);
  return typed('text/event-stream', lines, { 'Cache-Control': 'no-store' });
}

/**
 * JSON of at most so many bytes.
 *
 * @param {Asked} asked
 * @returns {Promise<Answer>}
 */
async function parse({ method, headers, body }) {
  if (method !== 'POST') return json({ error: 'method not allowed' }, { Allow: 'POST' }, 405);
  if (!/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')) {
    return json({ error: 'unsupported media type' }, {}, 415);
  }
  const bytes = await body();
  if (bytes.length > content.longestBody) return json({ error: 'payload too large' }, {}, 413);
  try {
    JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return json({ error: 'broken JSON' }, {}, 400);
  }
  return json({ parsed: true });
}

/** @returns {Record<string, Route>} */
function cacheRoutes() {
  return {
    '/vary': () => json({ vary: 'Accept-Encoding' }, { Vary: 'Accept-Encoding' }),
    '/cacheable': () => json({ cacheable: true }, { 'Cache-Control': 'max-age=60' }),
    '/conditional': ({ headers }) =>
      matches(headers['if-none-match'], content.conditionalHeaders.ETag)
        ? { status: 304, headers: content.conditionalHeaders, chunks: [] }
        : json({ conditional: true }, content.conditionalHeaders),
  };
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

/** @returns {Record<string, Route>} */
function fileRoutes() {
  const sound = readFileSync(join(content.assetFolder, 'media.wav'));
  const text = readFileSync(join(content.staticFolder, 'file.txt'));
  const page = readFileSync(join(content.staticFolder, 'dir/index.html'));
  const { type, filename, lines } = content.download;
  return {
    '/file.txt': () => typed('text/plain; charset=utf-8', text),
    '/dir/': () => typed('text/html; charset=utf-8', page),
    '/dir': ({ query }) => {
      const kept = new URLSearchParams(/** @type {Record<string, string>} */ (query)).toString();
      return { status: 301, headers: { Location: kept === '' ? '/dir/' : `/dir/?${kept}` }, chunks: [] };
    },
    '/media.wav': ({ headers }) => partOf(sound, 'audio/wav', headers.range),
    '/download': () => typed(type, lines, { 'Content-Disposition': `attachment; filename="${filename}"` }),
  };
}

/** @returns {Record<string, Route>} */
function embedRoutes() {
  const assets = content.readAssets();
  return {
    ...Object.fromEntries(assets.map((asset) => [asset.path, () => typed(asset.type, asset.bytes)])),
    '/jsonp': ({ query }) => {
      const script = content.jsonp(query['callback']);
      return script === null
        ? json({ error: 'callback is not a valid function name' }, {}, 400)
        : typed('text/javascript; charset=utf-8', script);
    },
  };
}

/**
 * The whole file, one part of it, or 416. Several parts at once are not supported, so the whole file is sent then, as
 * https://www.rfc-editor.org/rfc/rfc9110#section-14.2 allows.
 *
 * @param {Buffer} bytes
 * @param {string} type
 * @param {string | undefined} range the header
 * @returns {Answer}
 */
function partOf(bytes, type, range) {
  const headers = { 'Content-Type': type, 'Accept-Ranges': 'bytes' };
  const found = boundsOf(bytes.length, range);
  if (found === null) return { status: 200, headers, chunks: [bytes] };
  const { first, last } = found;
  if (first >= bytes.length) {
    return { status: 416, headers: { ...headers, 'Content-Range': `bytes */${bytes.length}` }, chunks: [] };
  }
  const part = { ...headers, 'Content-Range': `bytes ${first}-${last}/${bytes.length}` };
  return { status: 206, headers: part, chunks: [bytes.subarray(first, last + 1)] };
}

/**
 * @param {number} length
 * @param {string | undefined} range
 * @returns {{ first: number, last: number } | null} null: no range, or not a single one
 */
function boundsOf(length, range = '') {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? [];
  if (from === '' && to === '') return null;
  if (from === '') return { first: Math.max(0, length - Number(to)), last: length - 1 };
  return { first: Number(from), last: to === '' ? length - 1 : Math.min(Number(to), length - 1) };
}
