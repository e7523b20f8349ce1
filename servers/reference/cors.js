// @ts-check
import { originPredicate } from '../shared/node/policy.js';

/**
 * CORS as the Fetch standard has it (`#http-cors-protocol`), as one pure function of a policy and a request. It knows
 * nothing of sockets and routes, so that a server that is wrong on purpose can be made by changing what it gives.
 *
 * @typedef {import('../shared/node/policy.js').Policy} Policy
 *
 * @typedef {object} RequestFacts what of a request matters to CORS; a header that is absent is undefined
 * @property {string} method
 * @property {string | undefined} origin
 * @property {string | undefined} requestMethod Access-Control-Request-Method
 * @property {string | undefined} requestHeaders Access-Control-Request-Headers
 *
 * @typedef {object} CorsAnswer
 * @property {boolean} preflight the request is a preflight: it is answered with 204 and no body, and reaches no route
 * @property {readonly (readonly [name: string, value: string])[]} headers to set on the response, whatever its status
 * @property {readonly string[]} vary to add to the response's Vary, beside what a route puts there
 *
 * @typedef {(request: RequestFacts) => CorsAnswer} Cors
 */

/**
 * @param {Policy} policy
 * @returns {string | null} why the reference will not apply it, or null when it will
 */
export function refusal(policy) {
  if (policy.credentials !== true) return null;
  if (policy.origins === '*') {
    return (
      'any origin with credentials: every site could read what is behind the user’s cookie ' +
      '(https://fetch.spec.whatwg.org/#cors-protocol-and-credentials); list the origins, or do without credentials'
    );
  }
  if (policy.exposedHeaders === '*') {
    return (
      'all response headers with credentials: `*` is no wildcard there ' +
      '(https://fetch.spec.whatwg.org/#cors-protocol-and-credentials); list the headers'
    );
  }
  return null;
}

/**
 * @param {Policy} policy one that {@link refusal} has nothing against
 * @param {(origin: string) => boolean} [isAllowed] whether the policy's list of origins has one
 * @returns {Cors}
 */
export function corsFor(policy, isAllowed = originPredicate(listOf(policy.origins))) {
  const { origins } = policy;
  // Not stated: nothing is shared with anybody, and OPTIONS is a method like any other.
  if (origins === undefined) return () => ({ preflight: false, headers: [], vary: [] });
  // `#cors-protocol-and-http-caches`: an answer that is the same for every origin needs no Vary.
  if (origins === '*') return (request) => answer(policy, request, '*', []);
  return (request) => {
    const allowed = request.origin !== undefined && isAllowed(request.origin) ? request.origin : null;
    return answer(policy, request, allowed, ['Origin']);
  };
}

/**
 * @param {Policy} policy
 * @param {RequestFacts} request
 * @param {string | null} allowOrigin null refuses: then there is nothing but Vary
 * @param {readonly string[]} vary
 * @returns {CorsAnswer}
 */
function answer(policy, request, allowOrigin, vary) {
  const preflight = isPreflight(request);
  if (allowOrigin === null) return { preflight, headers: [], vary };
  return {
    preflight,
    headers: [
      ['Access-Control-Allow-Origin', allowOrigin],
      // `#http-access-control-allow-credentials`: exactly `true`, or not there.
      ...header('Access-Control-Allow-Credentials', policy.credentials === true ? 'true' : undefined),
      ...(preflight ? preflightHeaders(policy, request) : actualHeaders(policy)),
    ],
    vary: preflight ? [...vary, ...preflightVary(policy)] : vary,
  };
}

/**
 * `#cors-preflight-request`. OPTIONS without these headers is a request like any other.
 *
 * @param {RequestFacts} request
 */
function isPreflight({ method, origin, requestMethod }) {
  return method === 'OPTIONS' && origin !== undefined && requestMethod !== undefined;
}

/**
 * @param {Policy} policy
 * @returns {CorsAnswer['headers']}
 */
function actualHeaders({ exposedHeaders = [] }) {
  return header('Access-Control-Expose-Headers', list(exposedHeaders));
}

/**
 * The whole policy is told, whatever the preflight asks for: a browser may remember all of it.
 *
 * @param {Policy} policy
 * @param {RequestFacts} request
 * @returns {CorsAnswer['headers']}
 */
function preflightHeaders(policy, request) {
  return [
    ...header('Access-Control-Allow-Methods', allowMethods(policy, request)),
    ...header('Access-Control-Allow-Headers', allowHeaders(policy, request)),
    ...header('Access-Control-Max-Age', policy.maxAge?.toString()),
  ];
}

/** `#cors-safelisted-method` */
const needNoPermission = 'GET, HEAD, POST';

/**
 * `#cors-protocol-and-credentials`: with credentials `*` is no wildcard, so what is asked for is echoed. A policy that allows
 * no method sends a list nevertheless: without one, a request with an upload listener may have any method.
 *
 * @param {Policy} policy
 * @param {RequestFacts} request
 */
function allowMethods({ methods, credentials }, { requestMethod }) {
  if (methods === '*' && credentials === true) return tokens(requestMethod);
  return methods?.length === 0 ? needNoPermission : list(methods ?? []);
}

/**
 * `#cors-non-wildcard-request-header-name`: `*` never covers Authorization.
 *
 * @param {Policy} policy
 * @param {RequestFacts} request
 */
function allowHeaders({ requestHeaders: allowed = [], credentials }, { requestHeaders }) {
  if (allowed !== '*') return list(allowed);
  return credentials === true ? tokens(requestHeaders) : '*, Authorization';
}

/**
 * @param {Policy} policy
 * @returns {string[]} the request headers that are echoed
 */
function preflightVary({ credentials, methods, requestHeaders }) {
  if (credentials !== true) return [];
  return [
    ...(methods === '*' ? ['Access-Control-Request-Method'] : []),
    ...(requestHeaders === '*' ? ['Access-Control-Request-Headers'] : []),
  ];
}

/** @param {Policy['origins']} origins */
function listOf(origins = []) {
  return origins === '*' ? [] : origins;
}

/** @param {'*' | readonly string[]} names */
function list(names) {
  return names === '*' ? names : names.join(', ');
}

/**
 * Only what is a list of names is echoed, as such a list.
 *
 * @param {string | undefined} value
 */
function tokens(value) {
  const members = (value ?? '').split(',').map((member) => member.trim());
  return members.filter((member) => /^[\w!#$%&'*+.^`|~-]+$/.test(member)).join(', ');
}

/**
 * @param {string} name
 * @param {string | undefined} value a header without a value is left out
 * @returns {CorsAnswer['headers']}
 */
function header(name, value) {
  return value === undefined || value === '' ? [] : [[name, value]];
}
