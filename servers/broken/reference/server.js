// @ts-check
import { createServer } from 'node:http';
import { corsFor } from '../../reference/cors.js';
import { factsOf } from '../../reference/request-facts.js';
import { respond } from '../../reference/server.js';
import { originIsAllowed, webSockets } from '../../reference/websocket.js';
import { json } from '../../shared/backend/json.js';
import { createRoutes } from '../../shared/backend/routes.js';

/**
 * The reference with one thing wrong. Nothing of it is copied: its CORS, its routes and the head of its responses are
 * changed on their way by the hooks of a fault.
 *
 * @typedef {import('../../shared/node/policy.js').Policy} Policy
 * @typedef {import('../../reference/cors.js').Cors} Cors
 * @typedef {import('../../reference/cors.js').CorsAnswer} CorsAnswer
 *
 * @typedef {object} Seen what a hook is told of a request; a header that is absent is undefined
 * @property {string} method
 * @property {string} asked the method of the request itself, or that a preflight asks for
 * @property {string} path
 * @property {boolean} preflight
 * @property {string | undefined} origin
 * @property {readonly string[]} wants the names in Access-Control-Request-Headers
 * @property {import('node:http').IncomingHttpHeaders} headers
 * @property {number} nth counts the requests of the same kind (preflight or not) with the same `id`; the first is 1
 * @property {readonly number[]} arrivals when each of those came: ms on a clock of its own
 * @property {string} id of the check, from the query
 * @property {number} nthOnConnection counts the requests on one connection; the first is 1
 * @property {string} httpVersion `1.1`
 * @property {Map<string, unknown>} memory what the server keeps for all requests; empty at the start
 * @property {Map<string, unknown>} connectionMemory the same for one connection
 * @property {Policy} policy as it is configured
 *
 * @typedef {object} Head the head of a response, as it goes out
 * @property {number} status
 * @property {readonly (readonly [name: string, value: string])[]} headers
 *
 * @typedef {object} Break what is wrong: each hook changes one thing, and what is absent is right
 * @property {(policy: Policy) => Policy} [policy] it is configured for another policy than was meant
 * @property {(origin: string, seen: Seen) => boolean} [allows] it takes other origins for those of its list
 * @property {(answer: CorsAnswer, seen: Seen) => CorsAnswer} [decide] it takes another decision
 * @property {(head: Head, seen: Seen) => Head} [head] it sends another head
 * @property {(seen: Seen) => boolean} [performs] it does what a preflight only asks about
 * @property {(seen: Seen) => boolean} [repeats] it does what a request asks for a second time
 * @property {(seen: Seen) => boolean} [rejects] it responds with 403, and the request has no effect
 * @property {(seen: Seen) => boolean} [connects] WebSockets that it opens, in place of those of allowed origins
 */

/**
 * @param {Policy} policy
 * @param {Break} how
 * @returns {import('node:http').Server} not listening yet
 */
