// @ts-check
import { originMatchers, soleOrigin } from '../node/policy.js';

/**
 * @typedef {import('../node/policy.js').Policy} Policy
 *
 * @typedef {object} CorsOptions those of cors that a policy has
 * @property {string | false | (string | RegExp)[]} [origin]
 * @property {boolean} [credentials]
 * @property {string[]} [methods]
 * @property {string[]} [allowedHeaders]
 * @property {string[]} [exposedHeaders]
 * @property {number} [maxAge]
 */

/**
 * @param {Policy} policy
 * @returns {CorsOptions}
 */
export function corsOptions(policy) {
  /** @type {CorsOptions} */
  const options = {};
  if (policy.origins !== undefined) options.origin = originOption(policy.origins);
  if (policy.credentials !== undefined) options.credentials = policy.credentials;
  // "All" is the default: GET,HEAD,PUT,PATCH,POST,DELETE, and whatever headers the preflight asks for.
  if (policy.methods !== undefined && policy.methods !== '*') options.methods = [...policy.methods];
  if (policy.requestHeaders !== undefined && policy.requestHeaders !== '*') {
    options.allowedHeaders = [...policy.requestHeaders];
  }
  if (policy.exposedHeaders !== undefined) options.exposedHeaders = [...policy.exposedHeaders];
  if (policy.maxAge !== undefined) options.maxAge = policy.maxAge;
  return options;
}

/**
 * @param {NonNullable<Policy['origins']>} origins
 * @returns {NonNullable<CorsOptions['origin']>}
 */
function originOption(origins) {
  if (origins === '*') return '*';
  // The README: "set it to `false` to disable CORS".
  return origins.length === 0 ? false : (soleOrigin(origins) ?? originMatchers(origins));
}
