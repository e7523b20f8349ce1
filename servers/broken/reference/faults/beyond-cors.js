// @ts-check
import { add, AM, including, head, onPreflight, put, set, when } from '../hooks.js';

const writing = ['POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * Defects in what CORS does not decide: CSRF, WebSockets, and methods that change nothing.
 *
 * @type {readonly import('../fault.js').Fault[]}
 */
export const beyondCors = [
  {
    id: 'written-twice',
    title: 'The handler of a write runs twice, because a middleware calls it and then continues',
    level: 'required',
    policies: ['allowlist', 'credentialed'],
    caughtBy: ['effects/put-once'],
    break: { repeats: ({ origin, asked }) => origin !== undefined && writing.includes(asked) },
  },
  {
    id: 'query-always',
    title: 'QUERY is always allowed, because it changes nothing',
    level: 'recommended',
    policies: ['allowlist', 'credentialed'],
    caughtBy: ['hygiene/methods-within-policy'],
    break: head(when(onPreflight, set(AM, including('QUERY')))),
  },
];

/** `null` is also the Origin of a site's own requests without a referrer. @param {import('../server.js').Seen} seen */
const isOwn = ({ origin, headers, policy }) =>
  origin === undefined ||
  origin === 'null' ||
  origin === `${headers['x-forwarded-proto']}://${headers['x-forwarded-host']}` ||
  policy.origins === '*' ||
  policy.origins?.includes(origin) === true;

/**
 * Servers that decide themselves about what CORS does not decide, or leave it open: no scenario may fail.
 *
 * @type {readonly import('../fault.js').Harmless[]}
 */
export const harmlessBeyondCors = [
  {
    id: 'fine-origin-of-writes',
    title: 'Writes with an Origin that the policy does not list are rejected, against CSRF',
    policies: ['allowlist', 'credentialed'],
    break: { rejects: (seen) => writing.includes(seen.method) && !isOwn(seen) },
  },
  {
    id: 'fine-fetch-site-of-writes',
    title: 'Writes of other sites are rejected by Sec-Fetch-Site, unless the policy lists their origin',
    policies: ['allowlist', 'credentialed'],
    break: {
      rejects: (seen) =>
        writing.includes(seen.method) &&
        /^(cross|same)-site$/.test(String(seen.headers['sec-fetch-site'] ?? '')) &&
        !isOwn(seen),
    },
  },
  {
    id: 'fine-socket-for-all',
    title: 'A WebSocket opens from every origin',
    policies: ['allowlist', 'closed'],
    break: { connects: () => true },
  },
  {
    id: 'socket-for-none',
    title: 'No WebSocket opens from a page',
    policies: ['allowlist'],
    informs: ['websocket/allowed'],
    break: { connects: ({ origin }) => origin === undefined },
  },
  {
    id: 'all-methods-are-listed',
    title: '“All methods” are the seven that are common',
    policies: ['wildcard'],
    informs: ['methods/query', 'methods/unusual-preflight'],
    break: head(when(onPreflight, set(AM, 'GET, HEAD, PUT, PATCH, POST, DELETE, OPTIONS'))),
  },
  {
    id: 'timing-for-all',
    title: 'Timing-Allow-Origin is `*`',
    policies: ['allowlist', 'closed'],
    informs: ['hygiene/timing-within-policy'],
    break: head(add('Timing-Allow-Origin', '*')),
  },
  {
    id: 'fine-timing-for-allowed',
    title: 'Timing-Allow-Origin lists the allowed origins',
    policies: ['allowlist', 'credentialed'],
    break: head(put('Timing-Allow-Origin', ({ policy }) => [policy.origins ?? []].flat().join(', '))),
  },
];
