// @ts-check
import { allowOrigin } from './allow-origin.js';
import { comparing } from './comparing.js';
import { credentials } from './credentials.js';
import { effects } from './effects.js';
import { defaults } from './defaults.js';
import { elsewhere } from './elsewhere.js';
import { embeds } from './embeds.js';
import { errors } from './errors.js';
import { exposedHeaders } from './exposed-headers.js';
import { harmless as unusual } from './harmless.js';
import { matching } from './matching.js';
import { maxAge } from './max-age.js';
import { origins } from './origins.js';
import { parsing } from './parsing.js';
import { preflightHeaders } from './preflight-headers.js';
import { preflightMethods } from './preflight-methods.js';
import { preflightStatus } from './preflight-status.js';
import { requestLists } from './request-lists.js';
import { requests } from './requests.js';
import { sameOrigin } from './same-origin.js';
import { wording } from './wording.js';

/**
 * @typedef {object} Family
 * @property {string} title
 * @property {readonly import('../fault.js').Fault[]} faults
 */

/** @type {readonly Family[]} */
export const families = [
  { title: 'Access-Control-Allow-Origin', faults: allowOrigin },
  { title: 'Allowed origins', faults: origins },
  { title: 'Matching origins, and the null origin', faults: matching },
  { title: 'Incorrect string comparison', faults: comparing },
  { title: 'Incorrect parsing of origins', faults: parsing },
  { title: 'Credentials', faults: credentials },
  { title: 'Status of preflight responses', faults: preflightStatus },
  { title: 'Access-Control-Allow-Methods', faults: preflightMethods },
  { title: 'Access-Control-Allow-Headers', faults: preflightHeaders },
  { title: 'Lists of request headers', faults: requestLists },
  { title: 'Simple requests', faults: requests },
  { title: 'Side effects', faults: effects },
  { title: 'Error responses', faults: errors },
  { title: 'Embedded resources', faults: embeds },
  { title: 'Redirects, errors, embedded resources and caches', faults: elsewhere },
  { title: 'Access-Control-Expose-Headers', faults: exposedHeaders },
  { title: 'Access-Control-Max-Age', faults: maxAge },
  { title: 'Same-origin requests', faults: sameOrigin },
  { title: 'Header values', faults: wording },
];

export const faults = families.flatMap((family) => family.faults);

/** @type {readonly import('../fault.js').Harmless[]} */
export const harmless = [...unusual, ...defaults];
