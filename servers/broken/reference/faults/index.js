// @ts-check
import { allowOrigin } from './allow-origin.js';
import { comparing } from './comparing.js';
import { credentials } from './credentials.js';
import { effects } from './effects.js';
import { elsewhere } from './elsewhere.js';
import { embeds } from './embeds.js';
import { errors } from './errors.js';
import { exposedHeaders } from './exposed-headers.js';
import { harmless } from './harmless.js';
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
  { title: 'Who gets in', faults: origins },
  { title: 'Matching origins, and the origin null', faults: matching },
  { title: 'Comparing strings wrongly', faults: comparing },
  { title: 'Taking origins apart wrongly', faults: parsing },
  { title: 'Credentials', faults: credentials },
  { title: 'The status of a preflight', faults: preflightStatus },
  { title: 'Access-Control-Allow-Methods', faults: preflightMethods },
  { title: 'Access-Control-Allow-Headers', faults: preflightHeaders },
  { title: 'Lists of request headers', faults: requestLists },
  { title: 'Simple requests', faults: requests },
  { title: 'Effects on the server', faults: effects },
  { title: 'Error pages', faults: errors },
  { title: 'What pages embed', faults: embeds },
  { title: 'Redirects, errors, embeds and caches together', faults: elsewhere },
  { title: 'Access-Control-Expose-Headers', faults: exposedHeaders },
  { title: 'Access-Control-Max-Age', faults: maxAge },
  { title: 'Same origin', faults: sameOrigin },
  { title: 'What headers say', faults: wording },
];

export const faults = families.flatMap((family) => family.faults);

export { harmless };
