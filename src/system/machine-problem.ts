import { readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { makeTemporaryFolder } from './temporary-folder.ts';

/** Error codes by which a machine refuses what every program needs, and what to do about it. */
const remedies: Readonly<Record<string, string>> = {
  EMFILE:
    'Too many open files: the limit of this process (`ulimit -n`) is too low. Raise it, for example `ulimit -n 1024`.',
  ENFILE: 'Too many open files on this machine. End other programs, or raise the limit (Linux: fs.file-max).',
  ENOSPC: 'No space is left on the device. Free some, or set TMPDIR to a folder on another disk.',
  EDQUOT: 'The disk quota is used up. Free some space, or set TMPDIR to a folder on another disk.',
  ENOMEM: 'There is not enough memory. End other programs, or use --browser model.',
};

/** What is said where the code is lost: by a browser on its stderr, by Playwright in a message. */
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
 * What is wrong with this machine, and what to do, where that is why something failed; null for every other error.
 * @param error with what caused it, as far as `cause` tells
 */
export function machineProblem(error: unknown): string | null {
  if (error instanceof TemporaryFolderError) return error.message;
  if (!(error instanceof Error)) return null;
  const code =
    (error as NodeJS.ErrnoException).code ?? phrases.find(([said]) => said.test(error.message))?.[1];
  const remedy = code === undefined ? undefined : remedies[code];
  return remedy ?? machineProblem(error.cause);
}

/** With fewer open files, browsers fail in ways that do not show why. */
const neededFiles = 256;

/**
 * Makes sure that a browser may open the files that it needs, where the platform shows the limit (Linux).
 * @throws an error for which `machineProblem` has a remedy
 */
export function requireOpenFiles(): void {
  if (process.platform !== 'linux') return;
  const limit = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
  if (limit === undefined || Number(limit) >= neededFiles) return;
  throw Object.assign(new Error(`At most ${limit} files can be open.`), { code: 'EMFILE' });
}

/** What a browser's profile needs: bytes. */
const neededBytes = 32 * 1024 * 1024;

/**
 * Makes sure that there is a temporary folder for a browser's profile.
 * @throws TemporaryFolderError with what is wrong and what to do
 */
export async function requireTemporaryFolder(parent: string = tmpdir()): Promise<void> {
  let free: number | null;
  try {
    const folder = await makeTemporaryFolder(parent);
    await folder.remove();
    free = await freeBytes(parent);
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    const why = remedies[code] ?? `${reasons[code] ?? code}. Set TMPDIR to a folder that can be written to.`;
    throw new TemporaryFolderError(`The temporary folder ${parent} cannot be used: ${why}`, { cause: error });
  }
  if (free !== null && free < neededBytes)
    throw new TemporaryFolderError(
      `The temporary folder ${parent} is full: ${Math.floor(free / 1024)} KiB are free, and a browser's profile needs ` +
        `${neededBytes / 1024 / 1024} MiB. Free some space, or set TMPDIR to a folder on another disk.`,
    );
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'it is not a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'its file system is read-only',
};

/** Null where the file system does not tell. */
async function freeBytes(folder: string): Promise<number | null> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return blocks === 0 ? null : bavail * bsize;
}
