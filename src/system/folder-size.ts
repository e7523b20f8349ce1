import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** How many bytes a file or folder has, with everything below it. Links count as links. */
export async function sizeOf(path: string): Promise<number> {
  const entry = await lstat(path).catch(() => null);
  if (entry === null) return 0;
  if (!entry.isDirectory()) return entry.size;
  let bytes = 0;
  // One after the other: an installation may have more files than a process may open.
  for (const name of await readdir(path)) bytes += await sizeOf(join(path, name));
  return bytes;
}
