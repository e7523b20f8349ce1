// @ts-check
import { AO, dropCors, head, onActual, onRoute, onStatus, set, when, all } from '../hooks.js';

/** @param {number} code @param {string} what @param {string[]} caughtBy @returns {import('../fault.js').Fault} */
const lost = (code, what, caughtBy) => ({
  id: `headers-lost-on-${code}`,
  title: `CORS headers are missing from ${what}`,
  level: 'required',
  policies: ['allowlist', 'credentialed'],
  caughtBy,
  break: head(when(all(onActual, onStatus(code)), dropCors)),
});

/**
 * Error responses without CORS headers (`#http-responses`).
 *
 * @type {readonly import('../fault.js').Fault[]}
 */
export const errors = [
  lost(401, 'the 401 response of the authentication', [
    'errors/unauthorized-put',
    'simple/unauthorized-readable',
    'preflight/before-authentication',
    'credentials/unauthorized-readable',
  ]),
  lost(403, 'a 403 response of the application', [
    'errors/denied-put',
    'errors/denied-with-credentials',
    'simple/denied-readable',
  ]),
  lost(404, 'the 404 response', [
    'errors/not-found-xhr',
    'errors/not-found-put',
    'redirects/to-not-found',
    'simple/not-found-readable',
    'preflight/not-found',
    'credentials/not-found-readable',
  ]),
  lost(500, 'the 500 response to a handler that throws', [
    'errors/crash-post',
    'errors/crash-put',
    'errors/crash-put-with-credentials',
    'simple/crash-readable',
    'preflight/crash',
    'credentials/crash-readable',
  ]),
  {
    id: 'headers-on-success-alone',
    title: 'CORS headers are only in responses with status 200 to 299, as with nginx without `always`',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: [
      'errors/bad-request',
      'simple/not-found-readable',
      'simple/denied-readable',
      'simple/unauthorized-readable',
      'simple/crash-readable',
    ],
    break: head(when((_, { status }) => status >= 300, dropCors)),
  },
  {
    id: 'error-page-by-itself',
    title: 'The error handler sets headers itself, for another origin',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['simple/crash-readable'],
    break: head(when(onRoute('/crash'), set(AO, 'https://localhost'))),
  },
  {
    id: 'crash-becomes-200',
    title: 'The CORS code catches what a handler throws and responds with 200',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['simple/crash-readable', 'preflight/crash'],
    break: head(when(onStatus(500), ({ headers }) => ({ status: 200, headers }))),
  },
  {
    id: 'not-found-becomes-200',
    title: 'An unknown path gets status 200',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['simple/not-found-readable', 'preflight/not-found', 'same-origin/not-found'],
    break: head(when(onStatus(404), ({ headers }) => ({ status: 200, headers }))),
  },
];
