// @ts-check
import { all, bare, dropCors, head, not, onActual, onHeader, onMethod, when } from '../hooks.js';

/**
 * @param {string} id
 * @param {string} title
 * @param {import('../hooks.js').Condition} condition on requests that are answered by something without CORS
 * @param {number} code
 * @param {string[]} caughtBy
 * @returns {import('../fault.js').Fault}
 */
const filtered = (id, title, condition, code, caughtBy) => ({
  id,
  title,
  level: 'required',
  policies: ['allowlist'],
  caughtBy,
  break: head(
    when(
      all(onActual, ({ origin }) => origin !== undefined, condition),
      bare(code),
    ),
  ),
});

/**
 * Simple requests that are rejected (`#cors-safelisted-request-header`).
 *
 * @type {readonly import('../fault.js').Fault[]}
 */
export const requests = [
  filtered(
    'no-text',
    'A POST of text/plain is rejected before CORS',
    all(onMethod('POST'), onHeader('content-type', /^text\/plain/i)),
    415,
    ['simple/post-text', 'simple/post-charset', 'simple/post-xhr'],
  ),
  filtered(
    'no-capital-text',
    'A Content-Type in another case is rejected before CORS',
    onHeader('content-type', /[A-Z]\w*\//),
    415,
    ['simple/post-charset'],
  ),
  filtered(
    'no-urlencoded',
    'A POST of a form is rejected before CORS',
    onHeader('content-type', /urlencoded/),
    415,
    ['simple/post-urlencoded'],
  ),
  filtered(
    'no-multipart',
    'A POST of multipart/form-data is rejected before CORS',
    onHeader('content-type', /^multipart\//),
    413,
    ['simple/post-form-data'],
  ),
  filtered(
    'no-untyped',
    'A POST without Content-Type is rejected before CORS',
    all(onMethod('POST'), onHeader('content-type', /^$/)),
    400,
    ['simple/post-untyped', 'exposed-headers/exposed-on-post'],
  ),
  filtered(
    'no-invalid-type',
    'A Content-Type that is not a valid MIME type is rejected before CORS',
    onHeader('content-type', /^nonsense/),
    400,
    ['preflight/post-invalid-type'],
  ),
  filtered(
    'no-json',
    'A JSON POST is rejected before CORS after its preflight passed',
    onHeader('content-type', /json/),
    415,
    ['preflight/post-json', 'preflight/put-json', 'preflight/post-json-axios-xhr'],
  ),
  filtered(
    'no-language',
    'A Content-Language header is rejected before CORS',
    onHeader('content-language', /./),
    400,
    ['simple/safelisted-headers'],
  ),
  filtered(
    'no-long-accept',
    'A long Accept header is rejected before CORS',
    onHeader('accept', /.{100}/),
    431,
    ['simple/accept-128-bytes'],
  ),
  {
    id: 'no-axios',
    title: 'The Accept header of axios is rejected before CORS',
    level: 'required',
    policies: ['credentialed', 'wildcard'],
    caughtBy: [
      'simple/get-axios-xhr',
      'simple/get-axios-fetch',
      'credentials/get-axios',
      'exposed-headers/exposed-axios',
    ],
    break: head(when(all(onActual, onHeader('accept', /^application\/json, text\/plain/)), bare(406))),
  },
  filtered('no-range', 'A Range request gets a response before CORS', onHeader('range', /./), 206, [
    'simple/range',
  ]),
  filtered('no-post', 'Every POST with Origin is rejected as CSRF protection', onMethod('POST'), 403, [
    'simple/post-text',
    'simple/post-urlencoded',
    'simple/post-form-data',
    'simple/post-untyped',
  ]),
  {
    id: 'headers-on-get-alone',
    title: 'CORS headers are sent only for GET',
    level: 'required',
    policies: ['allowlist', 'public'],
    caughtBy: ['simple/head-allowed', 'simple/post-text'],
    break: head(when(all(onActual, not(onMethod('GET'))), dropCors)),
  },
  {
    id: 'get-status-403',
    title: 'Every request with an Origin header gets status 403, which is readable',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['simple/get-allowed', 'simple/get-xhr', 'simple/get-allowed-second'],
    break: head(
      when(
        all(onActual, ({ origin }) => origin !== undefined),
        ({ headers }) => ({ status: 403, headers }),
      ),
    ),
  },
];
