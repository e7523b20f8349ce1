// @ts-check

/**
 * A deliberate defect.
 *
 * @typedef {object} Fault
 * @property {string} id the first half of a policy's name, `<id>@<policy>`; both are in a host, so both are short
 * @property {string} title one sentence about the defect
 * @property {'required' | 'security' | 'recommended'} level the level of the scenarios that must fail
 * @property {readonly string[]} policies with each of them, a scenario of that level must fail
 * @property {readonly string[]} caughtBy scenarios about this defect, which must fail with one of the policies; of a pattern with
 *   `*`, at least one must
 * @property {string} [onlyIn] no scenario of another suite detects it
 * @property {import('./server.js').Break} break
 *
 * @typedef {object} Harmless an unusual but correct server: no scenario may fail
 * @property {string} id
 * @property {string} title
 * @property {readonly string[]} policies
 * @property {readonly string[]} [informs] informative scenarios that report the difference: only these fail
 * @property {import('./server.js').Break} break
 */

// A module, so that its types can be imported.
export {};
