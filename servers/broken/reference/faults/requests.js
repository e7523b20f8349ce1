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
 * Simple requests that are taken for something else (`#cors-safelisted-request-header`).
 *
 * @type {readonly import('../fault.js').Fault[]}
 */
export const requests = [
  filtered(
    'no-text',
    'A POST of text/plain is refused ahead of CORS',
    all(onMethod('POST'), onHeader('content-type', /^text\/plain/i)),
    415,
    ['simple/post-text', 'simple/post-charset', 'simple/post-xhr'],
  ),
  filtered(
    'no-capital-text',
    'A Content-Type in another case is refused ahead of CORS',
    onHeader('content-type', /[A-Z]\w*\//),
    415,
    ['simple/post-charset'],
  ),
  filtered(
    'no-urlencoded',
    'A POST of a form is refused ahead of CORS',
    onHeader('content-type', /urlencoded/),
    415,
    ['simple/post-urlencoded'],
  ),
  filtered(
    'no-multipart',
    'A POST of multipart/form-data is refused ahead of CORS',
    onHeader('content-type', /^multipart\//),
    413,
    ['simple/post-form-data'],
  ),
  filtered(
    'no-untyped',
    'A POST without a Content-Type is refused ahead of CORS',
    all(onMethod('POST'), onHeader('content-type', /^$/)),
    400,
    ['simple/post-untyped', 'exposed-headers/exposed-on-post'],
  ),
  filtered(
    'no-invalid-type',
    'A Content-Type that is no MIME type is refused ahead of CORS',
    onHeader('content-type', /^nonsense/),
    400,
    ['preflight/post-invalid-type'],
  ),
  filtered(
    'no-json',
    'A POST of JSON is refused ahead of CORS, after its preflight passed',
    onHeader('content-type', /json/),
    415,
    ['preflight/post-json', 'preflight/put-json', 'preflight/post-json-axios-xhr'],
  ),
  filtered(
    'no-language',
    'A Content-Language is refused ahead of CORS',
    onHeader('content-language', /./),
    400,
    ['simple/safelisted-headers'],
  ),
  filtered('no-long-accept', 'A long Accept is refused ahead of CORS', onHeader('accept', /.{100}/), 431, [
    'simple/accept-128-bytes',
  ]),
  {
    id: 'no-axios',
    title: 'The Accept of axios is refused ahead of CORS',
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
  filtered('no-range', 'A Range is answered ahead of CORS', onHeader('range', /./), 206, ['simple/range']),
  filtered(
    'no-post',
    'Any POST with an Origin is refused, as protection against forgery',
    onMethod('POST'),
    403,
    ['simple/post-text', 'simple/post-urlencoded', 'simple/post-form-data', 'simple/post-untyped'],
  ),
  {
    id: 'headers-on-get-alone',
    title: 'CORS is for GET alone',
    level: 'required',
    policies: ['allowlist', 'public'],
    caughtBy: ['simple/head-allowed', 'simple/post-text'],
    break: head(when(all(onActual, not(onMethod('GET'))), dropCors)),
  },
  {
    id: 'get-status-403',
    title: 'Every request with an Origin is answered with 403, readable as it is',
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
