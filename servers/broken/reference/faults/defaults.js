// @ts-check
import {
  AC,
  add,
  all,
  bare,
  dropCors,
  head,
  isRefused,
  onActual,
  onMethod,
  onStatus,
  status,
  when,
} from '../hooks.js';

/** @type {import('../hooks.js').Condition} */
const isPlainOptions = ({ method, preflight }) => method === 'OPTIONS' && !preflight;

/** @type {import('../hooks.js').Condition} */
const hasEmptyList = ({ preflight, headers }) =>
  preflight && headers['access-control-request-headers'] === '';

/** Scenarios in which OPTIONS is a request of its own. */
const plainOptions = ['methods/options-is-no-preflight', 'methods/options-of-nobody', 'same-origin/options'];

/**
 * What the middleware of common libraries does by default, without consequences for a page: informative scenarios report
 * it, and no other scenario may fail.
 *
 * @type {readonly import('../fault.js').Harmless[]}
 */
export const defaults = [
  {
    id: 'credentials-on-refusal',
    title: 'Access-Control-Allow-Credentials is sent to origins that are not allowed',
    policies: ['credentialed'],
    informs: [
      'hygiene/refused-without-credentials-header',
      'hygiene/refused-preflight-without-credentials-header',
    ],
    break: head(when(isRefused, add(AC, 'true'))),
  },
  {
    id: 'options-bare',
    title: 'CORS headers are missing from the response to an OPTIONS request that is not a preflight',
    policies: ['allowlist'],
    informs: ['methods/options-readable'],
    break: head(when(isPlainOptions, dropCors)),
  },
  {
    id: 'options-swallowed',
    title: 'Every OPTIONS request is handled as a preflight',
    policies: ['allowlist', 'public'],
    informs: plainOptions,
    break: { decide: (answer, { method }) => ({ ...answer, preflight: method === 'OPTIONS' }) },
  },
  {
    id: 'options-swallowed-with-200',
    title: 'Every OPTIONS request gets status 200 and an empty body',
    policies: ['allowlist'],
    informs: plainOptions,
    break: {
      decide: (answer, { method }) => ({ ...answer, preflight: method === 'OPTIONS' }),
      ...head(when(onStatus(204), status(200))),
    },
  },
  {
    id: 'options-refused',
    title: 'An OPTIONS request that is not a preflight gets status 400',
    policies: ['allowlist'],
    informs: ['same-origin/options'],
    break: head(when(all(onActual, onMethod('OPTIONS')), status(400))),
  },
  {
    id: 'empty-list-refused',
    title: 'A preflight with an empty list of request headers fails',
    policies: ['allowlist'],
    informs: ['robustness/headers-empty'],
    break: head(when(hasEmptyList, bare(400))),
  },
];
