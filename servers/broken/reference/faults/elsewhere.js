// @ts-check
import {
  AC,
  all,
  AO,
  bare,
  drop,
  dropCors,
  head,
  isShared,
  letIn,
  onActual,
  onHeader,
  onPreflight,
  onRoute,
  put,
  status,
  when,
} from '../hooks.js';

const assets = ['/image.png', '/script.js', '/module.js', '/style.css', '/font.woff2', '/stream'];

/** @type {import('../hooks.js').Condition} */
const isError = ({ preflight }, { status: code }) => !preflight && code >= 400;

/** @type {import('../hooks.js').Change} */
const withCredentials = (sent, seen) =>
  put(AC, 'true')(put(AO, ({ origin = '*' }) => origin)(sent, seen), seen);

/**
 * Redirects, error responses, embedded resources and caches.
 *
 * @type {readonly import('../fault.js').Fault[]}
 */
export const elsewhere = [
  {
    id: 'redirect-of-preflight',
    title: 'The preflight of a redirecting path is redirected too',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: [
      'redirects/put-preflighted',
      'redirects/header-preflighted',
      'redirects/other-origin-put-refused',
    ],
    break: head(when(all(onPreflight, onRoute('/redirect')), status(307, '/resource'))),
  },
  {
    id: 'redirect-for-all',
    title: 'Redirects are readable from every origin',
    level: 'security',
    policies: ['credentialed'],
    caughtBy: ['redirects/foreign-refused', 'redirects/foreign-with-credentials-refused'],
    break: head(when(onRoute('/redirect'), letIn)),
  },
  {
    id: 'redirect-without-credentials',
    title: 'Access-Control-Allow-Credentials is missing from redirects',
    level: 'required',
    policies: ['credentialed'],
    caughtBy: ['redirects/with-credentials', 'redirects/other-origin-with-credentials-refused'],
    break: head(when(onRoute('/redirect'), drop(AC))),
  },
  {
    id: 'error-pages-bare',
    title: 'CORS headers are missing from all error responses',
    level: 'required',
    policies: ['allowlist', 'credentialed'],
    caughtBy: [
      'errors/not-found-xhr',
      'errors/bad-request',
      'errors/denied-put',
      'errors/unauthorized-put',
      'errors/crash-post',
      'errors/crash-put',
      'errors/denied-with-credentials',
      'errors/crash-put-with-credentials',
    ],
    break: head(when(isError, dropCors)),
  },
  {
    id: 'error-pages-for-all',
    title: 'Error responses are readable from every origin',
    level: 'recommended',
    policies: ['credentialed'],
    caughtBy: [
      'errors/foreign-denied-refused',
      'errors/foreign-unauthorized-refused',
      'errors/foreign-crash-refused',
      'errors/foreign-crash-with-credentials-refused',
      'errors/foreign-malformed-path-refused',
    ],
    break: head(when(isError, letIn)),
  },
  {
    id: 'assets-bare',
    title: 'CORS headers are missing from static files and streams',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['embeds/img-allowed', 'embeds/module-allowed', 'embeds/style-allowed', 'embeds/font-allowed'],
    break: head(when(onRoute(...assets), dropCors)),
  },
  {
    id: 'assets-for-all',
    title: 'Static files, streams and JSONP are readable from every origin',
    level: 'security',
    policies: ['allowlist'],
    caughtBy: [
      'embeds/img-refused',
      'embeds/script-refused',
      'embeds/module-refused',
      'embeds/style-refused',
      'embeds/font-refused',
      'embeds/css-font-refused',
      'embeds/event-source-refused',
      'embeds/jsonp-by-fetch-refused',
    ],
    break: head(when(onRoute(...assets, '/jsonp'), letIn)),
  },
  {
    id: 'assets-without-credentials',
    title: 'Access-Control-Allow-Credentials is missing from static files and streams',
    level: 'required',
    policies: ['credentialed'],
    caughtBy: [
      'embeds/img-with-credentials',
      'embeds/script-with-credentials',
      'embeds/module-with-credentials',
      'embeds/style-with-credentials',
      'embeds/event-source-with-credentials',
    ],
    break: head(when(onRoute(...assets), drop(AC))),
  },
  {
    id: 'assets-with-credentials',
    title: 'Static files and streams are shared with credentials although the policy does not allow them',
    level: 'security',
    policies: ['allowlist'],
    caughtBy: [
      'embeds/img-with-credentials-refused',
      'embeds/script-with-credentials-refused',
      'embeds/module-with-credentials-refused',
      'embeds/style-with-credentials-refused',
      'embeds/event-source-with-credentials-refused',
    ],
    break: head(when(all(onRoute(...assets), isShared), withCredentials)),
  },
  {
    id: 'wrong-method-bare',
    title: 'CORS headers are missing from the framework’s response to a method that a route does not support',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['errors/wrong-method', 'errors/wrong-method-post', 'embeds/script-allowed'],
    break: head(when(all(onActual, onRoute('/script.js')), bare(405))),
  },
  {
    id: 'vary-asterisk',
    title: 'Vary is `*`',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: ['caching/vary-is-no-asterisk'],
    break: head(put('Vary', '*')),
  },
  {
    id: 'echo-without-vary',
    title: 'With any origin allowed, the origin is reflected without Vary',
    level: 'recommended',
    policies: ['public'],
    caughtBy: ['caching/vary-any', 'caching/own-vary-kept'],
    break: head(
      when(
        isShared,
        put(AO, ({ origin = '*' }) => origin),
      ),
    ),
  },
  {
    id: 'vary-missing',
    title: 'Vary: Origin is never sent',
    level: 'recommended',
    policies: ['allowlist', 'credentialed'],
    caughtBy: ['caching/vary-allowed', 'caching/vary-second', 'caching/read-before-by-another'],
    break: head(drop('Vary')),
  },
  {
    id: 'vary-lost-on-refusal',
    title: '`Vary: Origin` is missing if the origin is not allowed or absent',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: [
      'caching/vary-refused',
      'caching/vary-nobody',
      'caching/vary-missing',
      'caching/vary-denied',
      'caching/vary-crash',
      'caching/vary-redirect',
      'caching/vary-head',
    ],
    break: head((sent, seen) =>
      sent.headers.some(([name]) => name === AO) ? sent : drop('Vary')(sent, seen),
    ),
  },
  {
    id: 'vary-overwritten',
    title: 'The CORS code overwrites the Vary header of a handler',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: ['caching/own-vary-kept-refused'],
    break: head(put('Vary', 'Origin')),
  },
  {
    id: 'vary-of-request',
    title: 'The request’s Vary header is copied to the response',
    level: 'recommended',
    policies: ['allowlist', 'public'],
    caughtBy: ['robustness/vary-of-request-ignored'],
    break: head(
      when(
        onHeader('vary', /./),
        put('Vary', ({ headers }) => String(headers.vary)),
      ),
    ),
  },
  {
    id: 'redirect-without-headers',
    title: 'CORS headers are missing from redirects',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: [
      'redirects/same-origin',
      'redirects/same-origin-permanent',
      'redirects/same-origin-xhr',
      'redirects/to-not-found',
      'redirects/post-becomes-get',
      'redirects/post-stays-post',
      'redirects/manual',
    ],
    break: head(when(onRoute('/redirect'), dropCors)),
  },
  {
    id: 'stream-without-headers',
    title: 'CORS headers are missing from event streams',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['embeds/event-source-allowed', 'embeds/event-source-data'],
    break: head(when(onRoute('/stream'), dropCors)),
  },
];
