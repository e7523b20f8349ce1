// @ts-check

/** @typedef {import('../server.js').Seen} Seen */

/** @param {Seen} seen the policy's origins */
const listOf = ({ policy }) => [policy.origins ?? []].flat();

/** @param {string} text */
const escaped = (text) => text.replace(/[.+*?^$(){}|[\]\\/]/g, '\\$&');

/** @param {(entry: string, origin: string, index: number) => boolean} matches one entry of the list */
const comparing = (matches) => ({
  /** @param {string} origin @param {Seen} seen */
  allows: (origin, seen) => listOf(seen).some((entry, index) => matches(entry, origin, index)),
});

/** @param {(list: readonly string[], origin: string) => boolean} matches the whole list */
const comparingAll = (matches) => ({
  /** @param {string} origin @param {Seen} seen */
  allows: (origin, seen) => matches(listOf(seen), origin),
});

/** Scenarios with an origin that is a part of an allowed one. */
const partOfAllowed = [
  'origins/less-last-character-refused',
  'origins/less-last-character-with-credentials-refused',
  'origins/less-last-character-put-refused',
];

/** Scenarios with Origin values that browsers never send and that are a part of an allowed one. */
const partThatIsNoOrigin = [
  'origins/scheme-only-refused',
  'origins/scheme-only-with-credentials-refused',
  'origins/empty-refused',
  'origins/empty-with-credentials-refused',
];

/**
 * Incorrect comparisons of an origin with a list of strings or with one string.
 *
 * @type {readonly import('../fault.js').Fault[]}
 */
