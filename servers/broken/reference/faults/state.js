// @ts-check
import {
  again,
  all,
  AO,
  bare,
  dropCors,
  has,
  head,
  isShared,
  letIn,
  not,
  onActual,
  onHeader,
  onPreflight,
  onRoute,
  put,
  when,
  withCookie,
} from '../hooks.js';

/**
 * @typedef {import('../fault.js').Fault} Fault
 * @typedef {import('../hooks.js').Change} Change
 * @typedef {import('../hooks.js').Condition} Condition
 * @typedef {import('../server.js').Seen} Seen
 * @typedef {import('../server.js').CorsAnswer} CorsAnswer
 */

/** @param {Seen} seen */
const ofCheck = ({ id }) => id;

/**
 * Remembers something of a response for the check, and changes later responses.
 *
 * @param {Condition} remembers
 * @param {Condition} concerns the later responses
 * @param {Change} change
 * @returns {import('../server.js').Break}
 */
const after = (remembers, concerns, change) =>
  head((sent, seen) => {
    const key = `remembered: ${seen.id}`;
    const isLater = seen.memory.has(key);
    if (remembers(seen, sent)) seen.memory.set(key, true);
    return isLater && concerns(seen, sent) ? change(sent, seen) : sent;
  });

/**
 * Sends the head of the first response with the same key again.
 *
 * @param {(seen: Seen) => string} key
 * @param {Condition} isStored
 * @param {Change} [change] what is done to the stored head
 * @returns {import('../server.js').Break}
 */
const stored = (key, isStored, change = (sent) => sent) =>
  head((sent, seen) => {
    if (!isStored(seen, sent)) return sent;
    const name = `stored: ${key(seen)}`;
    const before = /** @type {typeof sent | undefined} */ (seen.memory.get(name));
    if (before === undefined) seen.memory.set(name, sent);
    return before === undefined ? sent : change(before, seen);
  });

/** @type {Condition} */
const always = () => true;
/** @type {Condition} */
const isError = (_seen, { status }) => status >= 500;
/** @type {Condition} */
const isNotFound = (_seen, { status }) => status === 404;
/** @type {Condition} */
const isListed = (_seen, sent) => has(sent, AO);
/** @type {Condition} */
const overHttp10 = ({ httpVersion }) => httpVersion === '1.0';

/** @type {readonly Fault[]} */
const repeatedly = [
  {
    id: 'state-preflight-second',
    title: 'Every second preflight for a URL gets no CORS headers',
    level: 'required',
    policies: ['allowlist', 'wildcard'],
    caughtBy: ['repeated/preflight', 'repeated/preflight-in-turn'],
    break: head(when(all(onPreflight, ({ nth }) => nth % 2 === 0), dropCors)),
  },
  {
    id: 'state-preflight-stored',
    title: 'The response to a preflight is stored by its URL',
    level: 'required',
    policies: ['allowlist', 'credentialed'],
    caughtBy: ['repeated/preflight-in-turn', 'repeated/preflight-after-refused'],
    break: stored(ofCheck, onPreflight),
  },
  {
    id: 'state-preflight-granted',
    title: 'A preflight passes for every origin once one for the same URL has passed',
    level: 'security',
    policies: ['allowlist', 'credentialed'],
    caughtBy: ['repeated/foreign-preflight-refused'],
    break: head((sent, seen) => {
      if (!seen.preflight) return sent;
      const key = `granted: ${seen.id}`;
      if (has(sent, AO)) seen.memory.set(key, sent);
      const granted = /** @type {typeof sent | undefined} */ (seen.memory.get(key));
      return granted === undefined ? sent : letIn(granted, seen);
    }),
  },
  {
    id: 'state-granted',
    title: 'Once an allowed origin has requested a URL, every origin gets access to it',
    level: 'security',
    policies: ['allowlist', 'credentialed', 'subdomains'],
    caughtBy: ['repeated/foreign-refused'],
    break: after(isListed, onActual, letIn),
  },
  {
    id: 'state-refused',
    title: 'Once an unrelated origin has been refused, no other gets access to the URL',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['repeated/allowed-after-refused', 'repeated/cacheable-after-refused', 'repeated/preflight-after-refused'],
    break: after(not(isListed), always, dropCors),
  },
  {
    id: 'state-warm-cache',
    title: 'A cache in the server stores responses by URL, with the CORS headers',
    level: 'required',
    policies: ['allowlist', 'credentialed'],
    caughtBy: ['repeated/cacheable-in-turn', 'repeated/cacheable-without-origin', 'repeated/cacheable-after-refused'],
    break: stored(({ path, id }) => `${path} ${id}`, all(onActual, onRoute('/cacheable'))),
  },
  {
    id: 'state-warm-cache-granted',
    title: 'A cache in the server stores responses by URL and writes the requesting origin into them',
    level: 'security',
    policies: ['allowlist', 'credentialed'],
    caughtBy: ['repeated/cacheable-foreign-refused'],
    break: stored(ofCheck, all(onActual, onRoute('/cacheable')), letIn),
  },
  {
    id: 'state-after-error',
    title: 'After a handler has thrown, responses have no CORS headers',
    level: 'required',
    policies: ['allowlist', 'public'],
    caughtBy: ['repeated/after-crash', 'repeated/crash-again'],
    break: after(isError, always, dropCors),
  },
  {
    id: 'state-after-not-found',
    title: 'After a 404, responses have no CORS headers',
    level: 'required',
    policies: ['allowlist', 'credentialed'],
    caughtBy: ['repeated/after-not-found', 'repeated/not-found-again'],
    break: after(isNotFound, always, dropCors),
  },
  {
    id: 'state-second-error',
    title: 'The second error response for a URL has no CORS headers',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['repeated/crash-again'],
    break: head(when(all((_seen, { status }) => status >= 500, again(ofCheck)), dropCors)),
  },
]; // prettier-ignore

