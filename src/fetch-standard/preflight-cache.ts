import type { PreflightGrant } from './preflight.ts';
import { isNonWildcardRequestHeaderName } from './request-headers.ts';
import type { CurrentRequest, PreflightCacheEntry } from './types.ts';

export type PreflightCache = readonly PreflightCacheEntry[];

/** What an entry is found by. `#cors-preflight-cache` */
export interface CacheKey {
  readonly partition: string;
  readonly origin: string;
  readonly url: string;
  readonly credentials: boolean;
}

/** The key of a request whose origin is serialised as `origin`: the whole URL, fragment and all. `#concept-cache-match` */
export function cacheKey(request: CurrentRequest, origin: string, partition: string): CacheKey {
  return {
    partition,
    origin,
    url: request.url.href,
    credentials: request.credentials === 'include',
  };
}

/** Without what is too old. `now` is in ms. `#cors-preflight-cache` */
export function withoutExpired(cache: PreflightCache, now: number): PreflightCache {
  return cache.filter((entry) => now < entry.storedAt + entry.maxAgeSeconds * 1000);
}

/** The entry that allows this method, if any: `*` allows each. `#concept-cache-match-method` */
export function matchMethod(
  cache: PreflightCache,
  key: CacheKey,
  method: string,
): PreflightCacheEntry | undefined {
  return cache.find((entry) => entryMatches(entry, key) && allowsMethod(entry, method));
}

/** The entry that allows this header, if any: `*` allows each but Authorization. `#concept-cache-match-header` */
export function matchHeader(
  cache: PreflightCache,
  key: CacheKey,
  name: string,
): PreflightCacheEntry | undefined {
  return cache.find((entry) => entryMatches(entry, key) && allowsHeader(entry, name));
}

/**
 * Remembers what a preflight granted: matching entries get the new age, counted from when they were stored; the rest
 * becomes new entries. `now` is in ms. `#cors-preflight-fetch-0`
 */
export function storeGrant(
  cache: PreflightCache,
  key: CacheKey,
  grant: Pick<PreflightGrant, 'methods' | 'headers'>,
  maxAgeSeconds: number,
  now: number,
): PreflightCache {
  const valid = withoutExpired(cache, now);
  const own = valid.filter((entry) => entryMatches(entry, key));
  const methods = additions(
    grant.methods,
    own.flatMap(({ allows }) => ('method' in allows ? [allows.method] : [])),
    () => true,
  );
  const headers = additions(
    grant.headers.map((name) => name.toLowerCase()),
    own.flatMap(({ allows }) => ('header' in allows ? [allows.header] : [])),
    (name) => !isNonWildcardRequestHeaderName(name),
  );
  const renewed = (entry: PreflightCacheEntry): boolean =>
    entryMatches(entry, key) &&
    ('method' in entry.allows ? methods.renewed(entry.allows.method) : headers.renewed(entry.allows.header));
  const isNew = { ...key, maxAgeSeconds, storedAt: now };
  return [
    ...valid.map((entry) => (renewed(entry) ? { ...entry, maxAgeSeconds } : entry)),
    ...methods.added.map((method) => ({ ...isNew, allows: { method } })),
    ...headers.added.map((header) => ({ ...isNew, allows: { header } })),
  ];
}

/** What a list of names adds to those that the cache has already, and which of these it renews. */
interface Additions {
  readonly added: readonly string[];
  readonly renewed: (known: string) => boolean;
}

/**
 * By sets, so that a list of any length takes time in proportion to it. A name that is listed matches the entry of that
 * name and the entry of `*`, and becomes an entry of its own when there is neither.
 */
function additions(
  listed: readonly string[],
  known: readonly string[],
  hasWildcard: (name: string) => boolean,
): Additions {
  const entries = new Set(known);
  const added = new Set<string>();
  for (const name of listed) {
    const covered = hasWildcard(name) && (entries.has('*') || added.has('*'));
    if (!covered && !entries.has(name)) added.add(name);
  }
  const names = new Set(listed);
  const matchesWildcard = listed.some(hasWildcard);
  return {
    added: [...added],
    renewed: (name) => names.has(name) || (name === '*' && matchesWildcard),
  };
}

/** Forgets all about a URL and an origin, with credentials or without. `#concept-cache-clear` */
export function clearEntries(cache: PreflightCache, key: CacheKey): PreflightCache {
  return cache.filter((entry) => !sameTarget(entry, key));
}

function sameTarget(entry: PreflightCacheEntry, key: CacheKey): boolean {
  return entry.partition === key.partition && entry.origin === key.origin && entry.url === key.url;
}

/** What was granted to a request with credentials holds for one without, and not the other way round. */
function entryMatches(entry: PreflightCacheEntry, key: CacheKey): boolean {
  return sameTarget(entry, key) && (entry.credentials || !key.credentials);
}

function allowsMethod({ allows }: PreflightCacheEntry, method: string): boolean {
  return 'method' in allows && (allows.method === method || allows.method === '*');
}

function allowsHeader({ allows }: PreflightCacheEntry, name: string): boolean {
  return (
    'header' in allows &&
    (allows.header === name.toLowerCase() || (allows.header === '*' && !isNonWildcardRequestHeaderName(name)))
  );
}
