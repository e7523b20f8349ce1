// @ts-check

/**
 * A known vulnerability, or a known fault with the number of its issue, in a published version of a library.
 *
 * @typedef {object} Advisory
 * @property {string} id `CVE-2026-54290`, else `GHSA-q7jf-gf43-6x6p`, else the issue or pull request: `starlette#3516`
 * @property {readonly string[]} [aliases] its other numbers
 * @property {string} package as its registry calls it
 * @property {string} title one sentence: what is wrong
 * @property {string} source where it is told of: a URL
 * @property {string} affects a range of versions: `< 4.12.25`
 * @property {string} affected the folder of a version that has it, here in `servers/known-bad`
 * @property {string | null} mended the folder of a version that has not; null where nothing is mended, and `note` says so
 * @property {'refusal'} [mendedBy] the mended version does not do better, it refuses the configuration
 * @property {Readonly<Record<string, Policy>>} policies under which it shows, by name; names are in hosts, so they are short
 * @property {readonly string[]} caughtBy ids of scenarios: each fails with `affected` under one of the policies, at least, and
 *   under all of them none fails with `mended`
 * @property {string} [note] what else there is to say
 *
 * @typedef {import('../../../src/policy/policy.ts').Policy} Policy
 */

// A module, so that its types can be imported.
export {};
