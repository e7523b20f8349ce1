// @ts-check
import { AH, all, grant, head, isShared, members, onHeader, onPreflight, put, when } from '../hooks.js';

/** @typedef {import('../fault.js').Fault} Fault */
/** @typedef {import('../server.js').Seen} Seen */

const asked = 'access-control-request-headers';

/** @param {Seen} seen @param {string | undefined} name in lower case */
const isListed = ({ policy: { requestHeaders = [] } }, name) =>
  requestHeaders !== '*' && requestHeaders.some((listed) => listed.toLowerCase() === name);

/**
 * Lists of request headers that are read in part (`#http-access-control-request-headers`).
 *
 * @type {readonly Fault[]}
 */
export const requestLists = [
  {
    id: 'first-name-decides',
    title: 'Where the first of the headers that a preflight asks for is allowed, so are the others',
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
    title: 'Where the last of the headers that a preflight asks for is allowed, so are the others',
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
    title: 'A header that a preflight asks for in capitals is allowed',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: ['robustness/headers-upper-case-refused'],
    break: head(when(all(onPreflight, onHeader(asked, /[A-Z]/)), grant)),
  },
  {
    id: 'first-line-alone',
    title: 'Of two lines of Access-Control-Request-Headers the first alone is read',
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
    title: 'Of the headers that a preflight asks for the first fifty are allowed',
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
