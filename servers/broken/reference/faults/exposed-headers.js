// @ts-check
import {
  add,
  all,
  drop,
  EH,
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
  withCookie,
} from '../hooks.js';

/**
 * @param {string} id
 * @param {string} title
 * @param {string | ((value: string) => string)} value of Access-Control-Expose-Headers
 * @returns {import('../fault.js').Fault}
 */
const spelt = (id, title, value) => ({
  id,
  title,
  level: 'required',
  policies: ['allowlist'],
  caughtBy: ['exposed-headers/exposed'],
  break: head(set(EH, value)),
});

/**
 * Faults about Access-Control-Expose-Headers (`#http-access-control-expose-headers`).
 *
 * @type {readonly import('../fault.js').Fault[]}
 */
export const exposedHeaders = [
  {
    id: 'eh-missing',
    title: 'Access-Control-Expose-Headers is never sent',
    level: 'required',
    policies: ['allowlist', 'wildcard', 'credentialed'],
    caughtBy: [
      'exposed-headers/exposed',
      'exposed-headers/exposed-xhr',
      'exposed-headers/exposed-axios',
      'exposed-headers/all',
      'exposed-headers/exposed-with-credentials',
    ],
    break: head(drop(EH)),
  },
  {
    id: 'eh-on-preflight-only',
    title: 'Access-Control-Expose-Headers is in the preflight response, where browsers ignore it',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['exposed-headers/exposed-after-preflight'],
    break: head(drop(EH), when(onPreflight, add(EH, 'X-Total-Count, ETag'))),
  },
  {
    id: 'eh-misspelt',
    title: 'The exposed headers are in Access-Control-Exposed-Headers',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['exposed-headers/exposed'],
    break: head(rename(EH, 'Access-Control-Exposed-Headers')),
  },
  spelt('eh-empty', 'Access-Control-Expose-Headers is empty', ''),
  spelt('eh-semicolons', 'Access-Control-Expose-Headers has semicolons instead of commas', (value) =>
    value.replaceAll(',', ';'),
  ),
  spelt('eh-spaces', 'Access-Control-Expose-Headers has spaces instead of commas', (value) =>
    value.replaceAll(',', ''),
  ),
  spelt('eh-quoted', 'Access-Control-Expose-Headers is in quotes', (value) => `"${value}"`),
  spelt(
    'eh-first-only',
    'Access-Control-Expose-Headers lists only the first header',
    (value) => members(value)[0] ?? '',
  ),
  spelt(
    'eh-bad-token',
    'Access-Control-Expose-Headers has an element that is not a token',
    (value) => `${value}, X Other`,
  ),
  {
    id: 'eh-request-names',
    title: 'Access-Control-Expose-Headers lists the names of request headers',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['exposed-headers/exposed'],
    break: head(set(EH, 'Accept, Content-Type, X-Api-Key')),
  },
  ...['HEAD', 'POST', 'PUT'].map((method) => ({
    id: `eh-not-on-${method.toLowerCase()}`,
    title: `Access-Control-Expose-Headers is missing from the response to ${method}`,
    level: /** @type {const} */ ('required'),
    policies: [method === 'HEAD' ? 'tokens' : 'allowlist'],
    caughtBy:
      {
        HEAD: ['exposed-headers/exposed-on-head'],
        POST: ['exposed-headers/exposed-on-post'],
        PUT: ['exposed-headers/exposed-after-preflight'],
      }[method] ?? [],
    break: head(when(all(onActual, onMethod(method)), drop(EH))),
  })),
  {
    id: 'eh-first-origin-only',
    title: 'Headers are exposed only to the first allowed origin',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['exposed-headers/exposed-second-origin'],
    break: head(when(({ origin, policy }) => policy.origins?.[0] !== origin, drop(EH))),
  },
  {
    id: 'eh-not-with-cookie',
    title: 'No headers are exposed for requests with a cookie',
    level: 'required',
    policies: ['credentialed'],
    caughtBy: ['exposed-headers/exposed-with-credentials'],
    break: head(when(withCookie, drop(EH))),
  },
  {
    id: 'eh-star-with-credentials',
    title: 'Access-Control-Expose-Headers is `*` with credentials',
    level: 'required',
    policies: ['credentialed', 'exposing'],
    caughtBy: ['exposed-headers/exposed-with-credentials', 'exposed-headers/all-with-credentials'],
    // The reference rejects a policy that exposes all headers with credentials, so it gets another one.
    break: {
      policy: (policy) => ({ ...policy, exposedHeaders: [] }),
      ...head(when(all(onActual, isShared), put(EH, '*'))),
    },
  },
  {
    id: 'eh-star',
    title: 'Access-Control-Expose-Headers is `*` although the policy lists headers',
    level: 'required',
    policies: ['allowlist', 'public'],
    caughtBy: [
      'exposed-headers/unexposed-hidden',
      'exposed-headers/unexposed-hidden-xhr',
      'exposed-headers/none-exposed',
    ],
    break: head(when(all(onActual, isShared), put(EH, '*'))),
  },
  {
    id: 'eh-too-much',
    title: 'A header that the policy does not list is exposed',
    level: 'required',
    policies: ['allowlist', 'credentialed'],
    caughtBy: ['exposed-headers/unexposed-hidden', 'exposed-headers/unexposed-hidden-xhr'],
    break: head(set(EH, including('X-Request-Id'))),
  },
  {
    id: 'eh-all-of-the-response',
    title: 'All response headers are exposed by name',
    level: 'required',
    policies: ['allowlist', 'public'],
    caughtBy: ['exposed-headers/unexposed-hidden', 'exposed-headers/none-exposed'],
    break: head(
      when(all(onActual, isShared), (sent, seen) =>
        put(EH, sent.headers.map(([name]) => name).join(', '))(sent, seen),
      ),
    ),
  },
  {
    id: 'eh-one-by-default',
    title: 'A library exposes an additional header by default',
    level: 'required',
    policies: ['public'],
    caughtBy: ['exposed-headers/none-exposed'],
    break: head(when(all(onActual, isShared), put(EH, 'ETag'))),
  },
];
