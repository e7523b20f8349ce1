// @ts-check
import { go } from './go.js';
import { npm } from './npm.js';
import { pypi } from './pypi.js';

/**
 * By registry; in each, by package.
 *
 * @type {readonly { readonly title: string, readonly advisories: readonly import('./advisory.js').Advisory[] }[]}
 */
export const registries = [
  { title: 'npm', advisories: npm },
  { title: 'PyPI', advisories: pypi },
  { title: 'Go', advisories: go },
];

export const advisories = registries.flatMap((registry) => registry.advisories);
