// @ts-check
import {
  add,
  AH,
  all,
  drop,
  grant,
  head,
  including,
  isShared,
  members,
  onActual,
  onPreflight,
  put,
  rename,
  set,
  wanting,
  when,
  without,
} from '../hooks.js';

const json = [
  'preflight/post-json',
  'preflight/post-json-xhr',
  'preflight/post-json-axios-xhr',
  'preflight/put-json',
];
const custom = ['preflight/header-allowed', 'preflight/header-xhr', 'preflight/post-with-header'];

/**
 * @param {string} id
 * @param {string} title
 * @param {string | ((value: string) => string)} value of Access-Control-Allow-Headers
 * @param {string[]} caughtBy
 * @returns {import('../fault.js').Fault}
 */
const spelt = (
  id,
  title,
  value,
  caughtBy = ['preflight/header-allowed', 'preflight/headers-all', 'preflight/post-json'],
) => ({
  id,
  title,
  level: 'required',
  policies: ['allowlist'],
  caughtBy,
  break: head(set(AH, value)),
});

/**
 * @param {string} id
 * @param {string} title
 * @param {string} name that is always allowed
 * @param {string} policy
 * @param {string[]} caughtBy
 * @returns {import('../fault.js').Fault}
 */
const always = (id, title, name, policy, caughtBy) => ({
  id,
  title,
  level: 'required',
  policies: [policy],
  caughtBy,
  break: head(
    when(all(onPreflight, isShared), set(AH, including(name)), (sent, seen) =>
      sent.headers.some(([sentName]) => sentName === AH) ? sent : add(AH, name)(sent, seen),
    ),
  ),
});

/**
 * Faults about Access-Control-Allow-Headers (`#http-access-control-allow-headers`).
 *
 * @type {readonly import('../fault.js').Fault[]}
 */
