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
