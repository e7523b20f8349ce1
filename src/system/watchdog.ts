import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';

/** The environment variable of all processes that corspec started. */
export const markerVariable = 'CORSPEC_PROCESS';

/** A process that watches this one. */
export interface Watchdog {
  /** The value of `CORSPEC_PROCESS` in the environment of child processes. */
  readonly marker: string;
  /** Ends it, together with the remaining marked processes. */
  dismiss(): void;
}

/**
 * Starts a small process that waits for this one to end, even by SIGKILL, then ends every process with the marker and
 * removes the folders. Its stdin is a pipe from this process, which the kernel closes. Does nothing on Windows, where the
 * children of a Node.js process end with it.
 * @param folders are removed at the end if this process could not remove them
 */
export function startWatchdog(folders: readonly string[]): Watchdog {
  const marker = randomUUID();
  if (process.platform === 'win32') return { marker, dismiss: () => undefined };
  const child = spawn(
    '/bin/sh',
    ['-c', script, 'corspec-watchdog', `${markerVariable}=${marker}`, ...folders],
    {
      stdio: ['pipe', 'ignore', 'ignore'],
      // A separate session, which gets no signals from the terminal.
      detached: true,
      cwd: '/',
      // Without the marker: it must not end itself.
      env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin' },
    },
  );
  // Without the watchdog, only killed runs leave processes behind.
  child.on('error', () => undefined);
  child.unref();
  // Absent when this process has no free file descriptors.
  const pipe = child.stdin as (typeof child.stdin & { unref(): void }) | undefined;
  pipe?.on('error', () => undefined);
  pipe?.unref();
  return { marker, dismiss: () => pipe?.destroy() };
}

/**
 * Finds processes by their environment in /proc, because they may have left their process group. A process that is just
 * being started briefly has its parent's environment, so the search ends after three attempts in a row without a match.
 * Without /proc, browsers exit themselves when their driver has ended.
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
