// @ts-check
import {
  AC,
  all,
  AO,
  bare,
  drop,
  dropCors,
  EH,
  head,
  including,
  isRefused,
  isShared,
  letIn,
  not,
  onActual,
  onHeader,
  onPreflight,
  onRoute,
  onStatus,
  put,
  set,
  status,
  wanting,
  when,
} from '../hooks.js';

/**
 * @typedef {import('../fault.js').Fault} Fault
 * @typedef {import('../hooks.js').Change} Change
 * @typedef {import('../hooks.js').Condition} Condition
 * @typedef {Pick<Fault, 'level' | 'policies' | 'caughtBy'>} Caught
 */

/** @param {string} id @param {string} title @param {Caught} caught @param {Change[]} changes @returns {Fault} */
const fault = (id, title, caught, ...changes) => ({ id, title, ...caught, break: head(...changes) });

/** @param {string[]} policies @param {string[]} caughtBy @returns {Caught} */
const required = (policies, ...caughtBy) => ({ level: 'required', policies, caughtBy });
/** @param {string[]} policies @param {string[]} caughtBy @returns {Caught} */
const recommended = (policies, ...caughtBy) => ({ level: 'recommended', policies, caughtBy });
/** @param {string[]} policies @param {string[]} caughtBy @returns {Caught} */
const security = (policies, ...caughtBy) => ({ level: 'security', policies, caughtBy });

/** @type {Condition} */
const fromFirst = ({ origin, policy }) => Array.isArray(policy.origins) && policy.origins[0] === origin;

/** The first allowed origin, as in a configuration of files by hand. @type {Change} */
const firstOriginOnly = when(
  isShared,
  set(AO, (_, { policy }) => (Array.isArray(policy.origins) ? (policy.origins[0] ?? '*') : '*')),
);

const conditional = onRoute('/conditional');
const notModified = all(onActual, onStatus(304));

/** @type {readonly Fault[]} */
const conditionalFaults = [
  fault(
    'not-modified-bare',
    '304 responses have no CORS headers: an ETag middleware removes all headers that it does not know',
    required(['wildcard', 'development'], 'conditional/not-modified', 'conditional/not-modified-xhr', 'conditional/not-modified-with-credentials', 'conditional/etag-exposed-not-modified'),
    when(notModified, dropCors),
  ),
  fault(
    'not-modified-bare-in-caches',
    '304 responses have no CORS headers, so that those of the stored response are used for another origin',
    recommended(['allowlist', 'credentialed', 'public'], 'conditional/headers-on-304', 'conditional/revalidated-for-another', 'conditional/revalidated-for-another-with-credentials'),
    when(notModified, dropCors),
  ),
  fault(
    'not-modified-cached-origin',
    '304 responses have the origin that was allowed first, with the ETag',
    recommended(['allowlist', 'credentialed'], 'conditional/headers-on-304-second'),
    when(all(notModified, not(fromFirst)), firstOriginOnly, drop('Vary')),
  ),
  fault(
    'not-modified-without-vary',
    '304 responses have no Vary',
    recommended(['allowlist', 'credentialed'], 'conditional/vary', 'conditional/vary-second'),
    when(notModified, drop('Vary')),
  ),
  fault(
    'not-modified-without-credentials',
    '304 responses have no Access-Control-Allow-Credentials',
    required(['development'], 'conditional/not-modified-with-credentials'),
    when(notModified, drop(AC)),
  ),
  fault(
    'not-modified-exposes-nothing',
    '304 responses have no Access-Control-Expose-Headers',
    required(['wildcard'], 'conditional/etag-exposed-not-modified'),
    when(notModified, drop(EH)),
  ),
  fault(
    'not-modified-for-all',
    '304 responses are shared with every origin, as they have no content',
    recommended(['allowlist', 'closed'], 'conditional/foreign-refused'),
    when(notModified, letIn),
  ),
  fault(
    'not-modified-becomes-200',
    'The CORS code responds to conditional requests itself, with 200 and no body',
    required(['wildcard'], 'conditional/not-modified', 'conditional/not-modified-xhr'),
    when(notModified, ({ headers }) => ({ status: 200, headers })),
  ),
  fault(
    'conditional-rejected',
    'Conditional requests with an unknown ETag are rejected before CORS',
    required(['wildcard', 'development'], 'conditional/modified'),
    when(all(onActual, onHeader('if-none-match', /other/)), bare(412)),
  ),
  fault(
    'if-none-match-forgotten',
    'If-None-Match is taken for a header that needs no permission, and is not in the list',
    required(['development'], 'conditional/not-modified', 'conditional/modified'),
    when(wanting('if-none-match'), drop('Access-Control-Allow-Headers')),
  ),
  fault(
    'if-none-match-for-all',
    'If-None-Match is always allowed, for the sake of caches',
    required(['allowlist', 'credentialed', 'public'], 'conditional/header-refused'),
    when(wanting('if-none-match'), put('Access-Control-Allow-Headers', 'If-None-Match')),
  ),
  fault(
    'etag-not-exposed',
    'ETag is not exposed where the application sets it itself',
    required(['allowlist', 'credentialed'], 'conditional/etag-exposed'),
    when(all(onActual, conditional), set(EH, 'X-Total-Count')),
  ),
  fault(
    'etag-always-exposed',
    'An ETag middleware exposes the header that it sets',
    required(['public'], 'conditional/etag-hidden'),
    when(all(onActual, conditional, isShared), put(EH, 'ETag')),
  ),
]; // prettier-ignore