const faults = [
  {
    id: 'compare-in-one-string',
    title: 'The list is one string, and every part of it is allowed (Python: `origin in allow_origins`)',
    level: 'security',
    policies: ['single', 'credentialed', 'development', 'local'],
    caughtBy: [
      ...partOfAllowed,
      ...partThatIsNoOrigin,
      'origins/host-only-refused',
      'origins/host-only-with-credentials-refused',
      'origins/less-last-label-refused',
      'origins/less-last-label-with-credentials-refused',
    ],
    break: comparingAll((list, origin) => list.join(',').includes(origin)),
  },
  {
    id: 'compare-in-joined',
    title: 'The list is joined with spaces and searched (`ORIGINS.indexOf(origin) !== -1`)',
    level: 'security',
    policies: ['single', 'allowlist'],
    caughtBy: ['origins/less-last-character-refused', 'origins/last-less-last-character-refused'],
    break: comparingAll((list, origin) => list.join(' ').indexOf(origin) !== -1),
  },
  {
    id: 'compare-start-reversed',
    title: 'An origin that an allowed one begins with is allowed (`allowed.startsWith(origin)`)',
    level: 'security',
    policies: ['single', 'credentialed', 'local'],
    caughtBy: [...partOfAllowed, ...partThatIsNoOrigin],
    break: comparing((entry, origin) => entry.startsWith(origin)),
  },
  {
    id: 'compare-as-pattern',
    title:
      'The Origin header is used as the regular expression and the allowed origin as the text (`re.match(origin, allowed)`)',
    level: 'security',
    policies: ['single', 'credentialed'],
    caughtBy: partOfAllowed,
    break: comparing((entry, origin) => new RegExp(`^${escaped(origin)}`).test(entry)),
  },
  {
    id: 'compare-sql-like',
    title:
      'The Origin header is used as the pattern of an SQL query, where `_` matches any character (`allowed LIKE ?`)',
    level: 'security',
    policies: ['single', 'credentialed', 'development'],
    caughtBy: [
      'origins/underscore-for-letter-refused',
      'origins/underscore-for-letter-with-credentials-refused',
    ],
    break: comparing((entry, origin) =>
      new RegExp(`^${escaped(origin).replaceAll('_', '.').replaceAll('%', '.*')}$`).test(entry),
    ),
  },
  {
    id: 'compare-index-truthy',
    title: 'The result of indexOf is used as a boolean, so -1 means allowed',
    level: 'security',
    policies: ['single', 'allowlist'],
    caughtBy: ['simple/foreign-refused', 'simple/foreign-xhr-refused'],
    break: comparing((entry, origin) => Boolean(entry.indexOf(origin))),
  },
  {
    id: 'compare-start-of-port',
    title: 'An origin that begins with an allowed one and has more digits in its port is allowed',
    level: 'security',
    policies: ['local'],
    caughtBy: ['origins/longer-port-refused'],
    break: comparing((entry, origin) => /:\d+$/.test(entry) && origin.startsWith(entry)),
  },
  {
    id: 'compare-start-of-host',
    title: 'An origin that begins with the scheme and host of an allowed one is allowed (`http://localhost`)',
    level: 'security',
    policies: ['development', 'single', 'local'],
    caughtBy: [
      'simple/lookalike-suffix-refused',
      'simple/other-port-refused',
      'origins/suffix-without-dot-refused',
    ],
    break: comparing((entry, origin) => origin.startsWith(entry.replace(/:\d+$/, ''))),
  },
  {
    id: 'compare-first-characters',
    title: 'Only the first 16 characters are compared',
    level: 'security',
    policies: ['credentialed', 'single'],
    caughtBy: ['origins/other-top-level-refused', 'simple/lookalike-suffix-refused'],
    break: comparing((entry, origin) => origin.slice(0, 16) === entry.slice(0, 16)),
  },
  {
    id: 'compare-first-label',
    title: 'Only the part before the first dot is compared (`origin.split(".")[0]`)',
    level: 'security',
    policies: ['credentialed', 'single'],
    caughtBy: ['origins/other-top-level-refused', 'simple/lookalike-suffix-refused'],
    break: comparing((entry, origin) => origin.split('.')[0] === entry.split('.')[0]),
  },
  {
    id: 'compare-alternatives',
    title: 'The list is one regular expression without a group: `^https://a|https://b$`',
    level: 'security',
    policies: ['credentialed'],
    caughtBy: [
      'simple/lookalike-suffix-refused',
      'credentials/lookalike-suffix-refused',
      'origins/suffix-without-dot-refused',
    ],
    break: comparingAll((list, origin) => new RegExp(`^${list.map(escaped).join('|')}$`).test(origin)),
  },
  {
    id: 'compare-unanchored',
    title: 'An allowed origin is used as a regular expression without `^` and `$`, with unescaped dots',
    level: 'security',
    policies: ['credentialed', 'single'],
    caughtBy: [
      'simple/lookalike-suffix-refused',
      'origins/suffix-without-dot-refused',
      'origins/first-dot-replaced-refused',
    ],
    break: comparing((entry, origin) => new RegExp(entry).test(origin)),
  },
  {
    id: 'compare-host-unanchored',
    title: 'An allowed host is used as a regular expression without `^` and `$`',
    level: 'security',
    policies: ['credentialed', 'single'],
    caughtBy: [
      'simple/lookalike-suffix-refused',
      'simple/lookalike-prefix-refused',
      'simple/other-scheme-refused',
    ],
    break: comparing((entry, origin) => new RegExp(escaped(new URL(entry).hostname)).test(origin)),
  },
  {
    id: 'compare-host-end',
    title: 'An allowed host is used as a regular expression without `^`',
    level: 'security',
    policies: ['allowlist', 'single'],
    caughtBy: ['simple/lookalike-prefix-refused', 'credentials/lookalike-prefix-refused'],
    break: comparing((entry, origin) => new RegExp(`${escaped(new URL(entry).host)}$`).test(origin)),
  },
  {
    id: 'compare-last-by-start',
    title: 'All entries except the first are compared with startsWith',
    level: 'security',
    policies: ['credentialed'],
    caughtBy: ['origins/last-lookalike-suffix-refused'],
    break: comparing((entry, origin, index) => (index === 0 ? origin === entry : origin.startsWith(entry))),
  },
  {
    id: 'compare-last-by-end',
    title: 'The last entry is a host, and every origin that ends with it is allowed',
    level: 'security',
    policies: ['allowlist'],
    caughtBy: ['origins/last-lookalike-prefix-refused'],
    break: comparingAll(
      (list, origin) =>
        list.includes(origin) || (/^https:/.test(origin) && origin.endsWith(hostOf(list.at(-1) ?? 'x://x'))),
    ),
  },
  {
    id: 'compare-last-any-scheme',
    title: 'The scheme of the last entry is not compared',
    level: 'security',
    policies: ['allowlist'],
    caughtBy: ['origins/last-other-scheme-refused'],
    break: comparingAll(
      (list, origin) => list.includes(origin) || hostOf(origin) === hostOf(list.at(-1) ?? ''),
    ),
  },
  {
    id: 'compare-split-untrimmed',
    title: 'The list is split at commas without removing the spaces',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['origins/allowed-in-turn'],
    break: comparingAll((list, origin) => list.join(', ').split(',').includes(origin)),
  },
  {
    id: 'compare-split-at-spaces',
    title: 'The list is split at spaces without removing the commas',
    level: 'required',
    policies: ['allowlist'],
    caughtBy: ['origins/allowed-in-turn', 'origins/allowed-each-time'],
    break: comparingAll((list, origin) => list.join(', ').split(' ').includes(origin)),
  },
  {
    id: 'compare-null-in-list',
    title: 'An unset value becomes the string `null` in the list (`String(null)`)',
    level: 'security',
    policies: ['allowlist', 'credentialed'],
    caughtBy: ['null-origin/sandbox-refused', 'null-origin/sandbox-credentials-refused'],
    break: comparingAll((list, origin) => [...list, null].map(String).includes(origin)),
  },
];

/** @param {string} origin */
function hostOf(origin) {
  return origin.slice(origin.indexOf('://') + 3);
}

export { faults as comparing };
