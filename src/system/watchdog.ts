import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';

/** The environment variable that everything has which a process of corspec started. */
export const markerVariable = 'CORSPEC_PROCESS';

/** Watches this process from outside. */
export interface Watchdog {
  /** What children have in their environment as `CORSPEC_PROCESS`. */
  readonly marker: string;
  /** Ends it; what is left of the marked processes ends now. */
  dismiss(): void;
}

/**
 * Starts a small process that waits for this one to end, however that happens (SIGKILL included), then ends every
 * process that has the marker and removes the folders. Its stdin is a pipe from this process, which the kernel closes.
 * Nothing on Windows, where the children of a Node.js process end with it.
 * @param folders removed at the end, when this process could not do it
 */
export function startWatchdog(folders: readonly string[]): Watchdog {
  const marker = randomUUID();
  if (process.platform === 'win32') return { marker, dismiss: () => undefined };
  const child = spawn(
    '/bin/sh',
    ['-c', script, 'corspec-watchdog', `${markerVariable}=${marker}`, ...folders],
    {
      stdio: ['pipe', 'ignore', 'ignore'],
      // A session of its own: no signal of the terminal reaches it.
      detached: true,
      cwd: '/',
      // Without the marker: it must not end itself.
      env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin' },
    },
  );
  // Without it a run is as good as before, as long as it is not killed.
  child.on('error', () => undefined);
  child.unref();
  // Absent when this process has no file descriptor left for it.
  const pipe = child.stdin as (typeof child.stdin & { unref(): void }) | undefined;
  pipe?.on('error', () => undefined);
  pipe?.unref();
  return { marker, dismiss: () => pipe?.destroy() };
}

/**
 * Processes are found by their environment in /proc, as they may have left the process group that they were started in.
 * A process that is just being started has its parent's environment for a moment: only three looks in a row that find
 * none are believed. Where there is no /proc, browsers notice by themselves that what drives them is gone.
 */
const script = `
trap '' HUP INT TERM
marker=$1
shift
while read -r _; do :; done
empty=0 looks=0
while [ -d /proc/self ] && [ $empty -lt 3 ] && [ $looks -lt 100 ]; do
  found=$(grep -lzFx "$marker" /proc/[0-9]*/environ 2>/dev/null | tr -cd '0-9\\n')
  if [ -n "$found" ]; then empty=0; kill -KILL $found 2>/dev/null; else empty=$((empty + 1)); fi
  looks=$((looks + 1))
  sleep 0.1
done
for folder; do rm -rf -- "$folder"; done
`;
