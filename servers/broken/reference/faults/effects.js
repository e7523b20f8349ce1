// @ts-check
import {
  all,
  grant,
  head,
  isRefused,
  letIn,
  onHeader,
  onMethod,
  onPreflight,
  onActual,
  onRoute,
  wanting,
  when,
} from '../hooks.js';

/** @typedef {import('../fault.js').Fault} Fault */

/**
 * @param {string} id
 * @param {string} title
 * @param {import('../hooks.js').Condition} condition of a preflight that passes for every origin
 * @param {string[]} caughtBy
 * @param {string} [policy]
 * @returns {Fault}
 */
const passed = (id, title, condition, caughtBy, policy = 'allowlist') => ({
  id,
  title,
  level: 'security',
  policies: [policy],
  caughtBy,
  break: head(when(all(onPreflight, condition, isRefused), letIn, grant)),
});

/**
 * Preflights that always pass, or that execute the requested method (`#cors-preflight-fetch-0`).
 *
 * @type {readonly Fault[]}
 */
export const effects = [
  {
    id: 'put-performed',
    title: 'OPTIONS executes the requested method: a PUT takes effect twice, or once if it is blocked',
    level: 'security',
    policies: ['allowlist'],
    caughtBy: ['effects/foreign-put', 'effects/put-once', 'effects/preflights-change-nothing'],
    break: { performs: ({ asked }) => asked === 'PUT' },
  },
  passed('foreign-patch', 'The preflight of a PATCH passes for every origin', onMethod('PATCH'), [
    'effects/foreign-patch',
  ]),
  passed(
    'foreign-upload',
    'A preflight without requested headers passes for every origin, as with an upload listener',
    (seen) => seen.asked === 'POST' && seen.wants.length === 0,
    ['effects/foreign-upload-listener'],
  ),
  passed(
    'foreign-requested-with',
    'The preflight of X-Requested-With passes for every origin, to support old libraries',
    wanting('x-requested-with'),
    ['effects/foreign-post-with-header'],
    'credentialed',
  ),
  passed(
    'foreign-redirected-put',
    'The preflight of a redirecting path passes for every origin',
    onRoute('/redirect'),
    ['redirects/foreign-put-refused'],
  ),
  passed(
    'null-preflight',
    'The preflight of a page with an opaque origin passes',
    ({ origin }) => origin === 'null',
    [
      'null-origin/sandbox-put-refused',
      'null-origin/sandbox-credentials-put-refused',
      'redirects/other-origin-put-refused',
    ],
    'credentialed',
  ),
  {
    id: 'axios-for-all',
    title: 'Requests that accept JSON are treated as the API’s own client and allowed for every origin',
    level: 'security',
    policies: ['allowlist'],
    caughtBy: ['clients/refused-alike'],
    break: head(when(all(onActual, isRefused, onHeader('accept', /^application\/json/)), letIn)),
  },
];
