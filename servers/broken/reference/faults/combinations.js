// @ts-check
import {
  AC, AH, AM, AO, all, drop, dropCors, fromOrigin, grant, head, letIn, not, onActual, onMethod,
  onPreflight, onRoute, onStatus, put, set, status, when, withCookie, without,
} from '../hooks.js'; // prettier-ignore

/**
 * Defects that only a combination of a request's properties shows: three together, or all of them.
 *
 * @typedef {import('../fault.js').Fault} Fault
 * @typedef {import('../hooks.js').Condition} Condition
 * @typedef {import('../hooks.js').Change} Change
 */

/** @type {Condition} */
const isForeign = ({ origin }) => origin === 'https://evil.test';
/** @type {Condition} */
const isNull = ({ origin }) => origin === 'null';
/** @type {Condition} */
const isLookalike = ({ origin, policy }) =>
  Array.isArray(policy.origins) &&
  origin !== undefined &&
  policy.origins.some((one) => origin.startsWith(`${one}.`));

/** @type {Condition} */
const withApiKey = ({ headers, wants }) => headers['x-api-key'] !== undefined || wants.includes('x-api-key');
/** @type {Condition} */
const withToken = ({ headers, wants }) =>
  headers.authorization !== undefined || wants.includes('authorization');
/** @type {Condition} */
const withJson = ({ headers, wants }) =>
  wants.includes('content-type') || String(headers['content-type'] ?? '').startsWith('application/json');

/**
 * @param {string} id
 * @param {string} title
 * @param {string} policy
 * @param {string} pattern of the parts of the ids of scenarios
 * @param {Condition[]} conditions
 * @param {Change[]} changes
 * @returns {Fault}
 */
const required = (id, title, policy, pattern, conditions, ...changes) => ({
  id: `mix-${id}`,
  title,
  level: 'required',
  policies: [policy],
  onlyIn: 'combinations',
  caughtBy: [`combinations/${pattern}`],
  break: head(when(all(...conditions), ...changes)),
});

/**
 * @param {string} id
 * @param {string} title
 * @param {string} policy
 * @param {string} pattern
 * @param {Condition[]} conditions
 * @returns {Fault}
 */
const security = (id, title, policy, pattern, ...conditions) => ({
  ...required(id, title, policy, pattern, conditions, letIn, grant),
  level: 'security',
});

/** @type {readonly Fault[]} */
const lost = [
  required(
    'delete-key-missing',
    'CORS headers are missing from the 404 response to a DELETE with a custom header',
    'credentialed',
    'delete-custom-*-missing-*',
    [onActual, onMethod('DELETE'), withApiKey, onStatus(404)],
    dropCors,
  ),
  required(
    'put-denied-second',
    'CORS headers are missing from the 403 response to a PUT from the second origin',
    'credentialed',
    'put-*-denied-second-*',
    [onActual, onMethod('PUT'), onStatus(403), fromOrigin(1)],
    dropCors,
  ),
  required(
    'patch-crash-cookie',
    'CORS headers are missing from the 500 response to a PATCH with a cookie',
    'development',
    'patch-*-credentialed-*-crash-*',
    [onActual, onMethod('PATCH'), onStatus(500), withCookie],
    dropCors,
  ),
  required(
    'head-missing-key',
    'CORS headers are missing from the 404 response to a HEAD with a custom header',
    'development',
    'head-custom-*-missing-*',
    [onActual, onMethod('HEAD'), onStatus(404), withApiKey],
    dropCors,
  ),
  required(
    'redirect-delete-second',
    'CORS headers are missing from the redirect of a DELETE from the second origin',
    'credentialed',
    'delete-*-redirected-*-second-*',
    [onActual, onRoute('/redirect'), onMethod('DELETE'), fromOrigin(1)],
    dropCors,
  ),
  required(
    'credentials-post-crash',
    'Access-Control-Allow-Credentials is missing from the 500 response to a POST',
    'credentialed',
    'post-*-credentialed-*-crash-*',
    [onActual, onMethod('POST'), onStatus(500)],
    drop(AC),
  ),
  required(
    'json-private-second',
    'CORS headers are missing from the 401 response to a JSON request from the second origin',
    'credentialed',
    '*-json-*-private-second-*',
    [onActual, withJson, onStatus(401), fromOrigin(1)],
    dropCors,
  ),
  required(
    'first-origin-on-error',
    'Access-Control-Allow-Origin is the first origin in the 404 response to a PUT',
    'credentialed',
    'put-*-missing-second-*',
    [onActual, onMethod('PUT'), onStatus(404)],
    set(AO, 'https://app.example.test'),
  ),
];

