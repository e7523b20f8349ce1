// @ts-check
import {
  all,
  bare,
  head,
  isRefused,
  not,
  onActual,
  onHeader,
  onMethod,
  onRoute,
  onStatus,
  status,
  when,
  withoutOrigin,
  withCookie,
} from '../hooks.js';

const writes = [
  'same-origin/post',
  'same-origin/post-json',
  'same-origin/put-with-header',
  'same-origin/patch',
  'same-origin/delete',
  'same-origin/xhr-json',
];

/** Requests, except preflights, whose Origin is not in the policy. */
const stranger = all(onActual, isRefused);

/**
 * Whether the Origin of a request is not what a server takes for its own.
 *
 * @param {(headers: import('node:http').IncomingHttpHeaders) => string} own
 * @returns {(seen: import('../server.js').Seen) => boolean}
 */
const notOwn =
  (own) =>
  ({ origin, headers }) =>
    origin !== undefined && origin !== 'null' && origin !== own(headers);

/** @param {string | string[] | undefined} value */
const one = (value) => String(value ?? '');

/**
 * Requests that CORS does not apply to, but that the middleware breaks (`#http-requests`).
 *
 * @type {readonly import('../fault.js').Fault[]}
 */
export const sameOrigin = [
  {
    id: 'unlisted-origin-403',
    title: 'A request with an unlisted Origin gets status 403, although browsers send Origin with every POST',
    level: 'required',
    policies: ['allowlist', 'closed'],
    caughtBy: writes,
    break: head(when(stranger, status(403))),
  },
  {
    id: 'unlisted-origin-500',
    title: 'An unlisted Origin throws an exception and results in status 500',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['same-origin/post'],
    break: head(when(stranger, bare(500))),
  },
  {
    id: 'no-origin-403',
    title: 'A request without Origin gets status 403',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['same-origin/get', 'same-origin/head', 'same-origin/cookie', 'same-origin/not-found'],
    break: head(when(withoutOrigin, status(403))),
  },
  {
    id: 'no-origin-500',
    title: 'A request without Origin makes the CORS code throw',
    level: 'required',
    policies: ['credentialed', 'default'],
    caughtBy: ['same-origin/get', 'same-origin/head'],
    break: head(when(withoutOrigin, bare(500))),
  },
  {
    id: 'no-origin-head',
    title: 'A HEAD without Origin is rejected',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['same-origin/head'],
    break: head(when(all(withoutOrigin, onMethod('HEAD')), status(405))),
  },
  {
    id: 'no-origin-cookie',
    title: 'A request with a cookie but without Origin is rejected',
    level: 'required',
    policies: ['credentialed'],
    caughtBy: ['same-origin/cookie'],
    break: head(when(all(withoutOrigin, withCookie, onRoute('/whoami')), status(403))),
  },
  {
    id: 'no-origin-404-hidden',
    title: 'A 404 response to a request without Origin becomes 400',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['same-origin/not-found'],
    break: head(when(all(withoutOrigin, onStatus(404)), status(400))),
  },
  {
    id: 'methods-for-everybody',
    title: 'The policy’s methods are enforced for same-origin requests',
    level: 'required',
    policies: ['allowlist', 'public'],
    caughtBy: ['same-origin/patch', 'same-origin/delete', 'same-origin/put-with-header'],
    break: head(
      when(
        all(
          onActual,
          not(onMethod('OPTIONS')),
          ({ method, policy }) => policy.methods !== '*' && policy.methods?.includes(method) === false,
        ),
        status(405),
      ),
    ),
  },
  {
    id: 'headers-for-everybody',
    title: 'The policy’s request headers are enforced for same-origin requests',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['same-origin/put-with-header'],
    break: head(when(all(onActual, onHeader('x-corspec-unlisted', /./)), status(403))),
  },
  {
    id: 'json-needs-cors',
    title: 'JSON is accepted only from the policy’s origins',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['same-origin/post-json'],
    break: head(when(all(stranger, onHeader('content-type', /^application\/json/)), status(403))),
  },
  {
    id: 'text-needs-cors',
    title: 'Text is accepted only from the policy’s origins',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['same-origin/post', 'same-origin/xhr-json'],
    break: head(when(all(stranger, onHeader('content-type', /^text\/plain/)), status(403))),
  },
  {
    id: 'null-origin-403',
    title:
      'A request with `Origin: null` gets status 403, although pages without a referrer send it to their own origin',
    level: 'recommended',
    policies: ['allowlist', 'closed'],
    caughtBy: ['same-origin/post-null-origin', 'same-origin/proxied-post-null-origin'],
    break: head(
      when(
        all(onActual, ({ origin }) => origin === 'null'),
        status(403),
      ),
    ),
  },
  {
    id: 'no-referer-403',
    title: 'A write whose Origin is not allowed gets status 403 if it has no Referer',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['same-origin/post-no-referrer'],
    break: head(
      when(
        all(stranger, ({ headers }) => headers.referer === undefined),
        status(403),
      ),
    ),
  },
  {
    id: 'host-literal-403',
    title: 'Same-origin requests are recognized by Host, without X-Forwarded-Host',
    level: 'recommended',
    policies: ['allowlist', 'closed'],
    caughtBy: ['same-origin/proxied-post', 'same-origin/proxied-put'],
    break: head(
      when(
        all(
          stranger,
          notOwn(({ host }) => `https://${host}`),
        ),
        status(403),
      ),
    ),
  },
  {
    id: 'scheme-literal-403',
    title: 'Same-origin requests are recognized by the scheme of the connection, without X-Forwarded-Proto',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['same-origin/post', 'same-origin/delete'],
    break: head(
      when(
        all(
          stranger,
          notOwn((headers) => `http://${one(headers['x-forwarded-host'])}`),
        ),
        status(403),
      ),
    ),
  },
  {
    id: 'port-literal-403',
    title:
      'Same-origin requests are recognized by an origin with X-Forwarded-Port, although it is the default port',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['same-origin/post', 'same-origin/patch'],
    break: head(
      when(
        all(
          stranger,
          notOwn((headers) => {
            const [scheme, host, port] = ['proto', 'host', 'port'].map((part) =>
              one(headers[`x-forwarded-${part}`]),
            );
            return `${scheme}://${host}:${port}`;
          }),
        ),
        status(403),
      ),
    ),
  },
  {
    id: 'host-unknown-400',
    title: 'Requests with a Host that the server does not know get status 400',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: ['same-origin/proxied-get'],
    break: head(when(({ headers }) => !/\.example\.test$/.test(one(headers.host)), status(400))),
  },
  {
    id: 'delete-needs-cors',
    title: 'DELETE is accepted only from the policy’s origins',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['same-origin/delete'],
    break: head(when(all(stranger, onMethod('DELETE')), status(403))),
  },
];
