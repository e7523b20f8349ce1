// @ts-check

/** @typedef {import('../node/policy.js').Policy} Policy */

/** What recipes list for all methods where `*` is no wildcard: with credentials. */
export const everyMethod = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * The headers of a recipe beside Access-Control-Allow-Origin and Vary. An empty list is a header that is not sent.
 *
 * @param {Policy} policy
 * @param {string} requested what stands for the requested headers, which are reflected where `*` is no wildcard
 * @returns {[name: string, value: string][]}
 */
export function otherHeaders({ credentials, methods, requestHeaders, exposedHeaders, maxAge }, requested) {
  const [allMethods, allHeaders] =
    credentials === true ? [everyMethod.join(', '), requested] : ['*', '*, Authorization'];
  return [
    ...(credentials === true ? [header('Access-Control-Allow-Credentials', 'true')] : []),
    ...list('Access-Control-Allow-Methods', methods, allMethods),
    ...list('Access-Control-Allow-Headers', requestHeaders, allHeaders),
    ...list('Access-Control-Expose-Headers', exposedHeaders, '*'),
    ...(maxAge === undefined ? [] : [header('Access-Control-Max-Age', String(maxAge))]),
  ];
}

/**
 * @param {string} name
 * @param {'*' | readonly string[] | undefined} names
 * @param {string} all what stands for all
 */
function list(name, names = [], all) {
  if (names.length === 0) return [];
  return [header(name, names === '*' ? all : names.join(', '))];
}

/**
 * @param {string} name
 * @param {string} value
 * @returns {[name: string, value: string]}
 */
function header(name, value) {
  return [name, value];
}

/** @param {string} entry of the origins of a policy */
export function isPattern(entry) {
  return entry.includes('://*.');
}

/**
 * An anchored regular expression for origins, in the syntax that all of these servers have.
 *
 * @param {readonly string[]} origins not empty: an empty expression would match everything
 */
export function anchored(origins) {
  return `^(${origins.map(expression).join('|')})$`;
}

/** @param {string} entry an origin, or `https://*.example.com` */
export function expression(entry) {
  return entry.replaceAll('.', '\\.').replace('://*\\.', '://([a-z0-9-]+\\.)+');
}

/**
 * Why a policy cannot be written into a configuration file, or null.
 *
 * @param {Policy} policy
 * @param {RegExp} special characters that have a meaning in that file
 * @param {string} file
 */
export function unwritable(policy, special, file) {
  const found = Object.values(policy)
    .flat()
    .find((value) => special.test(String(value)));
  return found === undefined ? null : `${file} cannot have ${JSON.stringify(found)} in a value`;
}
