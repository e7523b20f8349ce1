import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { processesBelow } from '../../src/system/process-tree.ts';

const sampleMs = 250;

/** Does work, and gives the most memory that the processes below this one took meanwhile: bytes, null where the platform does not say. */
export async function withPeakMemory<T>(
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly bytes: number | null }> {
  const ended = new AbortController();
  let bytes: number | null = null;
  const sampling = (async () => {
    while (!ended.signal.aborted) {
      const now = memoryBelow(process.pid);
      if (now !== null) bytes = Math.max(bytes ?? 0, now);
      await delay(sampleMs, undefined, { signal: ended.signal }).catch(() => undefined);
    }
  })();
  try {
    return { value: await work(), bytes };
  } finally {
    ended.abort();
    await sampling;
  }
}

/** The memory of all processes below one; what several of them share counts once (Linux). */
function memoryBelow(root: number): number | null {
  const shares = processesBelow(root).flatMap((pid) => {
    const [, kilobytes] = /^Pss: +(\d+) kB$/m.exec(rollupOf(pid)) ?? [];
    return kilobytes === undefined ? [] : [Number(kilobytes) * 1024];
  });
  return shares.length === 0 ? null : shares.reduce((sum, share) => sum + share, 0);
}

function rollupOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  } catch {
    // It has ended, or the platform has no such file.
    return '';
  }
}