/** @type {readonly Fault[]} */
const preflights = [
  required(
    'delete-key-second',
    'The preflight of a DELETE with a custom header from the second origin does not list the method',
    'credentialed',
    'delete-custom-*-second-*',
    [onPreflight, onMethod('DELETE'), withApiKey, fromOrigin(1)],
    set(AM, without('DELETE')),
  ),
  required(
    'json-put-missing',
    'The preflight of a JSON PUT at a missing route gets 404',
    'credentialed',
    'put-json-*-missing-*',
    [onPreflight, onMethod('PUT'), withJson, onRoute('/missing')],
    status(404),
  ),
  required(
    'token-patch-denied',
    'The preflight of a PATCH with Authorization gets 403 where the route denies the request',
    'development',
    'patch-token-*-denied-*',
    [onPreflight, onMethod('PATCH'), withToken, onRoute('/denied')],
    status(403),
  ),
  required(
    'two-headers-redirected',
    'The preflight of a POST with a custom header at a redirect does not list the header',
    'credentialed',
    'post-custom-*-redirected-*',
    [onPreflight, onMethod('POST'), withApiKey, onRoute('/redirect')],
    set(AH, without('X-Api-Key')),
  ),
  required(
    'patch-with-key',
    'A PATCH is allowed if its preflight asks for a custom header as well',
    'credentialed',
    'patch-custom-*-missing-*',
    [onPreflight, onMethod('PATCH'), withApiKey, onRoute('/missing', '/redirect')],
    put(AM, 'PATCH'),
  ),
  required(
    'unlisted-on-delete',
    'A header that is not listed is allowed for a DELETE at a private route',
    'credentialed',
    'delete-unlisted-*-private-*',
    [onPreflight, onMethod('DELETE'), onRoute('/private', '/redirect')],
    grant,
  ),
  required(
    'credentials-on-put-error',
    'Credentials are allowed for a PUT at a missing route, although the policy does not allow them',
    'allowlist',
    'put-*-credentialed-*-missing-*',
    [onMethod('PUT'), onRoute('/missing'), not(isForeign)],
    (sent, seen) => (sent.headers.some(([name]) => name === AO) ? put(AC, 'true')(sent, seen) : sent),
  ),
];

/** @type {readonly Fault[]} */
const granted = [
  security(
    'foreign-put-key',
    'An unrelated origin may send a PUT with a custom header',
    'credentialed',
    'put-custom-*-foreign-*',
    isForeign,
    onMethod('PUT'),
    withApiKey,
  ),
  security(
    'null-delete-crash',
    'The null origin may send a DELETE to a route that fails',
    'credentialed',
    'delete-*-crash-null-*',
    isNull,
    onMethod('DELETE'),
    onRoute('/crash', '/redirect'),
  ),
  security(
    'lookalike-token-private',
    'A lookalike origin may send Authorization to a private route',
    'credentialed',
    '*-token-*-private-lookalike-*',
    isLookalike,
    withToken,
    onRoute('/private', '/redirect'),
  ),
  security(
    'foreign-post-token',
    'An unrelated origin may send a POST with Authorization',
    'credentialed',
    'post-token-*-foreign-*',
    isForeign,
    onMethod('POST'),
    withToken,
  ),
  security(
    'null-put-token',
    'The null origin may send a PUT with Authorization',
    'credentialed',
    'put-token-*-null-*',
    isNull,
    onMethod('PUT'),
    withToken,
  ),
  security(
    'lookalike-key-crash',
    'A lookalike origin may send a custom header to a route that fails',
    'credentialed',
    '*-custom-*-crash-lookalike-*',
    isLookalike,
    withApiKey,
    onRoute('/crash', '/redirect'),
  ),
];

/**
 * Between them they are detected by every combination.
 *
 * @type {readonly Fault[]}
 */
const broad = [
  {
    id: 'mix-nothing',
    title: 'No response has CORS headers',
    level: 'required',
    policies: ['development', 'wildcard'],
    caughtBy: ['combinations/*'],
    break: head(dropCors),
  },
  {
    id: 'mix-everything',
    title: 'Every request of every origin is allowed, with credentials',
    level: 'security',
    policies: ['credentialed', 'wildcard'],
    caughtBy: ['combinations/*'],
    break: head(letIn, put(AC, 'true'), grant),
  },
];

/** @type {readonly Fault[]} */
export const combinations = [...lost, ...preflights, ...granted, ...broad];
