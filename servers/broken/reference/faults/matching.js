// @ts-check
import { AC, AO, dropCors, grant, head, isRefused, letIn, put, when } from '../hooks.js';

/** @param {import('../server.js').Seen} seen */
const listOf = ({ policy }) => [policy.origins ?? []].flat();

/** @param {string} text */
const escaped = (text) => text.replace(/[.+*?^$(){}|[\]\\/]/g, '\\$&');

/** @param {string} origin */
const hostOf = (origin) => origin.slice(origin.indexOf('://') + 3).replace(/:\d+$/, '');

/**
 * Incorrect matching of origins, and the null origin.
 *
 * @type {readonly import('../fault.js').Fault[]}
 */
export const matching = [
  {
    id: 'match-prefix',
    title: 'An origin that begins with an allowed one is allowed',
    level: 'security',
    policies: ['allowlist', 'credentialed'],
    caughtBy: [
      'origins/suffix-without-dot-refused',
      'origins/suffix-without-dot-with-credentials-refused',
      'origins/suffix-without-dot-put-refused',
    ],
    break: { allows: (origin, seen) => listOf(seen).some((entry) => origin.startsWith(entry)) },
  },
  {
    id: 'match-of-domain-end',
    title: 'An origin that ends like the domain of an allowed one is allowed',
    level: 'security',
    policies: ['allowlist', 'credentialed'],
    caughtBy: [
      'origins/parent-lookalike-refused',
      'origins/sibling-refused',
      'origins/parent-lookalike-with-credentials-refused',
      'origins/sibling-with-credentials-refused',
      'origins/sibling-put-refused',
    ],
    break: {
      allows: (origin, seen) =>
        listOf(seen).some((entry) => origin.endsWith(entry.split('.').slice(-2).join('.'))),
    },
  },
  {
    id: 'match-without-top-level',
    title: 'An allowed host is allowed with any top-level domain',
    level: 'security',
    policies: ['allowlist', 'subdomains'],
    caughtBy: ['origins/other-top-level-refused'],
    break: {
      allows: (origin, seen) =>
        listOf(seen).some((entry) => origin.startsWith(entry.replace('*', 'app').replace(/\.[^.]*$/, '.'))),
    },
  },
  {
    id: 'match-run-together',
    title: 'A host that concatenates two allowed hosts is allowed',
    level: 'security',
    policies: ['allowlist', 'credentialed'],
    caughtBy: ['origins/run-together-refused', 'origins/run-together-with-credentials-refused'],
    break: {
      allows: (origin, seen) =>
        listOf(seen).some((entry) => origin === entry) ||
        listOf(seen).some((first) =>
          listOf(seen).some(
            (entry) => origin === entry.replace('://', `://${hostOf(first).split('.')[0] ?? ''}`),
          ),
        ),
    },
  },
  {
    id: 'match-to-word-end',
    title: 'An allowed host ends at the first character that is not a letter, digit or dot',
    level: 'security',
    policies: ['allowlist', 'credentialed'],
    caughtBy: [
      'origins/special-underscore-refused',
      'origins/special-hyphen-refused',
      'origins/special-double-quote-refused',
      'origins/special-opening-brace-refused',
      'origins/special-closing-brace-refused',
      'origins/special-plus-refused',
      'origins/special-exclamation-mark-refused',
      'origins/special-tilde-refused',
      'origins/special-semicolon-refused',
      'origins/special-ampersand-refused',
      'origins/special-apostrophe-refused',
      'origins/special-opening-parenthesis-refused',
      'origins/special-closing-parenthesis-refused',
      'origins/special-comma-refused',
      'origins/special-dollar-refused',
      'origins/special-equals-refused',
      'origins/special-backtick-refused',
      'origins/special-underscore-with-credentials-refused',
    ],
    break: {
      allows: (origin, seen) =>
        listOf(seen).some((entry) => new RegExp(`^${escaped(entry)}(?![a-z0-9.:])`).test(origin)),
    },
  },
  {
    id: 'match-alternates',
    title: 'An origin that is not allowed is allowed on its second request',
    level: 'security',
    policies: ['allowlist'],
    caughtBy: ['origins/refused-each-time'],
    break: {
      allows: (origin, seen) =>
        listOf(seen).some((entry) => origin === entry || (origin.startsWith(entry) && seen.nth % 2 === 0)),
    },
  },
  {
    id: 'null-refused-under-any',
    title: 'With any origin allowed, null is not',
    level: 'required',
    policies: ['wildcard'],
    caughtBy: [
      'null-origin/sandbox-any-readable',
      'null-origin/data-any-readable',
      'null-origin/sandbox-any-put-allowed',
      'redirects/other-origin-any',
      'redirects/other-origin-any-put',
    ],
    break: head(when(({ origin }) => origin === 'null', dropCors)),
  },
  {
    id: 'null-granted',
    title: 'The null origin is reflected and allowed every method and header',
    level: 'security',
    policies: ['credentialed'],
    caughtBy: ['null-origin/sandbox-put-refused', 'null-origin/sandbox-credentials-put-refused'],
    break: head(when(({ origin }) => origin === 'null', letIn, grant)),
  },
  {
    id: 'head-let-in',
    title: 'HEAD is allowed for every origin',
    level: 'security',
    policies: ['credentialed'],
    caughtBy: ['methods/head-foreign-refused', 'methods/head-foreign-with-credentials-refused'],
    break: head(when(({ method }) => method === 'HEAD', letIn)),
  },
  {
    id: 'everybody-granted',
    title: 'Every origin is allowed every method and header',
    level: 'security',
    policies: ['allowlist', 'credentialed'],
    caughtBy: [
      'redirects/foreign-put-refused',

      'effects/foreign-put',
      'effects/foreign-patch',
      'effects/foreign-post-with-header',
      'effects/foreign-upload-listener',
      'clients/refused-alike',
      'robustness/headers-upper-case-refused',
      'robustness/headers-unsorted-refused',
      'robustness/headers-repeated-refused',
    ],
    break: head(letIn, grant),
  },
  {
    id: 'null-let-in',
    title: 'The null origin of sandboxed pages is reflected',
    level: 'security',
    policies: ['credentialed'],
    caughtBy: ['null-origin/sandbox-credentials-refused', 'null-origin/data-credentials-refused'],
    break: head(when(({ origin }) => origin === 'null', letIn)),
  },
  {
    id: 'refused-with-null',
    title: 'Responses to origins that are not allowed have `Access-Control-Allow-Origin: null`',
    level: 'security',
    policies: ['credentialed'],
    caughtBy: [
      'null-origin/sandbox-refused',
      'null-origin/sandbox-credentials-refused',
      'hygiene/refused-is-not-null',
    ],
    break: head(when(isRefused, put(AO, 'null'), put(AC, 'true'))),
  },
  {
    id: 'dot-unescaped',
    title: 'The dots of an allowed host match any character',
    level: 'security',
    policies: ['allowlist', 'credentialed'],
    caughtBy: [
      'origins/first-dot-replaced-refused',
      'origins/last-dot-replaced-refused',
      'origins/first-dot-replaced-with-credentials-refused',
      'origins/first-dot-replaced-put-refused',
    ],
    break: {
      allows: (origin, { policy }) =>
        [policy.origins ?? []].flat().some((entry) => new RegExp(`^${entry}$`).test(origin)),
    },
  },
  {
    id: 'every-other-refused',
    title: 'Every second request fails, as with the `g` flag of a regular expression',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['origins/allowed-each-time', 'clients/read-alike', 'clients/json-alike'],
    break: head(when((seen) => seen.nth % 2 === 0, dropCors)),
  },
];
