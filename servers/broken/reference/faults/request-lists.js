// @ts-check
import { AH, all, grant, head, isShared, members, onHeader, onPreflight, put, when } from '../hooks.js';

/** @typedef {import('../fault.js').Fault} Fault */
/** @typedef {import('../server.js').Seen} Seen */

const asked = 'access-control-request-headers';

/** @param {Seen} seen @param {string | undefined} name in lower case */
const isListed = ({ policy: { requestHeaders = [] } }, name) =>
  requestHeaders !== '*' && requestHeaders.some((listed) => listed.toLowerCase() === name);

/**
 * Lists of request headers that are only partly parsed (`#http-access-control-request-headers`).
 *
 * @type {readonly Fault[]}
 */
export const requestLists = [
  {
    id: 'first-name-decides',
    title: 'If the first requested header is allowed, all others are allowed too',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['robustness/headers-repeated-refused', 'preflight/header-mixed-refused'],
    break: head(
      when(
        all(onPreflight, (seen) => isListed(seen, seen.wants[0])),
        grant,
      ),
    ),
  },
  {
    id: 'last-name-decides',
    title: 'If the last requested header is allowed, all others are allowed too',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: ['robustness/headers-unsorted-refused', 'robustness/headers-repeated-refused'],
    break: head(
      when(
        all(onPreflight, (seen) => isListed(seen, seen.wants.at(-1))),
        grant,
      ),
    ),
  },
  {
    id: 'capitals-granted',
    title: 'A requested header in capitals is always allowed',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: ['robustness/headers-upper-case-refused'],
    break: head(when(all(onPreflight, onHeader(asked, /[A-Z]/)), grant)),
  },
  {
    id: 'first-line-alone',
    title: 'Only the first of two Access-Control-Request-Headers lines is used',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: ['robustness/headers-several-lines'],
    // Node.js joins lines with a comma and a space.
    break: head(
      when(
        all(onPreflight, isShared, onHeader(asked, /, /)),
        put(AH, ({ headers }) => String(headers[asked]).split(', ')[0] ?? ''),
      ),
    ),
  },
  {
    id: 'list-of-a-hundred-cut',
    title: 'Only the first fifty requested headers are allowed',
    level: 'recommended',
    policies: ['wildcard', 'development'],
    caughtBy: ['robustness/headers-many'],
    break: head(
      when(
        all(onPreflight, ({ wants }) => wants.length > 50),
        put(AH, ({ headers }) => members(String(headers[asked])).slice(0, 50).join(', ')),
      ),
    ),
  },
];