/** @type {readonly Fault[]} */
const onConnections = [
  {
    id: 'state-kept-connection',
    title: 'Only the first response on a connection has CORS headers',
    level: 'required',
    policies: ['allowlist', 'public'],
    caughtBy: ['repeated/kept-connection'],
    break: head(when(({ nthOnConnection }) => nthOnConnection > 1, dropCors)),
  },
  {
    id: 'state-new-connection',
    title: 'The first response on a connection has no CORS headers',
    level: 'required',
    policies: ['allowlist', 'public'],
    caughtBy: ['repeated/new-connections', 'repeated/kept-connection'],
    break: head(when(({ nthOnConnection }) => nthOnConnection === 1, dropCors)),
  },
  {
    id: 'state-connection-origin',
    title: 'The origin of the first request on a connection is sent with all its responses',
    level: 'required',
    policies: ['allowlist', 'credentialed'],
    caughtBy: ['repeated/kept-connection-in-turn'],
    break: {
      decide(answer, { connectionMemory }) {
        const before = /** @type {typeof answer.headers | undefined} */ (connectionMemory.get('headers'));
        if (before === undefined) connectionMemory.set('headers', answer.headers);
        return { ...answer, headers: before ?? answer.headers };
      },
    },
  },
  {
    id: 'state-connection-granted',
    title: 'Once an allowed origin has used a connection, every origin on it gets access',
    level: 'security',
    policies: ['allowlist', 'credentialed'],
    caughtBy: ['repeated/kept-connection-foreign-refused'],
    break: head((sent, seen) => {
      if (has(sent, AO)) seen.connectionMemory.set('granted', true);
      return seen.connectionMemory.has('granted') ? letIn(sent, seen) : sent;
    }),
  },
  {
    id: 'http-1-0-bare',
    title: 'Responses to HTTP/1.0 have no CORS headers',
    level: 'recommended',
    policies: ['allowlist', 'public'],
    caughtBy: ['repeated/http-1-0', 'repeated/http-1-0-preflight'],
    break: head(when(overHttp10, dropCors)),
  },
  {
    id: 'http-1-0-for-all',
    title: 'Every origin gets access over HTTP/1.0, which only a trusted proxy is expected to use',
    level: 'security',
    policies: ['allowlist', 'closed'],
    caughtBy: ['repeated/http-1-0-foreign-refused'],
    break: head(when(overHttp10, letIn)),
  },
];

/** @type {readonly Fault[]} */
const sessions = [
  {
    id: 'state-second-session',
    title: 'From the second credentialed request on, responses have no CORS headers',
    level: 'required',
    policies: ['credentialed', 'development'],
    caughtBy: ['repeated/with-credentials', 'repeated/put-with-credentials'],
    break: head(when(all(onActual, withCookie, again(ofCheck)), dropCors)),
  },
  {
    id: 'state-after-session',
    title: 'After a credentialed request, responses without credentials have no CORS headers',
    level: 'required',
    policies: ['credentialed'],
    caughtBy: ['repeated/with-credentials-and-without'],
    break: after(withCookie, all(onActual, not(withCookie)), dropCors),
  },
  {
    id: 'state-session-granted',
    title: 'Once an allowed origin has used a session, every origin gets access with it',
    level: 'security',
    policies: ['credentialed', 'subdomains'],
    caughtBy: ['repeated/foreign-with-credentials-refused'],
    break: after(all(withCookie, isListed), withCookie, letIn),
  },
  {
    id: 'state-session-origin',
    title: 'The CORS headers of the first credentialed response are stored with the session',
    level: 'required',
    policies: ['credentialed'],
    caughtBy: ['repeated/with-credentials-in-turn'],
    break: stored(ofCheck, all(onActual, onHeader('cookie', /./))),
  },
  {
    id: 'state-second-write',
    title: 'The second credentialed write is rejected, because the first one has used up a token',
    level: 'required',
    policies: ['credentialed'],
    caughtBy: ['repeated/put-with-credentials'],
    break: head(
      when(
        all(onActual, withCookie, ({ method }) => method === 'PUT', again(ofCheck)),
        dropCors,
      ),
    ),
  },
];

