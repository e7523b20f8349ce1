// @ts-check
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * What the routes answer, the same in every implementation. How a route is registered and how a response is made is
 * each framework's own affair, and nothing here knows of CORS.
 */

/** The methods of `/resource`. OPTIONS gets there only when it is no preflight. */
export const resourceMethods = /** @type {const} */ ([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
]);

const writing = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
const rememberedIds = 10_000;

/**
 * Counts writes by id. The ids not used for longest are forgotten, so that a long run does not fill the memory.
 *
 * @returns {(method: string, id: unknown) => { method: string, writes: number }} the body of `/resource`; counts too
 */
export function createResource() {
  /** @type {Map<string, number>} */
  const writes = new Map();
  return (method, id) => {
    const key = text(id, '').slice(0, 200);
    const count = (writes.get(key) ?? 0) + (writing.has(method) ? 1 : 0);
    if (writing.has(method)) {
      writes.delete(key);
      writes.set(key, count);
      const [oldest] = writes.keys();
      if (writes.size > rememberedIds && oldest !== undefined) writes.delete(oldest);
    }
    return { method, writes: count };
  };
}

/** Beside Cache-Control, Content-Type and Content-Length, the response headers that scripts can read by default. */
const safelistedHeaders = {
  'Content-Language': 'en',
  Expires: '0',
  'Last-Modified': 'Sat, 21 Nov 2026 12:00:00 GMT',
  Pragma: 'no-cache',
};

/** @returns {Record<string, string>} */
export function resourceHeaders() {
  return {
    'X-Total-Count': '42',
    'X-Request-Id': randomUUID(),
    ETag: '"corspec"',
    'Cache-Control': 'no-store',
    ...safelistedHeaders,
  };
}

/**
 * @param {string | undefined} cookie the Cookie header
 * @returns {{ session: string | null }} the body of `/whoami`
 */
export function whoami(cookie) {
  const pair = (cookie ?? '')
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith('session='));
  return { session: pair === undefined ? null : pair.slice('session='.length) };
}

/**
 * @param {unknown} value what `?value=` says
 * @returns {{ body: { session: string }, cookie: string }} the body of `/login` and its Set-Cookie header
 */
export function login(value) {
  const wanted = text(value, 's');
  const session = /^[\w.~-]{1,100}$/.test(wanted) ? wanted : 's';
  return { body: { session }, cookie: `session=${session}; SameSite=None; Secure; Path=/` };
}

const redirectStatuses = /** @type {const} */ ([301, 302, 303, 307, 308]);

/**
 * @param {unknown} to where to; `/resource` when absent
 * @param {unknown} status 302 when absent or not one that redirects
 * @returns {{ to: string, status: 301 | 302 | 303 | 307 | 308 }}
 */
export function redirect(to, status) {
  // A Location header is ASCII without spaces and line ends, whatever the query says.
  const location = text(to, '/resource').replace(/[^\x21-\x7E]+/gu, (part) => encodeURIComponent(part));
  return {
    to: location,
    status: redirectStatuses.find((known) => String(known) === text(status, '')) ?? 302,
  };
}

/** The data of the two events of `/stream`. */
export const events = /** @type {const} */ (['first', 'second']);

const longestDelayMs = 30_000;

/**
 * @param {unknown} ms what `?ms=` says: milliseconds, 30 s at most
 * @returns {Promise<{ ms: number }>} the body of `/slow`, when the time is over
 */
export async function slow(ms) {
  const asked = Number(text(ms, '0'));
  const delay = Number.isFinite(asked) ? Math.min(Math.max(Math.trunc(asked), 0), longestDelayMs) : 0;
  await new Promise((resolve) => setTimeout(resolve, delay));
  return { ms: delay };
}

/**
 * @param {unknown} callback what `?callback=` says; `callback` when absent
 * @returns {string | null} a script that calls it, or null when that is not a valid function name
 */
export function jsonp(callback) {
  const name = text(callback, 'callback');
  return /^[A-Za-z_$][\w$]{0,63}(\.[A-Za-z_$][\w$]{0,63}){0,3}$/.test(name)
    ? `${name}({"jsonp":true});\n`
    : null;
}

/** The ETag of `/conditional`, which never changes, and its other headers. */
export const conditionalHeaders = { ETag: '"corspec"', 'Cache-Control': 'no-cache' };

/** How much `/parse` parses: bytes. */
export const longestBody = 16 * 1024;

/** The status of `/limited` and its header. */
export const limited = { status: /** @type {const} */ (429), headers: { 'Retry-After': '30' } };

/** The lines of `/download`, and its header. */
export const download = {
  lines: /** @type {const} */ (['name,value\n', 'first,1\n', 'second,2\n']),
  type: 'text/csv; charset=utf-8',
  filename: 'report.csv',
};

/** The folder of `/file.txt` and `/dir/`, and that of `/media.wav`. */
export const staticFolder = fileURLToPath(new URL('../static', import.meta.url));
export const assetFolder = fileURLToPath(new URL('../assets', import.meta.url));

const assetTypes = {
  'image.png': 'image/png',
  'script.js': 'text/javascript; charset=utf-8',
  'module.js': 'text/javascript; charset=utf-8',
  'style.css': 'text/css; charset=utf-8',
  'font.woff2': 'font/woff2',
};

/**
 * What is there to be embedded, from `servers/shared/assets`.
 *
 * @returns {{ path: string, type: string, bytes: Buffer }[]}
 */
export function readAssets() {
  return Object.entries(assetTypes).map(([name, type]) => ({
    path: `/${name}`,
    type,
    bytes: readFileSync(new URL(`../assets/${name}`, import.meta.url)),
  }));
}

/**
 * A parameter of a query that may be absent, or there more than once.
 *
 * @param {unknown} value
 * @param {string} otherwise
 * @returns {string}
 */
function text(value, otherwise) {
  /** @type {unknown} */
  const first = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' && first !== '' ? first : otherwise;
}
