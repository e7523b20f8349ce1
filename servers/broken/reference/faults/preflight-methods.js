// @ts-check
import {
  add,
  all,
  AM,
  drop,
  head,
  including,
  isShared,
  members,
  onActual,
  onMethod,
  onPreflight,
  put,
  rename,
  set,
  when,
  without,
} from '../hooks.js';

/**
 * @param {string} id
 * @param {string} title
 * @param {string | ((value: string) => string)} value of Access-Control-Allow-Methods
 * @param {string[]} caughtBy
 * @returns {import('../fault.js').Fault}
 */
const spelt = (id, title, value, caughtBy = ['preflight/put-allowed', 'preflight/delete-allowed']) => ({
  id,
  title,
  level: 'required',
  policies: ['allowlist'],
  caughtBy,
  break: head(set(AM, value)),
});

/** @param {string} method @returns {import('../fault.js').Fault} */
const forgotten = (method) => ({
  id: `am-without-${method.toLowerCase()}`,
  title: `Access-Control-Allow-Methods does not list ${method}`,
  level: 'required',
  policies: ['allowlist', 'credentialed'],
  caughtBy:
    {
      PUT: [
        'preflight/put-allowed',
        'preflight/put-normalized',
        'preflight/put-xhr',
        'preflight/put-json',
        'credentials/put',
      ],
      DELETE: ['preflight/delete-allowed', 'credentials/delete'],
    }[method] ?? [],
  break: head(set(AM, without(method))),
});

/**
 * Access-Control-Allow-Methods: too little and too much (`#http-access-control-allow-methods`).
 *
 * @type {readonly import('../fault.js').Fault[]}
 */
