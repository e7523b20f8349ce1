// @ts-check
import {
  add,
  AH,
  all,
  AM,
  head,
  isShared,
  MA,
  onActual,
  onRoute,
  onStatus,
  put,
  set,
  status,
  when,
} from '../hooks.js';

/**
 * Unusual but correct ways to answer conditional requests, bodies, limits, ranges and paths without a slash.
 *
 * @type {readonly import('../fault.js').Harmless[]}
 */
export const harmlessFrameworks = [
  {
    id: 'fine-weak-etag',
    title: 'The ETag is weak, and If-None-Match compares it as https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2 has it',
    policies: ['wildcard', 'development', 'allowlist'],
    break: head(when(onRoute('/conditional'), set('ETag', 'W/"corspec"'))),
  },
  {
    id: 'fine-304-with-everything',
    title: '304 responses repeat the headers of the 200 response and of the preflight response',
    policies: ['wildcard', 'allowlist'],
    break: head(
      when(
        all(onActual, onStatus(304), isShared),
        add('Content-Type', 'application/json'),
        add(AM, 'GET'),
        add(AH, 'If-None-Match'),
        add(MA, '600'),
      ),
    ),
  },
  {
    id: 'fine-304-varies-more',
    title: '304 responses vary by more than Origin',
    policies: ['allowlist', 'credentialed'],
    break: head(when(onStatus(304), add('Vary', 'Accept-Encoding, Cookie'))),
  },
  {
    id: 'fine-413-closes',
    title: 'The server closes the connection after a body that is too long',
    policies: ['allowlist', 'credentialed'],
    break: head(when(onStatus(413), put('Connection', 'close'))),
  },
  {
    id: 'fine-415-says-what-it-takes',
    title: 'The 415 response lists the types that are parsed',
    policies: ['allowlist', 'public'],
    break: head(when(onStatus(415), put('Accept-Post', 'application/json'), put('Accept', 'application/json'))),
  },
  {
    id: 'fine-422-for-json',
    title: 'Broken JSON gets status 422',
    policies: ['allowlist', 'credentialed'],
    break: head(when(all(onRoute('/parse'), onStatus(400)), status(422))),
  },
  {
    id: 'fine-retry-after-date',
    title: 'Retry-After is a date, beside headers about the limit',
    policies: ['allowlist', 'wildcard'],
    break: head(
      when(
        onStatus(429),
        set('Retry-After', 'Wed, 21 Oct 2037 07:28:00 GMT'),
        add('RateLimit', '"default";r=0;t=30'),
      ),
    ),
  },
  {
    id: 'fine-slash-absolute',
    title: 'The redirect to the slash has an absolute URL',
    policies: ['allowlist', 'credentialed', 'public'],
    break: head(
      when(
        all(onActual, onRoute('/dir')),
        set('Location', (path, { headers }) => `http://${headers.host}${path}`),
      ),
    ),
  },
  {
    id: 'fine-slash-308',
    title: 'The redirect to the slash has status 308',
    policies: ['allowlist', 'credentialed'],
    break: head(when(all(onActual, onRoute('/dir')), status(308))),
  },
  {
    id: 'fine-slash-302',
    title: 'The redirect to the slash has status 302 and may not be cached',
    policies: ['allowlist'],
    break: head(when(all(onActual, onRoute('/dir')), status(302), put('Cache-Control', 'no-store'))),
  },
  {
    id: 'fine-parts-with-etag',
    title: 'Parts of files have an ETag, and vary by Range',
    policies: ['allowlist', 'public'],
    break: head(when(onRoute('/media.wav'), add('ETag', '"part"'), add('Vary', 'Range'))),
  },
  {
    id: 'fine-extended-file-name',
    title: 'The file name of a download is written in the extended form',
    policies: ['allowlist', 'wildcard'],
    break: head(
      when(onRoute('/download'), set('Content-Disposition', "attachment; filename*=UTF-8''r%C3%A9sum%C3%A9.csv")),
    ),
  },
]; // prettier-ignore
