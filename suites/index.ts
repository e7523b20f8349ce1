import type { Suite } from '../src/vocabulary/scenario.ts';
import { credentials } from './credentials.ts';
import { exposedHeaders } from './exposed-headers.ts';
import { maxAge } from './max-age.ts';
import { preflight } from './preflight.ts';
import { sameOrigin } from './same-origin.ts';
import { simple } from './simple.ts';

/** Every family, in the order in which reports tell them. */
export const suites: readonly Suite[] = [simple, preflight, credentials, exposedHeaders, maxAge, sameOrigin];
