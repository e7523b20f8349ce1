import { constants } from 'node:fs';
import { access, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { textOfFile } from './gzip.ts';

/** The text of a file, which may be compressed, or why there is none. */
export type TextFile =
  | { readonly ok: true; readonly text: string }
  /** `missing`: there is no such file. */
  | { readonly ok: false; readonly reason: string; readonly missing?: boolean };

export async function readText(path: string): Promise<TextFile> {
  try {
    return { ok: true, text: textOfFile(await readFile(path)) };
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return { ok: false, reason: reasonOf(error, 'file not found'), missing };
  }
}

/** Why a file cannot be written, if so: what is written at the end of a run is checked before it. */
export async function unwritableBecause(file: string): Promise<string | undefined> {
  const folder = dirname(file);
  if (!(await isFolder(folder)))
    return `folder ${JSON.stringify(folder)} not found. Create it, or choose another file`;
  if (await isFolder(file)) return 'this is a folder. Give the name of a file in it';
  const written = (await exists(file)) ? file : folder;
  try {
    await access(written, constants.W_OK);
    return undefined;
  } catch (error) {
    return `${reasonOf(error, 'it was removed')}. Choose another file`;
  }
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** Why a file cannot be used, in plain words. */
export function reasonOf(error: unknown, missing: string): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return missing;
  if (code === 'EISDIR') return 'this is a folder, not a file';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'permission denied';
  return message;
}