const parser = all(onActual, onRoute('/parse'));

/** @type {readonly Fault[]} */
const bodyFaults = [
  fault(
    'parser-first',
    'The body parser is registered before the CORS middleware: its errors have no CORS headers',
    required(['allowlist', 'credentialed'], 'bodies/broken-json', 'bodies/broken-json-xhr', 'bodies/broken-json-second-origin', 'bodies/broken-json-with-credentials', 'bodies/too-large', 'bodies/other-type'),
    when(all(parser, (_, sent) => sent.status >= 400), dropCors),
  ),
  fault(
    'broken-json-bare',
    'The response to broken JSON has no CORS headers',
    required(['allowlist', 'wildcard'], 'bodies/broken-json', 'bodies/broken-json-xhr'),
    when(all(parser, onStatus(400)), dropCors),
  ),
  fault(
    'broken-json-first-origin',
    'The error handler for broken JSON has one origin written into it',
    required(['allowlist'], 'bodies/broken-json-second-origin'),
    when(all(parser, onStatus(400)), firstOriginOnly),
  ),
  fault(
    'broken-json-without-credentials',
    'The error handler for broken JSON does not send Access-Control-Allow-Credentials',
    required(['credentialed'], 'bodies/broken-json-with-credentials'),
    when(all(parser, onStatus(400)), drop(AC)),
  ),
  fault(
    'too-large-bare',
    'The 413 response of a proxy or body parser has no CORS headers',
    required(['allowlist', 'credentialed'], 'bodies/too-large', 'bodies/too-large-xhr', 'bodies/too-large-with-credentials'),
    when(onStatus(413), dropCors),
  ),
  fault(
    'too-large-with-star',
    'The proxy’s 413 response has `*`, which is not sufficient with credentials',
    required(['credentialed'], 'bodies/too-large-with-credentials'),
    when(onStatus(413), put(AO, '*')),
  ),
  fault(
    'other-type-bare',
    'The 415 response has no CORS headers',
    required(['allowlist', 'public'], 'bodies/other-type', 'bodies/other-type-form'),
    when(onStatus(415), dropCors),
  ),
  fault(
    'other-type-without-credentials',
    'The 415 response has no Access-Control-Allow-Credentials',
    required(['credentialed'], 'bodies/other-type-with-credentials'),
    when(onStatus(415), drop(AC)),
  ),
  fault(
    'form-rejected-by-proxy',
    'A firewall rejects forms that a JSON API does not expect, before CORS',
    required(['allowlist'], 'bodies/other-type-form'),
    when(all(parser, onHeader('content-type', /urlencoded/)), bare(403)),
  ),
  fault(
    'parsed-becomes-empty',
    'The CORS code responds to every request with Content-Type application/json itself',
    required(['allowlist'], 'bodies/parsed'),
    when(all(parser, onStatus(200)), ({ headers }) => ({ status: 202, headers })),
  ),
  fault(
    'parser-errors-for-all',
    'The errors of the body parser are shared with every origin',
    recommended(['allowlist', 'closed'], 'bodies/foreign-other-type-refused'),
    when(all(parser, onStatus(415)), letIn),
  ),
  fault(
    'json-for-all',
    'The preflight of JSON passes for every origin',
    security(['credentialed'], 'bodies/foreign-json-refused'),
    when(all(onPreflight, onRoute('/parse'), isRefused), letIn, put('Access-Control-Allow-Headers', 'Content-Type')),
  ),
]; // prettier-ignore

