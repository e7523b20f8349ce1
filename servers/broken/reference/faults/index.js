// @ts-check
import { allowOrigin } from './allow-origin.js';
import { awaited } from './awaited.js';
import { credentials } from './credentials.js';
import { errors } from './errors.js';
import { exposedHeaders } from './exposed-headers.js';
import { harmless } from './harmless.js';
import { maxAge } from './max-age.js';
import { origins } from './origins.js';
import { preflightHeaders } from './preflight-headers.js';
import { preflightMethods } from './preflight-methods.js';
import { preflightStatus } from './preflight-status.js';
import { requests } from './requests.js';
import { sameOrigin } from './same-origin.js';

/**
 * One thing that is wrong.
 *
 * @typedef {object} Fault
 * @property {string} id the first half of a policy's name, `<id>@<policy>`; 30 characters at most, for it is in a host
 * @property {string} title one sentence: what is wrong
 * @property {'required' | 'security' | 'recommended'} level at which a scenario has to fail
 * @property {readonly string[]} policies under each of which a scenario of that level has to fail
 * @property {readonly string[]} caughtBy scenarios that have to fail under one of the policies, for they are about this
 * @property {string} [awaits] the family whose scenarios will catch it; until then nothing has to
 * @property {import('../server.js').Break} break
 *
 * @typedef {object} Harmless what is unusual and right
 * @property {string} id
 * @property {string} title
 * @property {readonly string[]} policies
 * @property {import('../server.js').Break} break
 *
 * @typedef {object} Family
 * @property {string} title
 * @property {readonly Fault[]} faults
 */

/** @type {readonly Family[]} */
export const families = [
  { title: 'Access-Control-Allow-Origin', faults: allowOrigin },
  { title: 'Who gets in', faults: origins },
  { title: 'Credentials', faults: credentials },
  { title: 'The status of a preflight', faults: preflightStatus },
  { title: 'Access-Control-Allow-Methods', faults: preflightMethods },
  { title: 'Access-Control-Allow-Headers', faults: preflightHeaders },
  { title: 'Simple requests', faults: requests },
  { title: 'Error pages', faults: errors },
  { title: 'Access-Control-Expose-Headers', faults: exposedHeaders },
  { title: 'Access-Control-Max-Age', faults: maxAge },
  { title: 'Same origin', faults: sameOrigin },
  { title: 'Awaited', faults: awaited },
];

export const faults = families.flatMap((family) => family.faults);

export { harmless };