/**
 * Keeps the headers for an allowed origin for a short time, as a micro-cache does.
 *
 * @param {(headers: CorsAnswer['headers'], origin: string | undefined) => CorsAnswer['headers']} change
 * @returns {NonNullable<import('../server.js').Break['decide']>}
 */
function briefly(change) {
  return (answer, { memory, origin, preflight }) => {
    const key = `until: ${preflight}`;
    const kept = /** @type {{ until: number, headers: CorsAnswer['headers'] } | undefined} */ (
      memory.get(key)
    );
    const now = performance.now();
    if (kept !== undefined && now < kept.until) return { ...answer, headers: change(kept.headers, origin) };
    if (answer.headers.length > 0) memory.set(key, { until: now + 100, headers: answer.headers });
    return answer;
  };
}

/** @type {readonly Fault[]} */
const atOnce = [
  {
    id: 'shared-origin',
    title: 'All requests share the variable for the allowed origin, which the response reads',
    level: 'required',
    policies: ['allowlist', 'credentialed'],
    caughtBy: ['concurrent/waiting-allowed', 'concurrent/waiting-allowed-foreign', 'concurrent/two-origins-waiting'],
    break: {
      decide(answer, { memory, origin }) {
        if (origin !== undefined) memory.set('origin', answer.headers.some(([name]) => name === AO) ? origin : null);
        return answer;
      },
      head: when(all(onActual, isShared), (sent, seen) => {
        const latest = seen.memory.get('origin');
        return typeof latest === 'string' ? put(AO, latest)(sent, seen) : dropCors(sent, seen);
      }),
    },
  },
  {
    id: 'shared-decision',
    title: 'All requests share the variable that says whether the origin is allowed, which the response reads',
    level: 'security',
    policies: ['allowlist', 'credentialed'],
    caughtBy: ['concurrent/waiting-foreign-refused', 'concurrent/waiting-foreign-with-credentials-refused'],
    break: {
      decide(answer, { memory }) {
        memory.set('allowed', answer.headers.length > 0);
        return answer;
      },
      head: (sent, seen) => (seen.memory.get('allowed') === true ? letIn(sent, seen) : dropCors(sent, seen)),
    },
  },
  {
    id: 'shared-pending',
    title: 'While a request from an allowed origin has no response yet, every origin gets access',
    level: 'security',
    policies: ['allowlist', 'credentialed'],
    caughtBy: ['concurrent/foreign-refused-while-waiting'],
    break: {
      decide(answer, { memory }) {
        if (answer.headers.length > 0) memory.set('pending', Number(memory.get('pending') ?? 0) + 1);
        return answer;
      },
      head: (sent, seen) => {
        const pending = Number(seen.memory.get('pending') ?? 0);
        if (has(sent, AO)) seen.memory.set('pending', pending - 1);
        return pending > 0 ? letIn(sent, seen) : sent;
      },
    },
  },
  {
    id: 'shared-briefly',
    title: 'The headers of a response are sent again for 100 ms, whichever origin asks',
    level: 'required',
    policies: ['allowlist', 'credentialed'],
    caughtBy: ['concurrent/two-origins', 'concurrent/preflights'],
    break: { decide: briefly((headers) => headers) },
  },
  {
    id: 'shared-briefly-granted',
    title: 'Once an allowed origin has asked, the decision holds for 100 ms, whichever origin asks',
    level: 'security',
    policies: ['allowlist', 'credentialed'],
    caughtBy: ['concurrent/foreign-refused'],
    break: {
      decide: briefly((headers, origin = '*') =>
        headers.map(([name, value]) => [name, name === AO ? origin : value]),
      ),
    },
  },
]; // prettier-ignore

/** Servers that keep something of one request for another, or share it between requests at once. */
export const state = [...repeatedly, ...onConnections, ...sessions, ...atOnce];

/**
 * Unusual but correct ways to treat repeated requests.
 *
 * @type {readonly import('../fault.js').Harmless[]}
 */
export const harmlessState = [
  {
    id: 'fine-connection-closed',
    title: 'The server closes each connection after its response',
    policies: ['allowlist', 'credentialed', 'public'],
    break: head(put('Connection', 'close')),
  },
  {
    id: 'fine-http-1-0-505',
    title: 'The server does not support HTTP/1.0',
    policies: ['allowlist', 'wildcard'],
    break: head(when(overHttp10, bare(505))),
  },
  {
    id: 'fine-cache-by-origin',
    title: 'A cache in the server stores responses by URL and Origin',
    policies: ['allowlist', 'credentialed'],
    break: stored(
      ({ path, id, origin }) => `${path} ${id} ${origin}`,
      all(onActual, onRoute('/cacheable'), ({ method }) => method === 'GET'),
    ),
  },
];
