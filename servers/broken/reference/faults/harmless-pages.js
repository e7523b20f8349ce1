// @ts-check
import { add, all, dropCors, head, isShared, onHeader, onMethod, onRoute, put, when } from '../hooks.js';

const CORP = 'Cross-Origin-Resource-Policy';

/** What Helmet sends by default, beside what concerns documents alone. */
const helmet = [
  put(CORP, 'same-origin'),
  put('Cross-Origin-Opener-Policy', 'same-origin'),
  put('Origin-Agent-Cluster', '?1'),
  put('Referrer-Policy', 'no-referrer'),
  put('Strict-Transport-Security', 'max-age=31536000; includeSubDomains'),
  put('X-Content-Type-Options', 'nosniff'),
  put('X-Permitted-Cross-Domain-Policies', 'none'),
];

const files = onRoute('/image.png', '/script.js', '/module.js', '/style.css', '/font.woff2');

/**
 * Unusual but correct servers for pages that embed, preload and send beacons.
 *
 * @type {readonly import('../fault.js').Harmless[]}
 */
export const harmlessPages = [
  {
    id: 'fine-helmet',
    title: 'All responses have Helmet’s headers, which prevent embedding without CORS',
    policies: ['allowlist', 'credentialed', 'public'],
    break: head(...helmet),
  },
  {
    id: 'fine-corp-cross-origin',
    title: 'All responses have `Cross-Origin-Resource-Policy: cross-origin`',
    policies: ['allowlist', 'credentialed'],
    break: head(put(CORP, 'cross-origin')),
  },
  {
    id: 'fine-corp-same-site',
    title: 'All responses have `Cross-Origin-Resource-Policy: same-site`',
    policies: ['allowlist', 'wildcard'],
    break: head(put(CORP, 'same-site')),
  },
  {
    id: 'fine-files-cached',
    title: 'Files may be cached for an hour, by origin where the policy has a list',
    policies: ['allowlist', 'credentialed', 'public'],
    break: head(when(files, put('Cache-Control', 'public, max-age=3600'), put('ETag', '"file"'))),
  },
  {
    id: 'fine-bare-beacons',
    title: 'Responses to POST requests in no-cors mode, which no script gets, have no CORS headers',
    policies: ['allowlist', 'credentialed'],
    break: head(when(all(onMethod('POST'), onHeader('sec-fetch-mode', /^no-cors$/)), dropCors)),
  },
  {
    id: 'fine-files-timed',
    title: 'Files have Timing-Allow-Origin',
    policies: ['allowlist', 'public'],
    break: head(when(all(files, isShared), add('Timing-Allow-Origin', '*'))),
  },
]; // prettier-ignore
