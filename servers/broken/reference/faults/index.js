// @ts-check
import { apps, harmlessApps } from './apps.js';
import { allowOrigin } from './allow-origin.js';
import { beyondCors, harmlessBeyondCors } from './beyond-cors.js';
import { combinations } from './combinations.js';
import { comparing } from './comparing.js';
import { credentials } from './credentials.js';
import { effects } from './effects.js';
import { defaults } from './defaults.js';
import { elsewhere } from './elsewhere.js';
import { embeds } from './embeds.js';
import { errors } from './errors.js';
import { exposedHeaders } from './exposed-headers.js';
import { files } from './files.js';
import { frameworks } from './frameworks.js';
import { harmlessComparing } from './harmless-comparing.js';
import { harmlessFrameworks } from './harmless-frameworks.js';
import { harmless as unusual } from './harmless.js';
import { harmlessPages } from './harmless-pages.js';
import { matching } from './matching.js';
import { maxAge } from './max-age.js';
import { origins } from './origins.js';
import { beacons, pages } from './pages.js';
import { parsing } from './parsing.js';
import { preflightHeaders } from './preflight-headers.js';
import { preflightMethods } from './preflight-methods.js';
import { preflightStatus } from './preflight-status.js';
import { redirects } from './redirects.js';
import { requestLists } from './request-lists.js';
import { requests } from './requests.js';
import { sameOrigin } from './same-origin.js';
import { harmlessState, state } from './state.js';
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
  { title: 'Origins of apps and unusual hosts', faults: apps },
  { title: 'Credentials', faults: credentials },
  { title: 'Status of preflight responses', faults: preflightStatus },
  { title: 'Access-Control-Allow-Methods', faults: preflightMethods },
  { title: 'Access-Control-Allow-Headers', faults: preflightHeaders },
  { title: 'Lists of request headers', faults: requestLists },
  { title: 'Simple requests', faults: requests },
  { title: 'Side effects', faults: effects },
  { title: 'Beyond CORS', faults: beyondCors },
  { title: 'Beacons and keepalive', faults: beacons },
  { title: 'Error responses', faults: errors },
  { title: 'Embedded resources', faults: embeds },
  { title: 'Integrity, preloads, workers and isolation', faults: pages },
  { title: 'Redirects, errors, embedded resources and caches', faults: elsewhere },
  { title: 'What frameworks do themselves', faults: frameworks },
  { title: 'Files and streams', faults: files },
  { title: 'Redirects of single kinds', faults: redirects },
  { title: 'Access-Control-Expose-Headers', faults: exposedHeaders },
  { title: 'Access-Control-Max-Age', faults: maxAge },
  { title: 'Same-origin requests', faults: sameOrigin },
  { title: 'State that requests share', faults: state },
  { title: 'Header values', faults: wording },
  { title: 'Combinations', faults: combinations },
];

export const faults = families.flatMap((family) => family.faults);

/** @type {readonly import('../fault.js').Harmless[]} */
export const harmless = [
  ...unusual,
  ...harmlessComparing,
  ...harmlessFrameworks,
  ...harmlessBeyondCors,
  ...harmlessApps,
  ...harmlessState,
  ...harmlessPages,
  ...defaults,
];
