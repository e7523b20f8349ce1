// @ts-check
import { domainToUnicode } from 'node:url';

/** @typedef {import('../server.js').Seen} Seen */

/** @param {(origin: string) => string} read what of an origin is compared, of the allowed ones as well */
const reading = (read) => ({
  /** @param {string} origin @param {Seen} seen */
  allows: (origin, { policy }) => [policy.origins ?? []].flat().some((entry) => read(entry) === read(origin)),
});

/** @param {(entry: string) => RegExp} patternOf of a pattern of subdomains, `https://*.example.test` */
const globbing = (patternOf) => ({
  /** @param {string} origin @param {Seen} seen */
  allows: (origin, { policy }) =>
    [policy.origins ?? []].flat().some((entry) => patternOf(entry).test(origin)),
});

/** @param {string} text */
const escaped = (text) => text.replace(/[.+?^$(){}|[\]\\/]/g, '\\$&');

const specialCharacters = 'origins/special-characters-refused';

/**
 * Incorrect parsing of origins and patterns.
 *
 * @type {readonly import('../fault.js').Fault[]}
 */
export const parsing = [
  {
    id: 'parse-trailing-dot',
    title: 'A trailing dot is removed from the host before the comparison',
    level: 'security',
    policies: ['credentialed', 'development'],
    caughtBy: ['origins/trailing-dot-refused', 'origins/trailing-dot-with-credentials-refused'],
    break: {
      allows: (origin, { policy }) => {
        const bare = origin.replace(/\.(:\d+)?$/, '$1');
        return [policy.origins ?? []].flat().includes(bare);
      },
    },
  },
  {
    id: 'parse-accents',
    title: 'The host is decoded from punycode, and accents are ignored in the comparison',
    level: 'security',
    policies: ['credentialed', 'single', 'development'],
    caughtBy: ['origins/homograph-refused', 'origins/homograph-with-credentials-refused'],
    break: reading((origin) =>
      origin
        .replace(/[^/:]*xn--[^/:]*/, (host) => domainToUnicode(host))
        .normalize('NFKD')
        .replace(/\p{M}/gu, ''),
    ),
  },
  {
    id: 'parse-www',
    title: '`www.` is removed from the host before the comparison',
    level: 'security',
    policies: ['credentialed', 'single'],
    caughtBy: ['origins/with-www-refused', 'origins/with-www-with-credentials-refused'],
    break: reading((origin) => origin.replace('://www.', '://')),
  },
  {
    id: 'parse-top-level',
    title: 'The last label is removed from the host before the comparison',
    level: 'security',
    policies: ['allowlist', 'single'],
    caughtBy: ['origins/other-top-level-refused', 'origins/less-last-label-refused'],
    break: {
      allows: (origin, { policy }) =>
        [policy.origins ?? []].flat().some((entry) => {
          const cut = entry.replace(/\.[^.]*$/, '');
          return origin === cut || origin.replace(/\.[^.]*$/, '') === cut;
        }),
    },
  },
  {
    id: 'parse-port',
    title: 'The port is removed before the comparison',
    level: 'security',
    policies: ['credentialed', 'local'],
    caughtBy: ['simple/other-port-refused', 'preflight/other-port-put-refused'],
    break: reading((origin) => origin.replace(/:\d+$/, '')),
  },
  {
    id: 'parse-scheme',
    title: 'The scheme is removed before the comparison (`replace(/^https?:/, "")`)',
    level: 'security',
    policies: ['credentialed', 'local'],
    caughtBy: ['simple/other-scheme-refused', 'preflight/other-scheme-put-refused'],
    break: reading((origin) => origin.replace(/^https?:/, '')),
  },
  {
    id: 'parse-split-at-comma',
    title: 'The Origin header is split at commas, and one allowed element is sufficient',
    level: 'security',
    policies: ['credentialed', 'single'],
    caughtBy: [specialCharacters, 'origins/origin-list-refused'],
    break: {
      allows: (origin, { policy }) =>
        origin.split(/,\s*/).some((one) => [policy.origins ?? []].flat().includes(one)),
    },
  },
  {
    id: 'parse-list',
    title: 'The Origin header is parsed as a list separated by spaces, and one allowed element is sufficient',
    level: 'recommended',
    policies: ['credentialed'],
    caughtBy: ['origins/origin-list-refused', 'origins/origin-list-with-credentials-refused'],
    break: {
      allows: (origin, { policy }) =>
        origin.split(/,? /).some((one) => [policy.origins ?? []].flat().includes(one)),
    },
  },
  {
    id: 'parse-word-characters',
    title:
      'The host is parsed up to the first character that is not a letter, digit, dot or hyphen (`/^https:\\/\\/([\\w.-]+)/`)',
    level: 'security',
    policies: ['credentialed', 'single'],
    caughtBy: [specialCharacters, 'origins/user-info-refused'],
    break: reading((origin) => /^https?:\/\/[\w.-]+(:\d+)?/.exec(origin)?.[0] ?? origin),
  },
  {
    id: 'parse-user-info',
    title: 'The part after `@` is removed',
    level: 'recommended',
    policies: ['credentialed', 'local'],
    caughtBy: ['origins/user-info-refused', 'origins/user-info-with-credentials-refused'],
    break: reading((origin) => origin.split('@')[0] ?? ''),
  },
  {
    id: 'parse-rfc-3986',
    title: 'A backslash is part of the user name, as in RFC 3986, not a slash, as in the URL standard',
    level: 'recommended',
    policies: ['credentialed', 'local'],
    caughtBy: ['origins/backslash-refused', 'origins/backslash-with-credentials-refused'],
    break: reading((origin) => origin.replace(/^([^:/?#]+:\/\/)[^/?#]*@/, '$1')),
  },
  {
    id: 'parse-bare-host',
    title: 'Hosts without a scheme are allowed too',
    level: 'recommended',
    policies: ['credentialed', 'local'],
    caughtBy: ['origins/host-only-refused', 'origins/host-only-with-credentials-refused'],
    break: {
      allows: (origin, { policy }) =>
        [policy.origins ?? []].flat().some((entry) => origin === entry || origin === new URL(entry).hostname),
    },
  },
  {
    id: 'parse-empty',
    title: 'An empty Origin header is allowed, and so is a scheme without a host',
    level: 'recommended',
    policies: ['credentialed'],
    caughtBy: [
      'origins/empty-refused',
      'origins/empty-with-credentials-refused',
      'origins/scheme-only-refused',
      'origins/scheme-only-with-credentials-refused',
    ],
    break: {
      allows: (origin, { policy }) =>
        [...[policy.origins ?? []].flat(), '', 'https://'].some((entry) => origin === entry),
    },
  },
  {
    id: 'glob-unanchored',
    title: 'A subdomain pattern is a regular expression without `$`',
    level: 'security',
    policies: ['subdomains'],
    caughtBy: ['simple/lookalike-suffix-refused', 'credentials/lookalike-suffix-refused'],
    break: globbing((entry) => new RegExp(`^${escaped(entry).replace('*', '[a-z0-9.-]+')}`)),
  },
  {
    id: 'glob-dot-unescaped',
    title: 'The dots of a subdomain pattern match any character',
    level: 'security',
    policies: ['subdomains'],
    caughtBy: ['simple/lookalike-prefix-refused', 'origins/last-dot-replaced-refused'],
    break: globbing((entry) => new RegExp(`^${entry.replace('*', '.*')}$`)),
  },
  {
    id: 'glob-star-with-dot',
    title: 'The wildcard of a subdomain pattern includes the dot that follows it',
    level: 'security',
    policies: ['subdomains'],
    caughtBy: ['simple/lookalike-prefix-refused', 'simple/parent-domain-refused'],
    break: globbing((entry) => new RegExp(`^${escaped(entry).replace('*\\.', '.*')}$`)),
  },
  {
    id: 'glob-any-scheme',
    title: 'A subdomain pattern allows every scheme and port (`endsWith(".example.test")`)',
    level: 'security',
    policies: ['subdomains'],
    caughtBy: ['simple/other-scheme-refused', 'credentials/other-scheme-refused'],
    break: globbing((entry) => new RegExp(`${escaped(entry.slice(entry.indexOf('*') + 1))}$`)),
  },
];