export function createBrokenServer(policy, how) {
  const routes = createRoutes();
  const arrivalsOf = createLog();
  const memory = new Map();
  /** @type {WeakMap<object, Map<string, unknown>>} */
  const ofConnections = new WeakMap();
  const seeAll = (/** @type {import('node:http').IncomingMessage} */ request) => {
    const connectionMemory = ofConnections.get(request.socket) ?? new Map();
    ofConnections.set(request.socket, connectionMemory);
    return { ...see(request, policy, arrivalsOf), memory, ...onConnection(connectionMemory) };
  };
  const server = createServer(async (request, response) => {
    const seen = seeAll(request);
    const { head } = how;
    if (head !== undefined) changeHead(response, (sent) => head(sent, seen));
    if (seen.preflight ? how.performs?.(seen) : how.repeats?.(seen)) await perform(request, seen.asked);
    if (!seen.preflight && how.rejects?.(seen)) return reject(request, response);
    await respond(corsOf(policy, how, seen), routes, request, response);
  });
  const isConnected = (/** @type {import('node:http').IncomingMessage} */ request) => {
    const seen = seeAll(request);
    return how.connects?.(seen) ?? originIsAllowed(corsOf(policy, how, seen))(request);
  };
  return server.on('upgrade', webSockets(isConnected));
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
function reject(request, response) {
  request.resume();
  json(response, 403, { error: 'cross-site request' });
}

/**
 * @param {Policy} policy
 * @param {Break} how
 * @param {Seen} seen
 * @returns {Cors}
 */
function corsOf(policy, { allows, decide }, seen) {
  const cors = allows === undefined ? corsFor(policy) : corsFor(policy, (origin) => allows(origin, seen));
  return decide === undefined ? cors : (facts) => decide(cors(facts), seen);
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {Policy} policy
 * @param {(key: string) => readonly number[]} arrivalsOf
 * @returns {Omit<Seen, 'memory' | 'connectionMemory' | 'nthOnConnection'>}
 */
function see(request, policy, arrivalsOf) {
  const { method, origin, requestMethod, requestHeaders } = factsOf(request);
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://target');
  const preflight = method === 'OPTIONS' && origin !== undefined && requestMethod !== undefined;
  const arrivals = arrivalsOf(`${preflight} ${searchParams.get('id')}`);
  return {
    method,
    asked: preflight ? requestMethod : method,
    path: pathname,
    preflight,
    origin,
    wants: (requestHeaders ?? '')
      .split(',')
      .map((name) => name.trim().toLowerCase())
      .filter((name) => name !== ''),
    headers: request.headers,
    nth: arrivals.length,
    arrivals,
    id: searchParams.get('id') ?? '',
    httpVersion: request.httpVersion,
    policy,
  };
}

/**
 * @param {Map<string, unknown>} connectionMemory
 * @returns {Pick<Seen, 'connectionMemory' | 'nthOnConnection'>}
 */
function onConnection(connectionMemory) {
  const nthOnConnection = Number(connectionMemory.get('requests') ?? 0) + 1;
  connectionMemory.set('requests', nthOnConnection);
  return { connectionMemory, nthOnConnection };
}

/** @returns {(key: string) => readonly number[]} when it was called with this key, this time included */
function createLog() {
  /** @type {Map<string, readonly number[]>} */
  const log = new Map();
  return (key) => {
    const arrivals = [...(log.get(key) ?? []), performance.now()];
    log.set(key, arrivals);
    return arrivals;
  };
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {(head: Head) => Head} change
 */
function changeHead(response, change) {
  const writeHead = response.writeHead.bind(response);
  /** @param {number} status @param {Record<string, string>} headers */
  const changed = (status, headers = {}) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const before = headersOf(response);
    for (const [name] of before) response.removeHeader(name);
    const head = change({ status, headers: before });
    // A list given to writeHead would lose all but the last of several lines with one name.
    for (const [name, value] of head.headers) response.appendHeader(name, value);
    return writeHead(head.status);
  };
  // The reference calls it with a status and an object, and Node.js with a status alone.
  response.writeHead = /** @type {typeof response.writeHead} */ (changed);
}

/**
 * @param {import('node:http').ServerResponse} response
 * @returns {[name: string, value: string][]} as often as it stands there
 */
function headersOf(response) {
  // The types of Node.js 20 have it for requests alone.
  const { getRawHeaderNames } = /** @type {{ getRawHeaderNames: () => string[] }} */ (
    /** @type {unknown} */ (response)
  );
  return getRawHeaderNames
    .call(response)
    .flatMap((name) => [response.getHeader(name) ?? []].flat().map((value) => pair(name, String(value))));
}

/**
 * @param {string} name
 * @param {string} value
 * @returns {[name: string, value: string]}
 */
function pair(name, value) {
  return [name, value];
}

/**
 * Sends a request of its own to where a preflight came from, and waits for the answer.
 *
 * @param {import('node:http').IncomingMessage} request
 * @param {string} method
 */
async function perform({ socket, url }, method) {
  await fetch(`http://127.0.0.1:${socket.localPort}${url}`, { method, signal: AbortSignal.timeout(2000) });
}
