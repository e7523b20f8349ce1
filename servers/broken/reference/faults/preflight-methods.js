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
 * Faults about Access-Control-Allow-Methods (`#http-access-control-allow-methods`).
 *
 * @type {readonly import('../fault.js').Fault[]}
 */
export const preflightMethods = [
  forgotten('PUT'),
  forgotten('DELETE'),
  {
    id: 'am-without-patch',
    title: 'All methods except PATCH are allowed, as in many default lists',
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
    title: 'Access-Control-Allow-Methods is in the actual response, where browsers ignore it',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['preflight/put-allowed'],
    break: head(drop(AM), when(onActual, add(AM, 'GET, POST, PUT, DELETE'))),
  },
  {
    id: 'am-in-allow',
    title: 'The methods are in Allow, which browsers ignore for CORS',
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
  spelt('am-semicolons', 'Access-Control-Allow-Methods has semicolons instead of commas', (value) =>
    value.replaceAll(',', ';'),
  ),
  spelt('am-spaces', 'Access-Control-Allow-Methods has spaces instead of commas', (value) =>
    value.replaceAll(',', ''),
  ),
  spelt('am-pipes', 'Access-Control-Allow-Methods has `|` instead of commas', (value) =>
    members(value).join('|'),
  ),
  spelt('am-quoted', 'Access-Control-Allow-Methods is in quotes', (value) => `"${value}"`),
  spelt(
    'am-brackets',
    'Access-Control-Allow-Methods is a list as printed by a programming language',
    (value) => `[${value}]`,
  ),
  spelt(
    'am-bad-token',
    'Access-Control-Allow-Methods has an element that is not a token',
    (value) => `${value}, (none)`,
  ),
  spelt(
    'am-first-only',
    'Access-Control-Allow-Methods lists only the first method',
    (value) => members(value)[0] ?? '',
  ),
  spelt(
    'am-last-lost',
    'Access-Control-Allow-Methods does not list the last method',
    (value) => members(value).slice(0, -1).join(', '),
    ['preflight/delete-allowed'],
  ),
  spelt(
    'am-options-only',
    'Access-Control-Allow-Methods lists only OPTIONS, the method of the preflight itself',
    'OPTIONS',
  ),
  {
    id: 'am-not-for-json',
    title: 'Access-Control-Allow-Methods is missing if the preflight has Access-Control-Request-Headers',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['preflight/put-json'],
    break: head(when(({ wants }) => wants.length > 0, drop(AM))),
  },
  {
    id: 'am-second-origin',
    title: 'No methods are allowed for the second allowed origin',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['preflight/put-second-origin'],
    break: head(when(({ origin, policy }) => policy.origins?.[0] !== origin, drop(AM))),
  },
  {
    id: 'am-echo',
    title: 'Every requested method is allowed',
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
    title: 'Access-Control-Allow-Methods is `*` although the policy lists methods',
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
    title: 'The library’s default methods are allowed instead of the policy’s',
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
    title: `${method} is allowed although the policy does not list it`,
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
    title: 'A method is allowed if the list contains its name as text',
    level: 'required',
    policies: ['wildcard'],
    caughtBy: ['preflight/patch-allowed'],
    break: head(when(all(onPreflight, onMethod('PATCH')), put(AM, 'PAT, CH'))),
  },
];