const tooMany = onStatus(429);

/** @type {readonly Fault[]} */
const limitFaults = [
  fault(
    'limit-first',
    'The rate limit is registered before the CORS middleware: its response has no CORS headers',
    required(['allowlist', 'credentialed'], 'limits/readable', 'limits/readable-xhr', 'limits/with-credentials', 'limits/put'),
    when(tooMany, dropCors),
  ),
  fault(
    'limit-of-preflights',
    'The rate limit counts preflights too',
    required(['allowlist'], 'limits/put'),
    when(all(onPreflight, onRoute('/limited')), bare(429)),
  ),
  fault(
    'limit-first-origin',
    'The rate limit has one origin written into it',
    required(['allowlist'], 'limits/readable-second-origin'),
    when(tooMany, firstOriginOnly),
  ),
  fault(
    'limit-without-credentials',
    'The response of the rate limit has no Access-Control-Allow-Credentials',
    required(['credentialed'], 'limits/with-credentials'),
    when(tooMany, drop(AC)),
  ),
  fault(
    'retry-after-not-exposed',
    'The response of the rate limit exposes no headers',
    required(['wildcard'], 'limits/retry-after-exposed'),
    when(tooMany, drop(EH)),
  ),
  fault(
    'retry-after-always-exposed',
    'The rate limit exposes the header that it sets',
    required(['allowlist'], 'limits/retry-after-hidden'),
    when(all(tooMany, isShared), set(EH, including('Retry-After'))),
  ),
  fault(
    'limit-for-all',
    'The response of the rate limit is shared with every origin',
    recommended(['allowlist', 'credentialed'], 'limits/foreign-refused'),
    when(tooMany, letIn),
  ),
]; // prettier-ignore

const folder = onRoute('/dir');

/** @type {readonly Fault[]} */
const slashFaults = [
  fault(
    'slash-first',
    'The framework adds a slash before CORS: the redirect has no CORS headers',
    required(['allowlist', 'credentialed'], 'trailing-slash/followed', 'trailing-slash/followed-xhr', 'trailing-slash/followed-second-origin', 'trailing-slash/with-credentials', 'trailing-slash/manual'),
    when(all(onActual, folder), dropCors),
  ),
  fault(
    'slash-of-preflight',
    'The framework redirects the preflight too, to add a slash',
    required(['allowlist', 'credentialed'], 'trailing-slash/preflighted'),
    when(all(onPreflight, folder), status(307, '/dir/')),
  ),
  fault(
    'slash-of-preflight-bare',
    'The framework redirects the preflight before CORS',
    required(['allowlist'], 'trailing-slash/preflighted'),
    when(all(onPreflight, folder), dropCors, status(301, '/dir/')),
  ),
  fault(
    'no-preflight-without-slash',
    'The path without its slash has no route for OPTIONS',
    required(['allowlist'], 'trailing-slash/preflighted'),
    when(all(onPreflight, folder), bare(404)),
  ),
  fault(
    'slash-first-origin',
    'The redirect to the slash has one origin written into it',
    required(['allowlist'], 'trailing-slash/followed-second-origin'),
    when(folder, firstOriginOnly),
  ),
  fault(
    'slash-without-credentials',
    'The redirect to the slash has no Access-Control-Allow-Credentials',
    required(['credentialed'], 'trailing-slash/with-credentials'),
    when(folder, drop(AC)),
  ),
  fault(
    'slash-bare-at-end',
    'The path with a slash is a static page without CORS headers',
    required(['allowlist'], 'trailing-slash/followed', 'trailing-slash/preflighted'),
    when(onRoute('/dir/'), dropCors),
  ),
  fault(
    'slash-for-all',
    'The redirect to the slash is shared with every origin',
    recommended(['allowlist', 'closed'], 'trailing-slash/foreign-refused'),
    when(folder, letIn),
  ),
  fault(
    'slash-without-vary',
    'The redirect to the slash has no Vary',
    recommended(['allowlist', 'credentialed'], 'trailing-slash/vary'),
    when(folder, drop('Vary')),
  ),
]; // prettier-ignore

/**
 * What frameworks do themselves: they compare ETags, parse bodies, limit rates and add slashes, and often before the CORS
 * code runs.
 */
export const frameworks = [...conditionalFaults, ...bodyFaults, ...limitFaults, ...slashFaults];
