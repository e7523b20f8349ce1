import type { Suite } from '../src/scenarios/scenario.ts';
import { caching } from './caching.ts';
import { clients } from './clients.ts';
import { consoleLines } from './console.ts';
import { credentials } from './credentials.ts';
import { effects } from './effects.ts';
import { embedded } from './embeds.ts';
import { errors } from './errors.ts';
import { exposedHeaders } from './exposed-headers.ts';
import { hygiene } from './hygiene.ts';
import { maxAge } from './max-age.ts';
import { methods } from './methods.ts';
import { nullOrigin } from './null-origin.ts';
import { origins } from './origins.ts';
import { preflight } from './preflight.ts';
import { redirects } from './redirects.ts';
import { robustness } from './robustness.ts';
import { sameOrigin } from './same-origin.ts';
import { simple } from './simple.ts';

/** Every family, in the order of the reports. */
export const suites: readonly Suite[] = [
  simple,
  preflight,
  methods,
  credentials,
  exposedHeaders,
  maxAge,
  origins,
  nullOrigin,
  redirects,
  errors,
  embedded,
  caching,
  effects,
  sameOrigin,
  clients,
  robustness,
  hygiene,
  consoleLines,
];