export const preflightMethods = [
  forgotten('PUT'),
  forgotten('DELETE'),
  {
    id: 'am-without-patch',
    title: 'All methods are allowed, but for PATCH, which a default list lacks',
    level: 'required',
    policies: ['wildcard', 'development'],
    caughtBy: ['preflight/patch-allowed', 'credentials/patch'],
    break: head(when(onPreflight, put(AM, 'GET, HEAD, PUT, POST, DELETE'))),
  },
  {
    id: 'am-missing',
    title: 'Access-Control-Allow-Methods is never sent',
    level: 'required',
    policies: ['allowlist', 'development'],
    caughtBy: ['preflight/put-allowed', 'preflight/delete-allowed', 'preflight/patch-allowed'],
    break: head(drop(AM)),
  },
  {
    id: 'am-on-actual-only',
    title: 'Access-Control-Allow-Methods is on the actual response, where nobody looks for it',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['preflight/put-allowed'],
    break: head(drop(AM), when(onActual, add(AM, 'GET, POST, PUT, DELETE'))),
  },
  {
    id: 'am-in-allow',
    title: 'The methods are in Allow, which is not CORS',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['preflight/put-allowed'],
    break: head(rename(AM, 'Allow')),
  },
  {
    id: 'am-misspelt',
    title: 'The methods are in Access-Control-Allowed-Methods',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['preflight/put-allowed'],
    break: head(rename(AM, 'Access-Control-Allowed-Methods')),
  },
  spelt('am-empty', 'Access-Control-Allow-Methods is empty', ''),
  spelt('am-lower-case', 'Access-Control-Allow-Methods is in lower case', (value) => value.toLowerCase()),
  spelt('am-capitalised', 'Access-Control-Allow-Methods has `Put` and `Delete`', (value) =>
    value.replace(/\B\w+/g, (rest) => rest.toLowerCase()),
  ),
  spelt('am-semicolons', 'Access-Control-Allow-Methods has semicolons for commas', (value) =>
    value.replaceAll(',', ';'),
  ),
  spelt('am-spaces', 'Access-Control-Allow-Methods has spaces alone', (value) => value.replaceAll(',', '')),
  spelt('am-pipes', 'Access-Control-Allow-Methods has `|` for commas', (value) => members(value).join('|')),
  spelt('am-quoted', 'Access-Control-Allow-Methods is in quotes', (value) => `"${value}"`),
  spelt(
    'am-brackets',
    'Access-Control-Allow-Methods is a list as a language prints it',
    (value) => `[${value}]`,
  ),
  spelt(
    'am-bad-token',
    'Access-Control-Allow-Methods has one member that is no token',
    (value) => `${value}, (none)`,
  ),
  spelt(
    'am-first-only',
    'Access-Control-Allow-Methods has the first method alone',
    (value) => members(value)[0] ?? '',
  ),
  spelt(
    'am-last-lost',
    'Access-Control-Allow-Methods lacks the last method',
    (value) => members(value).slice(0, -1).join(', '),
    ['preflight/delete-allowed'],
  ),
  spelt(
    'am-options-only',
    'Access-Control-Allow-Methods has OPTIONS, the method of the preflight itself',
    'OPTIONS',
  ),
  {
    id: 'am-not-for-json',
    title: 'With Access-Control-Request-Headers, Access-Control-Allow-Methods is forgotten',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['preflight/put-json'],
    break: head(when(({ wants }) => wants.length > 0, drop(AM))),
  },
  {
    id: 'am-second-origin',
    title: 'The second origin of the list is allowed no methods',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['preflight/put-second-origin'],
    break: head(when(({ origin, policy }) => policy.origins?.[0] !== origin, drop(AM))),
  },
  {
    id: 'am-echo',
    title: 'Whatever method a preflight asks for is allowed',
    level: 'required',
    policies: ['allowlist', 'public', 'credentialed'],
    caughtBy: [
      'methods/unusual-refused',
      'effects/refused-method',
      'preflight/unknown-method-refused',
      'preflight/patch-refused',
      'preflight/put-refused',
      'preflight/delete-refused',
      'credentials/method-refused',
    ],
    break: head(
      when(
        all(onPreflight, isShared),
        put(AM, ({ asked }) => asked),
      ),
    ),
  },
  {
    id: 'am-star',
    title: 'Access-Control-Allow-Methods is `*`, though the policy lists methods',
    level: 'required',
    policies: ['allowlist', 'public'],
    caughtBy: [
      'preflight/unknown-method-refused',
      'preflight/patch-refused',
      'preflight/put-refused',
      'preflight/delete-refused',
      'preflight/refused-has-no-effect',
    ],
    break: head(when(all(onPreflight, isShared), put(AM, '*'))),
  },
  {
    id: 'am-defaults',
    title: 'The library’s own list of methods is allowed instead of the policy’s',
    level: 'required',
    policies: ['public', 'allowlist', 'credentialed'],
    caughtBy: [
      'preflight/put-refused',
      'preflight/delete-refused',
      'preflight/patch-refused',
      'credentials/method-refused',
    ],
    break: head(when(all(onPreflight, isShared), put(AM, 'GET, HEAD, PUT, PATCH, POST, DELETE'))),
  },
  ...['PUT', 'DELETE', 'PATCH', 'REPORT'].map((method) => ({
    id: `am-too-much-${method.toLowerCase()}`,
    title: `${method} is allowed, and the policy does not list it`,
    level: /** @type {const} */ ('required'),
    policies: ['public'],
    caughtBy:
      {
        PUT: ['preflight/put-refused'],
        DELETE: ['preflight/delete-refused', 'preflight/refused-has-no-effect'],
        PATCH: ['preflight/patch-refused'],
        REPORT: ['preflight/unknown-method-refused'],
      }[method] ?? [],
    break: head(set(AM, including(method))),
  })),
  {
    id: 'am-substring',
    title: 'A method is allowed when its name is found in the list as text',
    level: 'required',
    policies: ['wildcard'],
    caughtBy: ['preflight/patch-allowed'],
    break: head(when(all(onPreflight, onMethod('PATCH')), put(AM, 'PAT, CH'))),
  },
];
