// @ts-check
import { parsed } from '../hooks.js';

/**
 * Servers that compare origins in unusual but correct ways: no scenario may fail.
 *
 * @type {readonly import('../fault.js').Harmless[]}
 */
export const harmlessComparing = [
  {
    id: 'fine-compared-with-slash',
    title: 'Origins are compared by prefix, with a slash appended to both',
    policies: ['credentialed', 'local'],
    break: {
      allows: (origin, { policy }) =>
        [policy.origins ?? []].flat().some((entry) => `${origin}/`.startsWith(`${entry}/`)),
    },
  },
  {
    id: 'fine-case-ignored',
    title: 'Origins are compared case-insensitively (regular expressions with the `i` flag)',
    policies: ['credentialed'],
    informs: ['origins/upper-case'],
    break: {
      allows: (origin, { policy }) =>
        [policy.origins ?? []].flat().some((entry) => entry.toLowerCase() === origin.toLowerCase()),
    },
  },
  {
    id: 'fine-multi-line',
    title: 'Regular expressions have the `m` flag, which affects only line breaks that headers cannot have',
    policies: ['credentialed'],
    break: {
      allows: (origin, { policy }) =>
        [policy.origins ?? []]
          .flat()
          .some((entry) => new RegExp(`^${entry.replace(/[.]/g, '\\.')}$`, 'm').test(origin)),
    },
  },
  {
    id: 'fine-parsed',
    title: 'Origins are parsed by a URL parser, which accepts several spellings of the same origin',
    policies: ['credentialed', 'local'],
    informs: ['origins/upper-case', 'origins/default-port', 'origins/ip-as-number'],
    break: {
      allows: (origin, { policy }) =>
        [policy.origins ?? []].flat().some((entry) => parsed(origin)?.origin === entry),
    },
  },
  {
    id: 'fine-one-label',
    title: 'The wildcard of a pattern matches one label',
    policies: ['subdomains'],
    break: {
      allows: (origin, { policy }) =>
        [policy.origins ?? []].flat().some((entry) => {
          const [before = '', after = ''] = entry.split('*');
          const label = origin.slice(before.length, -after.length);
          return origin === `${before}${label}${after}` && /^[a-z0-9-]+$/.test(label);
        }),
    },
  },
];
