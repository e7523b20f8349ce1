import { readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { makeTemporaryFolder } from './temporary-folder.ts';

/** Error codes of exhausted resources, with the fix. */
const remedies: Readonly<Record<string, string>> = {
  EMFILE:
    'Too many open files: the limit of this process (`ulimit -n`) is too low. Raise it, for example `ulimit -n 1024`.',
  ENFILE: 'Too many open files on this machine. End other programs, or raise the limit (Linux: fs.file-max).',
  ENOSPC: 'No space is left on the device. Free some, or set TMPDIR to a folder on another disk.',
  EDQUOT: 'The disk quota is used up. Free some space, or set TMPDIR to a folder on another disk.',
  ENOMEM: 'There is not enough memory. End other programs, or use --browser model.',
};

/** Phrases for errors without a code: from a browser's stderr or a message of Playwright. */
const phrases: readonly (readonly [RegExp, string])[] = [
  [/too many open files/i, 'EMFILE'],
  [/no space left on device/i, 'ENOSPC'],
  [/disk quota exceeded/i, 'EDQUOT'],
  [/cannot allocate memory/i, 'ENOMEM'],
];

/** The temporary folder cannot be used. */
export class TemporaryFolderError extends Error {
  override readonly name = 'TemporaryFolderError';
}

/**
 * The problem of this machine that caused an error, with the fix; null for every other error.
 * @param error is searched together with its `cause`
 */
export function machineProblem(error: unknown): string | null {
  if (error instanceof TemporaryFolderError) return error.message;
  if (!(error instanceof Error)) return null;
  const code =
    (error as NodeJS.ErrnoException).code ?? phrases.find(([phrase]) => phrase.test(error.message))?.[1];
  const remedy = code === undefined ? undefined : remedies[code];
  return remedy ?? machineProblem(error.cause);
}

/** With fewer open files, browsers fail without a clear message. */
const neededFiles = 256;

/**
 * Verifies the limit of open files for a browser, on platforms that expose it (Linux).
 * @throws an error for which `machineProblem` has a remedy
 */
export function requireOpenFiles(): void {
  const limit = openFileLimit();
  if (limit === null || limit >= neededFiles) return;
  throw Object.assign(new Error(`At most ${limit} files can be open.`), { code: 'EMFILE' });
}

/** How many files a process may have open; null on platforms that do not expose it. */
export function openFileLimit(): number | null {
  if (process.platform !== 'linux') return null;
  const limit = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
  return limit === undefined ? null : Number(limit);
}

/** The size of a browser's profile: bytes. */
const neededBytes = 32 * 1024 * 1024;

/**
 * Verifies that the temporary folder can be used for a browser's profile.
 * @throws TemporaryFolderError with the problem and the fix
 */
export async function requireTemporaryFolder(parent: string = tmpdir()): Promise<void> {
  let free: number | null;
  try {
    const folder = await makeTemporaryFolder(parent);
    await folder.remove();
    free = await freeBytes(parent);
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    const why = remedies[code] ?? `${reasons[code] ?? code}. Set TMPDIR to a writable folder.`;
    throw new TemporaryFolderError(`The temporary folder ${parent} cannot be used: ${why}`, { cause: error });
  }
  if (free !== null && free < neededBytes)
    throw new TemporaryFolderError(
      `The temporary folder ${parent} is full: ${Math.floor(free / 1024)} KiB are free, and a browser's profile needs ` +
        `${neededBytes / 1024 / 1024} MiB. Free some space, or set TMPDIR to a folder on another disk.`,
    );
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'folder not found',
  ENOTDIR: 'not a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
};

/** Null if the file system does not report it. */
async function freeBytes(folder: string): Promise<number | null> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return blocks === 0 ? null : bavail * bsize;
}
