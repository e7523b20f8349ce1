// @ts-check

/**
 * Building blocks of faults: a fault changes the response head, optionally under a condition.
 *
 * @typedef {import('./server.js').Break} Break
 * @typedef {import('./server.js').Head} Head
 * @typedef {import('./server.js').Seen} Seen
 * @typedef {(head: Head, seen: Seen) => Head} Change
 * @typedef {(seen: Seen, head: Head) => boolean} Condition
 */

export const AO = 'Access-Control-Allow-Origin';
export const AC = 'Access-Control-Allow-Credentials';
export const AM = 'Access-Control-Allow-Methods';
export const AH = 'Access-Control-Allow-Headers';
export const EH = 'Access-Control-Expose-Headers';
export const MA = 'Access-Control-Max-Age';

/** @param {Change[]} changes one after the other @returns {Break} */
export function head(...changes) {
  return { head: inOrder(changes) };
}

/** @param {Condition} condition @param {Change[]} changes @returns {Change} */
export function when(condition, ...changes) {
  const change = inOrder(changes);
  return (sent, seen) => (condition(seen, sent) ? change(sent, seen) : sent);
}

/** @param {Change[]} changes @returns {Change} */
function inOrder(changes) {
  return (sent, seen) => changes.reduce((before, change) => change(before, seen), sent);
}

/**
 * Changes a header if it is sent.
 *
 * @param {string} name
 * @param {string | ((value: string, seen: Seen) => string)} value
 * @returns {Change}
 */
export function set(name, value) {
  return ({ status, headers }, seen) => ({
    status,
    headers: headers.map(([sent, old]) =>
      same(sent, name) ? [sent, typeof value === 'string' ? value : value(old, seen)] : [sent, old],
    ),
  });
}

/**
 * Sends a header, once.
 *
 * @param {string} name
 * @param {string | ((seen: Seen) => string)} value
 * @returns {Change}
 */
export function put(name, value) {
  return (sent, seen) => add(name, value)(drop(name)(sent, seen), seen);
}

/**
 * Sends a header in a line of its own, whether it is there or not.
 *
 * @param {string} name
 * @param {string | ((seen: Seen) => string)} value
 * @returns {Change}
 */
export function add(name, value) {
  return ({ status, headers }, seen) => ({
    status,
    headers: [...headers, [name, typeof value === 'string' ? value : value(seen)]],
  });
}

/** @param {string[]} names @returns {Change} */
export function drop(...names) {
  return ({ status, headers }) => ({
    status,
    headers: headers.filter(([sent]) => !names.some((name) => same(sent, name))),
  });
}

/** @param {string} from @param {string} to @returns {Change} */
export function rename(from, to) {
  return ({ status, headers }) => ({
    status,
    headers: headers.map(([sent, value]) => [same(sent, from) ? to : sent, value]),
  });
}

/** @type {Change} */
export const dropCors = ({ status, headers }) => ({
  status,
  headers: headers.filter(([name]) => !name.toLowerCase().startsWith('access-control-')),
});

/** @param {number} code @param {string} [location] @returns {Change} */
export function status(code, location) {
  return ({ headers }) => ({
    status: code,
    headers: location === undefined ? headers : [...headers, ['Location', location]],
  });
}

/** A response of a proxy without CORS support. @param {number} code @returns {Change} */
export function bare(code) {
  return (sent, seen) => status(code)(dropCors(sent, seen), seen);
}

/** Lets the origin that asks in, with credentials where they are configured. @type {Change} */
export const letIn = (sent, seen) => {
  const { origin, policy } = seen;
  if (origin === undefined) return sent;
  const shared = put(AO, origin)(sent, seen);
  return policy.credentials === true ? put(AC, 'true')(shared, seen) : shared;
};

/** Allows what a preflight asks for. @type {Change} */
export const grant = (sent, seen) => {
  if (!seen.preflight) return sent;
  const method = put(AM, seen.asked)(sent, seen);
  return seen.wants.length === 0 ? method : put(AH, seen.wants.join(', '))(method, seen);
};

/** @type {Condition} */
export const onPreflight = ({ preflight }) => preflight;
/** @type {Condition} */
export const onActual = ({ preflight }) => !preflight;
/** @type {Condition} */
export const withCookie = ({ headers }) => headers.cookie !== undefined;
/** @type {Condition} */
export const withoutOrigin = ({ origin }) => origin === undefined;
/** @type {Condition} */
export const isRefused = ({ origin }, sent) => origin !== undefined && !has(sent, AO);
/** @type {Condition} */
export const isShared = (_seen, sent) => has(sent, AO);

/** @param {string[]} paths @returns {Condition} */
export function onRoute(...paths) {
  return ({ path }) => paths.includes(path);
}

/** @param {string[]} methods of the request, or that its preflight asks for @returns {Condition} */
export function onMethod(...methods) {
  return ({ asked }) => methods.includes(asked);
}

/** @param {string} name in lower case @param {RegExp} value @returns {Condition} */
export function onHeader(name, value) {
  return ({ headers }) => value.test(String(headers[name] ?? ''));
}

/** @param {number} code @returns {Condition} */
export function onStatus(code) {
  return (_seen, sent) => sent.status === code;
}

/** @param {string} name in lower case @returns {Condition} a preflight asks for that header */
export function wanting(name) {
  return ({ preflight, wants }) => preflight && wants.includes(name);
}

/** @param {number} index of the policy's list @returns {Condition} */
export function fromOrigin(index) {
  return ({ origin, policy }) => Array.isArray(policy.origins) && policy.origins[index] === origin;
}

/**
 * Whether a request is not the first for which this was asked with the same key.
 *
 * @param {(seen: Seen) => string} key
 * @returns {Condition}
 */
export function again(key) {
  return (seen) => {
    const name = `asked: ${key(seen)}`;
    const isAgain = seen.memory.has(name);
    seen.memory.set(name, true);
    return isAgain;
  };
}

/** @param {Condition[]} conditions @returns {Condition} */
export function all(...conditions) {
  return (seen, sent) => conditions.every((condition) => condition(seen, sent));
}

/** @param {Condition} condition @returns {Condition} */
export function not(condition) {
  return (seen, sent) => !condition(seen, sent);
}

/** @param {string} value of a list header @returns {string[]} */
export function members(value) {
  return value.split(',').map((member) => member.trim());
}

/** @param {string[]} names in any case @returns {(value: string) => string} a list header without them */
export function without(...names) {
  return (value) =>
    members(value)
      .filter((member) => !names.some((name) => same(name, member)))
      .join(', ');
}

/** @param {string[]} names @returns {(value: string) => string} a list header with them */
export function including(...names) {
  return (value) => [...members(value), ...names].filter((name) => name !== '').join(', ');
}

/** @param {string} origin @returns {URL | null} null for an origin that cannot be parsed */
export function parsed(origin) {
  try {
    return new URL(origin);
  } catch {
    return null;
  }
}

/** @param {Head} sent @param {string} name */
export function has(sent, name) {
  return sent.headers.some(([other]) => same(other, name));
}

/** @param {string} a @param {string} b */
function same(a, b) {
  return a.toLowerCase() === b.toLowerCase();
}
