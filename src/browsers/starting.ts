import type { Found, Missing } from './driver.ts';

/** Returns the browser, or throws with the fix when there is none. */
export function requireFound(title: string, result: Found | Missing): Found {
  if (result.found) return result;
  throw new Error(`${title} was not found. ${result.help}\nSearched: ${result.looked.join(', ')}`);
}

/**
 * Waits for a browser to start, until the signal is aborted. `discard` ends a browser that starts too late.
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
    // Wait until the start has failed or finished too late: only then can all its processes be ended.
    await starting.then(discard).catch(() => {});
    throw thrown;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** Rejects when something has not started in time. */
export async function inTime<T>(starting: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`nothing happened for ${milliseconds / 1000} s`));
    }, milliseconds);
  });
  try {
    return await Promise.race([starting, late]);
  } finally {
    clearTimeout(timer);
  }
}

export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
