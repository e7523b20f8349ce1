// @ts-check
import {
  AC,
  all,
  AO,
  drop,
  dropCors,
  grant,
  head,
  isRefused,
  isShared,
  letIn,
  onActual,
  onMethod,
  onPreflight,
  onRoute,
  put,
  set,
  wanting,
  when,
} from '../hooks.js';

/** @typedef {import('../fault.js').Fault} Fault */

const wantsJson = wanting('content-type');

/**
 * Beacons, and requests that outlive their page (`#cors-protocol-and-credentials`).
 *
 * @type {readonly Fault[]}
 */
export const beacons = [
  {
    id: 'beacon-without-credentials',
    title: 'The preflight response for Content-Type has no Access-Control-Allow-Credentials',
    level: 'required',
    policies: ['credentialed'],
    caughtBy: ['beacons/json', 'beacons/keepalive-json-with-credentials', 'beacons/later-json-with-credentials'],
    break: head(when(wantsJson, drop(AC))),
  },
  {
    id: 'beacon-with-star',
    title: 'The preflight response for a POST has `*`, which is not sufficient for a beacon',
    level: 'required',
    policies: ['credentialed', 'development'],
    caughtBy: ['beacons/json', 'beacons/keepalive-json-with-credentials'],
    break: head(when(all(onPreflight, onMethod('POST'), isShared), set(AO, '*'))),
  },
  {
    id: 'beacon-with-credentials',
    title: 'Preflight responses allow credentials although the policy does not',
    level: 'security',
    policies: ['allowlist', 'wildcard'],
    caughtBy: ['beacons/json-without-credentials-refused', 'beacons/keepalive-credentials-refused'],
    break: head(
      when(all(onPreflight, isShared), put(AO, ({ origin = '*' }) => origin), put(AC, 'true'), grant),
    ),
  },
  {
    id: 'beacon-of-any-type',
    title: 'Content-Type is always allowed, although the policy does not list it',
    level: 'required',
    policies: ['tokens'],
    caughtBy: ['beacons/json-type-refused'],
    break: head(when(all(wantsJson, isShared), grant)),
  },
  {
    id: 'beacon-for-all',
    title: 'The preflight of a JSON POST passes for every origin, with credentials',
    level: 'security',
    policies: ['allowlist', 'credentialed', 'closed'],
    caughtBy: [
      'beacons/json-foreign-refused',
      'beacons/keepalive-foreign-refused',
      'beacons/later-foreign-refused',
    ],
    break: head(when(all(wantsJson, onMethod('POST'), isRefused), letIn, put(AC, 'true'), grant)),
  },
  {
    id: 'beacon-json-only',
    title: 'A POST with another type than JSON is rejected, to prevent CSRF',
    level: 'required',
    policies: ['allowlist', 'credentialed', 'public'],
    caughtBy: ['beacons/text', 'beacons/urlencoded'],
    break: {
      rejects: ({ method, path, headers }) =>
        method === 'POST' && path === '/resource' && !/json/.test(headers['content-type'] ?? ''),
    },
  },
  {
    id: 'beacon-json-bare',
    title: 'JSON requests are answered by a collector without CORS headers',
    level: 'required',
    policies: ['allowlist', 'credentialed'],
    caughtBy: ['beacons/keepalive-json', 'workers/json'],
    break: head(
      when(({ preflight, headers }) => !preflight && /json/.test(headers['content-type'] ?? ''), dropCors),
    ),
  },
  {
    id: 'beacon-without-preflight',
    title: 'A collector of JSON does not respond to preflights',
    level: 'required',
    policies: ['allowlist', 'credentialed'],
    caughtBy: ['beacons/keepalive-json', 'beacons/later-json', 'workers/json'],
    break: head(when(wantsJson, dropCors)),
  },
  {
    id: 'resource-get-bare',
    title: 'GET responses of one route have no CORS headers',
    level: 'required',
    policies: ['allowlist', 'public'],
    caughtBy: [
      'beacons/keepalive-get',
      'workers/get',
      'preloads/fetch-used',
      'preloads/fetch-without-crossorigin',
    ],
    break: head(when(all(onActual, onMethod('GET'), onRoute('/resource')), dropCors)),
  },
]; // prettier-ignore

const files = onRoute('/script.js', '/module.js', '/style.css');
const fileKinds = ['script', 'module', 'style'];

/**
 * Files with a hash, preloads, workers, and pages with an embedder policy.
 *
 * @type {readonly Fault[]}
 */
export const pages = [
  {
    id: 'files-bare',
    title: 'Scripts and style sheets have no CORS headers',
    level: 'required',
    policies: ['allowlist', 'public'],
    caughtBy: [
      ...fileKinds.map((kind) => `integrity/${kind}-allowed`),
      ...fileKinds.map((kind) => `preloads/${kind}-used`),
      ...fileKinds.map((kind) => `preloads/${kind}-without-crossorigin`),
    ],
    break: head(when(files, dropCors)),
  },
  {
    id: 'files-first-origin',
    title: 'Scripts and style sheets have the first allowed origin, whichever asks',
    level: 'required',
    policies: ['allowlist', 'credentialed'],
    caughtBy: fileKinds.map((kind) => `integrity/${kind}-second-origin`),
    break: head(when(files, (sent, seen) => put(AO, [seen.policy.origins ?? '*'].flat()[0] ?? '*')(sent, seen))),
  },
  {
    id: 'files-for-all',
    title: 'Scripts and style sheets are readable from every origin',
    level: 'recommended',
    policies: ['allowlist', 'closed'],
    caughtBy: [
      ...fileKinds.map((kind) => `integrity/${kind}-refused`),
      ...fileKinds.map((kind) => `preloads/${kind}-refused`),
    ],
    break: head(when(all(files, isRefused), letIn)),
  },
  {
    id: 'get-for-all',
    title: 'Responses to GET are readable from every origin',
    level: 'security',
    policies: ['allowlist', 'credentialed'],
    caughtBy: ['workers/foreign-refused', 'workers/foreign-credentials-refused', 'preloads/fetch-refused'],
    break: head(when(all(onActual, onMethod('GET'), isRefused), letIn)),
  },
  {
    id: 'whoami-without-credentials',
    title: 'Access-Control-Allow-Credentials is missing from the response with the session',
    level: 'required',
    policies: ['credentialed'],
    caughtBy: ['workers/get-with-credentials'],
    break: head(when(onRoute('/whoami'), drop(AC))),
  },
]; // prettier-ignore
