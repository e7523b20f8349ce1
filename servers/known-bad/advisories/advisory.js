// @ts-check

/**
 * A known vulnerability, or a known bug with an issue number, in a published version of a library.
 *
 * @typedef {object} Advisory
 * @property {string} id `CVE-2026-54290`, else `GHSA-q7jf-gf43-6x6p`, else the issue or pull request: `starlette#3516`
 * @property {readonly string[]} [aliases] its other ids
 * @property {string} package its name in the registry
 * @property {string} title one sentence: what is wrong
 * @property {string} source a URL
 * @property {string} affects a range of versions: `< 4.12.25`
 * @property {string} affected the folder of an affected version, in `servers/known-bad`
 * @property {string | null} fixed the folder of a version that has not; null where nothing is fixed, and `note` says so
 * @property {'refusal'} [fixedBy] the fixed version does not do better, it refuses the configuration
 * @property {Readonly<Record<string, Policy>>} policies under which it shows, by name; names are in hosts, so they are short
 * @property {readonly string[]} caughtBy ids of scenarios: each fails with `affected` under one of the policies, at least, and
 *   under all of them none fails with `fixed`
 * @property {string} [note] what else there is to say
 *
 * @typedef {import('../../../src/policy/policy.ts').Policy} Policy
 */

// A module, so that its types can be imported.
export {};
