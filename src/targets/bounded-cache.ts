import { printable } from '../text/printable.ts';
import { bytesFrom, sizeText } from '../text/size.ts';
import type { Implementation } from './implementations.ts';
import { type CacheEntry, cacheEntries, cacheRoot, type Hold, hold, makeRoom } from './installation-cache.ts';
import { programFolder, programState } from './programs/find.ts';
import { currentInstallContext, type InstallContext, workFolder } from './work-folder.ts';

const defaultLimit = '5 GB';

/** What is wrong with CORSPEC_CACHE_LIMIT; null if nothing is. */
export function limitProblem({ cacheLimit = defaultLimit }: InstallContext): string | null {
  return bytesFrom(cacheLimit) === null
    ? `CORSPEC_CACHE_LIMIT is ${JSON.stringify(printable(cacheLimit))}: expected a size with its unit, such as 5GB or 500MB.`
    : null;
}

function limitOf({ cacheLimit = defaultLimit }: InstallContext): number {
  return bytesFrom(cacheLimit) ?? Infinity;
}

/** Marks what an implementation uses of the cache, so that nothing of it is removed until it is released. */
export async function holdInstallation(
  implementation: Implementation,
  surroundings: InstallContext = currentInstallContext(),
): Promise<Hold> {
  const { cacheHome } = surroundings;
  const { isCopy, lockHome } = await workFolder(implementation, surroundings);
  const { obtained, obtainable } = programState(implementation.manifest, cacheHome);
  const programs = obtainable.flatMap(({ sources }) => sources.map((one) => programFolder(cacheHome, one)));
  return hold(cacheHome, [...(isCopy ? [lockHome] : []), ...obtained, ...programs]);
}

/** Removes what was not used for longest until the cache takes no more than its limit. Says what, one line each. */
export async function boundCache(surroundings: InstallContext): Promise<readonly string[]> {
  const limit = limitOf(surroundings);
  const removed = await makeRoom(surroundings.cacheHome, limit);
  return removed.map((entry) => removedText(entry, limit));
}

function removedText({ name, bytes, lastUse }: CacheEntry, limit: number): string {
  const day = new Date(lastUse).toISOString().slice(0, 10);
  return `Removed ${printable(name)} from the cache (${sizeText(bytes)}, last used on ${day}): it takes at most ${sizeText(limit)} (CORSPEC_CACHE_LIMIT).`;
}

/** How much the cache takes, of how much it may, and where it is: a sentence; null when it is empty. */
export async function cacheText(
  surroundings: InstallContext = currentInstallContext(),
): Promise<string | null> {
  const entries = await cacheEntries(surroundings.cacheHome);
  if (entries.length === 0) return null;
  const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  const bound =
    limitProblem(surroundings) ?? `It may take ${sizeText(limitOf(surroundings))} (CORSPEC_CACHE_LIMIT).`;
  return `The cache of installations, ${printable(cacheRoot(surroundings.cacheHome))}, takes ${sizeText(bytes)}. ${bound}`;
}
