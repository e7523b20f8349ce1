import { statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Files whose changes are noticed. */
export interface FileChanges {
  /** Adds a file as it is now; call it before the file is read. A file that does not exist counts, too. */
  add(path: string): void;
  readonly paths: () => readonly string[];
  /** Resolves with a file that has changed since it was added; null when the signal is aborted. Never rejects. */
  next(signal: AbortSignal): Promise<string | null>;
}

/** How often the files are looked at: milliseconds. */
const lookMs = 200;

/**
 * Looks at the files instead of `fs.watch`: few files cost nothing, editors that replace a file need no special case, and
 * it works for folders of containers and of networks.
 */
export function watchFiles(): FileChanges {
  const files = new Map<string, string>();
  const changed = () => [...files].find(([path, before]) => versionOf(path) !== before)?.[0];
  return {
    add(path) {
      if (!files.has(path)) files.set(path, versionOf(path));
    },
    paths: () => [...files.keys()],
    async next(signal) {
      let last: string | null = null;
      while (!signal.aborted) {
        const path = changed();
        // The same twice: a file that is being written, or replaced, is not complete.
        const version: string | null = path === undefined ? null : `${path} ${versionOf(path)}`;
        if (path !== undefined && version === last) return path;
        last = version;
        await delay(lookMs, undefined, { signal }).catch(() => undefined);
      }
      return null;
    },
  };
}

function versionOf(path: string): string {
  try {
    const { mtimeMs, size, ino } = statSync(path);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return 'missing';
  }
}
