// @ts-check
import {
  add,
  drop,
  head,
  isShared,
  MA,
  onActual,
  onPreflight,
  rename,
  set,
  wanting,
  when,
} from '../hooks.js';

/** @param {string} id @param {string} title @param {string} value @returns {import('../fault.js').Fault} */
const spelt = (id, title, value) => ({
  id,
  title,
  level: 'recommended',
  policies: ['allowlist'],
  caughtBy: ['max-age/value'],
  break: head(set(MA, value)),
});

/**
 * Preflights that are cached for too long, or not at all (`#http-access-control-max-age`).
 *
 * @type {readonly import('../fault.js').Fault[]}
 */
export const maxAge = [
  {
    id: 'ma-missing',
    title: 'Access-Control-Max-Age is never sent',
    level: 'recommended',
    policies: ['allowlist', 'credentialed', 'uncached'],
    caughtBy: ['max-age/value', 'max-age/zero-forgets', 'max-age/zero-forgets-header'],
    break: head(drop(MA)),
  },
  {
    id: 'ma-zero-dropped',
    title: 'A max age of 0 is treated as not set',
    level: 'recommended',
    policies: ['uncached'],
    caughtBy: ['max-age/zero-forgets', 'max-age/zero-forgets-header'],
    break: {
      policy: ({ maxAge: seconds, ...policy }) => (seconds ? { ...policy, maxAge: seconds } : policy),
    },
  },
  {
    id: 'ma-zero-becomes-default',
    title: 'A max age of 0 is replaced by the library’s default',
    level: 'recommended',
    policies: ['uncached'],
    caughtBy: ['max-age/zero-forgets', 'max-age/zero-forgets-header'],
    break: head(set(MA, '86400')),
  },
  {
    id: 'ma-zero',
    title: 'Access-Control-Max-Age is 0 although the policy has 600 seconds',
    level: 'recommended',
    policies: ['allowlist', 'credentialed'],
    caughtBy: [
      'max-age/remembered',
      'max-age/remembered-header',
      'max-age/remembered-with-credentials',
      'max-age/value',
    ],
    break: head(set(MA, '0')),
  },
  {
    id: 'ma-zero-for-headers',
    title: 'Access-Control-Max-Age is 0 for preflights that request a header',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: ['max-age/remembered-header'],
    break: head(when(wanting('x-api-key'), set(MA, '0'))),
  },
  {
    id: 'ma-too-long',
    title: 'Access-Control-Max-Age is much longer than the policy’s',
    level: 'recommended',
    policies: ['short-lived'],
    caughtBy: ['max-age/expires', 'max-age/value'],
    break: head(set(MA, '600')),
  },
  {
    id: 'ma-on-actual-only',
    title: 'Access-Control-Max-Age is in the actual response, where browsers ignore it',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: ['max-age/value'],
    break: head(
      drop(MA),
      when((seen, sent) => onActual(seen, sent) && isShared(seen, sent), add(MA, '600')),
    ),
  },
  {
    id: 'ma-misspelt',
    title: 'The max age is in Access-Control-Max-Time',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: ['max-age/value'],
    break: head(rename(MA, 'Access-Control-Max-Time')),
  },
  {
    id: 'ma-doubled',
    title: 'Access-Control-Max-Age is sent twice',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: ['max-age/value'],
    break: head(when(onPreflight, add(MA, '600'))),
  },
  spelt('ma-minus-one', 'Access-Control-Max-Age is -1', '-1'),
  spelt('ma-empty', 'Access-Control-Max-Age is empty', ''),
  spelt('ma-milliseconds', 'Access-Control-Max-Age is in milliseconds', '600000'),
  spelt('ma-minutes', 'Access-Control-Max-Age is in minutes', '10'),
  spelt('ma-capped', 'Access-Control-Max-Age is limited to one minute', '60'),
  spelt('ma-fraction', 'Access-Control-Max-Age is a fraction', '600.0'),
  spelt('ma-unit', 'Access-Control-Max-Age has a unit', '600s'),
  spelt('ma-duration', 'Access-Control-Max-Age is an ISO 8601 duration', 'PT10M'),
  spelt('ma-true', 'Access-Control-Max-Age is `true`', 'true'),
  spelt('ma-quoted', 'Access-Control-Max-Age is in quotes', '"600"'),
];
