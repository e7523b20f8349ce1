import type { Suite } from '../src/scenarios/scenario.ts';
import { beacons } from './beacons.ts';
import { bodies } from './bodies.ts';
import { caching } from './caching.ts';
import { clients } from './clients.ts';
import { combinations } from './combinations.ts';
import { concurrent } from './concurrent.ts';
import { conditionalRequests } from './conditional.ts';
import { consoleLines } from './console.ts';
import { credentials } from './credentials.ts';
import { effects } from './effects.ts';
import { embedded } from './embeds.ts';
import { errors } from './errors.ts';
import { exposedHeaders } from './exposed-headers.ts';
import { filesAndStreams } from './files.ts';
import { forgery } from './forgery.ts';
import { hygiene } from './hygiene.ts';
import { integrity } from './integrity.ts';
import { isolation } from './isolation.ts';
import { limits } from './limits.ts';
import { maxAge } from './max-age.ts';
import { media } from './media.ts';
import { methods } from './methods.ts';
import { nullOrigin } from './null-origin.ts';
import { origins } from './origins.ts';
import { preflight } from './preflight.ts';
import { preloads } from './preloads.ts';
import { redirects } from './redirects.ts';
import { repeated } from './repeated.ts';
import { robustness } from './robustness.ts';
import { sameOrigin } from './same-origin.ts';
import { simple } from './simple.ts';
import { trailingSlash } from './trailing-slash.ts';
import { webSockets } from './websocket.ts';
import { workers } from './workers.ts';

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
  trailingSlash,
  errors,
  bodies,
  limits,
  embedded,
  integrity,
  preloads,
  isolation,
  media,
  filesAndStreams,
  caching,
  conditionalRequests,
  repeated,
  concurrent,
  effects,
  forgery,
  webSockets,
  sameOrigin,
  clients,
  workers,
  beacons,
  robustness,
  hygiene,
  consoleLines,
  combinations,
];