export const preflightHeaders = [
  {
    id: 'ah-missing',
    title: 'Access-Control-Allow-Headers is never sent',
    level: 'required',
    policies: ['allowlist', 'wildcard', 'development'],
    caughtBy: [
      ...custom,
      ...json,
      'preflight/header-any',
      'preflight/headers-all',
      'preflight/headers-many',
      'preflight/post-json-axios-fetch',
      'credentials/header-any',
      'credentials/authorization',
    ],
    break: head(drop(AH)),
  },
  {
    id: 'ah-without-content-type',
    title: 'Access-Control-Allow-Headers does not list Content-Type',
    level: 'required',
    policies: ['allowlist', 'credentialed'],
    caughtBy: [
      ...json,
      'preflight/headers-all',
      'preflight/post-invalid-type',
      'preflight/allowed-has-effect',
      'credentials/post-json',
      'credentials/post-json-axios',
    ],
    break: head(set(AH, without('Content-Type'))),
  },
  {
    id: 'ah-without-custom',
    title: 'Access-Control-Allow-Headers does not list the policy’s custom header',
    level: 'required',
    policies: ['allowlist', 'credentialed'],
    caughtBy: [...custom, 'preflight/headers-all', 'credentials/header'],
    break: head(set(AH, without('X-Api-Key'))),
  },
  {
    id: 'ah-without-authorization',
    title: 'Access-Control-Allow-Headers does not list Authorization',
    level: 'required',
    policies: ['tokens'],
    caughtBy: ['preflight/authorization-allowed'],
    break: head(set(AH, without('Authorization'))),
  },
  {
    id: 'ah-authorization-not-echoed',
    title: 'All requested headers are returned except Authorization',
    level: 'required',
    policies: ['development'],
    caughtBy: ['credentials/authorization'],
    break: head(set(AH, without('Authorization'))),
  },
  {
    id: 'ah-star-without-authorization',
    title: 'Access-Control-Allow-Headers is `*`, which does not cover Authorization',
    level: 'recommended',
    policies: ['wildcard'],
    caughtBy: ['preflight/authorization-under-wildcard'],
    break: head(set(AH, '*')),
  },
  {
    id: 'ah-safelisted-not-echoed',
    title: 'Safelisted header names are omitted although their values need a preflight',
    level: 'required',
    policies: ['development', 'wildcard'],
    caughtBy: ['preflight/accept-129-bytes', 'preflight/range-suffix'],
    break: head(
      when(
        onPreflight,
        put(AH, ({ wants }) =>
          without('accept', 'accept-language', 'content-language', 'range')(wants.join(',')),
        ),
      ),
    ),
  },
  {
    id: 'ah-fixed-list',
    title: 'All headers are allowed, but only well-known ones are listed',
    level: 'required',
    policies: ['wildcard'],
    caughtBy: ['preflight/header-any', 'preflight/headers-many', 'preflight/range-suffix'],
    break: head(when(onPreflight, put(AH, 'Accept, Authorization, Content-Type, X-Requested-With'))),
  },
  {
    id: 'ah-on-actual-only',
    title: 'Access-Control-Allow-Headers is in the actual response, where browsers ignore it',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['preflight/header-allowed', 'preflight/post-json'],
    break: head(drop(AH), when(onActual, add(AH, 'Content-Type, X-Api-Key'))),
  },
  {
    id: 'ah-misspelt',
    title: 'The headers are in Access-Control-Allowed-Headers',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['preflight/header-allowed', 'preflight/post-json'],
    break: head(rename(AH, 'Access-Control-Allowed-Headers')),
  },
  spelt('ah-empty', 'Access-Control-Allow-Headers is empty', ''),
  spelt('ah-semicolons', 'Access-Control-Allow-Headers has semicolons instead of commas', (value) =>
    value.replaceAll(',', ';'),
  ),
  spelt('ah-spaces', 'Access-Control-Allow-Headers has spaces instead of commas', (value) =>
    value.replaceAll(',', ''),
  ),
  spelt('ah-quoted', 'Access-Control-Allow-Headers is in quotes', (value) => `"${value}"`),
  spelt(
    'ah-brackets',
    'Access-Control-Allow-Headers is a list as printed by a programming language',
    (value) =>
      `[${members(value)
        .map((name) => `'${name}'`)
        .join(', ')}]`,
  ),
  spelt(
    'ah-bad-token',
    'Access-Control-Allow-Headers has an element that is not a token',
    (value) => `${value}, X Other`,
  ),
  spelt('ah-colons', 'Access-Control-Allow-Headers has a colon after each name', (value) =>
    members(value)
      .map((name) => `${name}:`)
      .join(', '),
  ),
  spelt(
    'ah-underscores',
    'Access-Control-Allow-Headers has underscores instead of hyphens, as in CGI',
    (value) => value.replaceAll('-', '_'),
  ),
  spelt(
    'ah-prefix-pattern',
    'Access-Control-Allow-Headers has a pattern, which is not a valid wildcard',
    'Content-*, X-*',
  ),
  spelt(
    'ah-first-only',
    'Access-Control-Allow-Headers lists only the first header',
    (value) => members(value)[0] ?? '',
    ['preflight/header-allowed', 'preflight/headers-all'],
  ),
  spelt(
    'ah-last-only',
    'Access-Control-Allow-Headers lists only the last header',
    (value) => members(value).at(-1) ?? '',
    ['preflight/post-json', 'preflight/headers-all'],
  ),
  {
    id: 'ah-one-at-a-time',
    title: 'Only the first requested header is allowed',
    level: 'required',
    policies: ['allowlist', 'development'],
    caughtBy: ['preflight/headers-all', 'preflight/headers-many'],
    break: head(
      when(
        ({ preflight, wants }) => preflight && wants.length > 1,
        put(AH, ({ wants }) => wants[0] ?? ''),
      ),
    ),
  },
  {
    id: 'ah-not-for-head',
    title: 'A preflight for HEAD gets no allowed headers',
    level: 'recommended',
    policies: ['tokens'],
    caughtBy: ['preflight/head-with-header'],
    break: head(when(({ asked }) => asked === 'HEAD', drop(AH))),
  },
  {
    id: 'ah-cut',
    title: 'Access-Control-Allow-Headers is truncated after 40 characters',
    level: 'required',
    policies: ['development'],
    caughtBy: ['preflight/headers-many'],
    break: head(set(AH, (value) => value.slice(0, 40))),
  },
  {
    id: 'ah-echo',
    title: 'All requested headers are allowed',
    level: 'required',
    policies: ['allowlist', 'public', 'credentialed'],
    caughtBy: [
      'preflight/header-refused',
      'preflight/header-mixed-refused',
      'preflight/authorization-refused',
      'preflight/range-suffix-refused',
      'preflight/post-json-refused',
      'credentials/header-refused',
    ],
    break: head(
      when(
        all(onPreflight, isShared, ({ wants }) => wants.length > 0),
        put(AH, ({ wants }) => wants.join(', ')),
      ),
    ),
  },
  {
    id: 'ah-star',
    title: 'Access-Control-Allow-Headers is `*` although the policy lists headers',
    level: 'required',
    policies: ['allowlist', 'public'],
    caughtBy: ['preflight/header-refused', 'preflight/header-mixed-refused', 'preflight/post-json-refused'],
    break: head(when(all(onPreflight, isShared), put(AH, '*'))),
  },
  {
    id: 'ah-one-opens-all',
    title: 'If one requested header is allowed, all others are allowed too',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['preflight/header-mixed-refused'],
    break: head(when(wanting('x-api-key'), grant)),
  },
  always('ah-always-authorization', 'Authorization is always allowed', 'Authorization', 'allowlist', [
    'preflight/authorization-refused',
  ]),
  always('ah-always-content-type', 'Content-Type is always allowed', 'Content-Type', 'public', [
    'preflight/post-json-refused',
  ]),
  always('ah-always-range', 'Range is always allowed', 'Range', 'allowlist', [
    'preflight/range-suffix-refused',
  ]),
  always(
    'ah-always-unlisted',
    'A header that the policy does not list is allowed',
    'X-Corspec-Unlisted',
    'credentialed',
    ['preflight/header-refused', 'credentials/header-refused'],
  ),
];
