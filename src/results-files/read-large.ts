import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createEvidenceStore } from '../results/evidence-store.ts';
import type { Result, Results } from '../results/results.ts';
import { createSharedParts } from '../results/shared-parts.ts';
import { makeTemporaryFolder } from '../system/temporary-folder.ts';
import { isGzipName } from '../system/gzip.ts';
import type { Attempt } from '../text/attempt.ts';
import { scanFile } from './scan.ts';

/** Files that are larger are read one result at a time: bytes. A string in JavaScript has at most 512 MB. */
const largeBytes = 64 * 1024 * 1024;
/** Results are compressed to about a twentieth. */
const largeCompressedBytes = 4 * 1024 * 1024;

/** Whether a file should be read with `readLargeResults`. */
export async function isLarge(file: string): Promise<boolean> {
  const { size } = await stat(file);
  return size > (isGzipName(file) ? largeCompressedBytes : largeBytes);
}

/** The results of a file, whose evidence is held compressed and read when it is asked for. */
export async function readLargeResults(file: string): Promise<Attempt<Results, readonly string[]>> {
  const folder = await makeTemporaryFolder();
  let copies = 0;
  const results: Result[] = [];
  const [store, shared] = [createEvidenceStore(), createSharedParts()];
  try {
    const scanned = await scanFile(file, {
      newPath: () => join(folder.path, String(++copies)),
      onResult: (result) => results.push(store.keep(shared(result))),
    });
    return scanned.ok ? { ok: true, value: { ...scanned.value.head, results } } : scanned;
  } finally {
    await folder.remove();
  }
}
