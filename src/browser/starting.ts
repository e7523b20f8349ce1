import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Found, Missing } from './driver.ts';

/** Playwright takes a quarter of a second to load: commands that start no browser do without. */
export async function loadPlaywright() {
  return import('playwright');
}

/** Gives the browser, or throws what to do when there is none. */
export function requireFound(title: string, result: Found | Missing): Found {
  if (result.found) return result;
  throw new Error(`${title} is not on this machine. ${result.help}\nLooked at: ${result.looked.join(', ')}`);
}

/**
 * Waits for a browser that starts, and no longer than until the signal is aborted. One that comes up too late is ended
 * by `discard`.
 */
export async function unlessAborted<T>(
  starting: Promise<T>,
  signal: AbortSignal | undefined,
  discard: (late: T) => Promise<void>,
): Promise<T> {
  if (!signal) return starting;
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
  });
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([starting, aborted]);
  } catch (thrown) {
    // The start has failed as well, or comes up too late: only then is everything of it known and can be ended.
    await starting.then(discard).catch(() => {});
    throw thrown;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** A temporary folder for a browser's profile, and how to remove it. */
export async function temporaryProfile(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'corspec-profile-'));
  // A browser that was killed may still be writing: retried, and left to the system when it does not help.
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 5 }).catch(() => {});
  return { folder, remove };
}
