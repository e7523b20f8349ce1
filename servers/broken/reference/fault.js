// @ts-check

/**
 * One thing that is wrong.
 *
 * @typedef {object} Fault
 * @property {string} id the first half of a policy's name, `<id>@<policy>`; both are in a host, so both are short
 * @property {string} title one sentence: what is wrong
 * @property {'required' | 'security' | 'recommended'} level at which a scenario has to fail
 * @property {readonly string[]} policies under each of which a scenario of that level has to fail
 * @property {readonly string[]} caughtBy scenarios that have to fail under one of the policies, for they are about this
 * @property {import('./server.js').Break} break
 *
 * @typedef {object} Harmless what is unusual and right: nothing may fail
 * @property {string} id
 * @property {string} title
 * @property {readonly string[]} policies
 * @property {readonly string[]} [informs] informative scenarios that tell what is unusual: they fail, and nothing else does
 * @property {import('./server.js').Break} break
 */

// A module, so that its types can be imported.
export {};
