// @ts-check

/** @typedef {import('../../../src/policy/policy.ts').Policy} Policy */

const originLists = ['origins'];
const nameLists = ['methods', 'requestHeaders', 'exposedHeaders'];
const known = [...originLists, 'credentials', ...nameLists, 'maxAge'];

/**
 * Says why a value is no policy that makes sense, so that nobody claims to apply what they do not understand.
 *
 * @param {unknown} value what came over stdin under a policy's name
 * @returns {string | null} the reason in words, or null when it is a {@link Policy}
 */
export function policyProblem(value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return `a policy is an object, not ${JSON.stringify(value)}`;
  }
  for (const [key, field] of Object.entries(value)) {
    const problem = fieldProblem(key, field);
    if (problem !== null) return problem;
  }
  return null;
}

/**
 * @param {string} key
 * @param {unknown} field
 * @returns {string | null}
 */
function fieldProblem(key, field) {
  const shown = JSON.stringify(field);
  if (!known.includes(key)) return `unknown key ${JSON.stringify(key)}; a policy has ${known.join(', ')}`;
  if (key === 'credentials')
    return typeof field === 'boolean' ? null : `credentials is true or false, not ${shown}`;
  if (key === 'maxAge') {
    return Number.isSafeInteger(field) && Number(field) >= 0
      ? null
      : `maxAge is a whole number of seconds, 0 or more, not ${shown}`;
  }
  if (field === '*') return null;
  if (!Array.isArray(field) || !field.every((entry) => typeof entry === 'string' && entry !== '')) {
    return `${key} is "*" or a list of strings, not ${shown}`;
  }
  const wrong = originLists.includes(key) ? field.find((entry) => !isOriginEntry(entry)) : undefined;
  return wrong === undefined
    ? null
    : `origins has ${JSON.stringify(wrong)}, which is neither an origin (https://app.example.com) nor a pattern of ` +
        'subdomains (https://*.example.com)';
}

/** @param {string} entry */
function isOriginEntry(entry) {
  return entry === 'null' || /^[a-z][a-z0-9+.-]*:\/\/(\*\.)?[^\s/*?#]+$/.test(entry);
}

/** @param {string} entry */
function isPattern(entry) {
  return entry.includes('://*.');
}

/**
 * What the entries of `origins` mean, in the form that most libraries take: a string is an origin, an anchored regular
 * expression stands for a pattern of subdomains, one label or more.
 *
 * @param {readonly string[]} origins
 * @returns {(string | RegExp)[]}
 */
export function originMatchers(origins) {
  return origins.map((entry) => {
    if (!isPattern(entry)) return entry;
    const [scheme = '', parent = ''] = entry
      .split('*.')
      .map((part) => part.replace(/[.+*?^$(){}|[\]\\/]/g, '\\$&'));
    return new RegExp(`^${scheme}[a-z0-9-]+(\\.[a-z0-9-]+)*\\.${parent}$`);
  });
}

/**
 * For the libraries that take a function.
 *
 * @param {readonly string[]} origins
 * @returns {(origin: string) => boolean}
 */
export function originPredicate(origins) {
  const matchers = originMatchers(origins);
  return (origin) =>
    matchers.some((matcher) => (typeof matcher === 'string' ? matcher === origin : matcher.test(origin)));
}

/**
 * The only origin of a list that has one and no pattern: who has one origin writes it as a string.
 *
 * @param {readonly string[]} origins
 * @returns {string | null}
 */
export function soleOrigin(origins) {
  const [first, ...others] = origins;
  return first !== undefined && others.length === 0 && !isPattern(first) ? first : null;
}
