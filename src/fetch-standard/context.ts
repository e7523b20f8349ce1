import { siteOfHost } from './origins.ts';
import type { FetchContext } from './types.ts';

/**
 * A context with an empty preflight cache, and what the standard says where nothing else is given. `now` is a clock
 * in ms. Pass the same context for all requests of a page. `#cors-preflight-cache`
 */
export function createContext(given: Pick<FetchContext, 'now'> & Partial<FetchContext>): FetchContext {
  return {
    cache: { entries: [] },
    partition: '',
    maxAgeCapSeconds: Number.POSITIVE_INFINITY,
    defaultMaxAgeSeconds: 5,
    siteOfHost,
    trustsLoopback: true,
    streamsUpload: false,
    ...given,
  };
}
