import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';

export interface Ended {
  readonly status: number | null;
  readonly seconds: number;
  /** The most memory that the process had at a time: megabytes. Null where the system does not say it. */
  readonly peak: number | null;
}

/** Waits for a process to end. @param startedAt when it was started, by `performance.now()` */
export async function untilEnded(child: ChildProcess, startedAt: number): Promise<Ended> {
  let peak: number | null = null;
  const watch = setInterval(() => {
    void peakOf(child.pid ?? 0).then((found) => (peak = found ?? peak));
  }, 100);
  const [status] = (await once(child, 'close')) as [number | null];
  clearInterval(watch);
  return { status, seconds: (performance.now() - startedAt) / 1000, peak };
}

async function peakOf(pid: number): Promise<number | null> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(text) ?? [];
  return kilobytes === undefined ? null : Number(kilobytes) / 1024;
}

/** `exit status 0, 12.3 s, most memory 150 MB` */
export function endedText({ status, seconds, peak }: Ended): string {
  const memory = peak === null ? 'unknown' : `${Math.round(peak)} MB`;
  return `exit status ${status ?? 'none'}, ${seconds.toFixed(1)} s, most memory ${memory}`;
}
