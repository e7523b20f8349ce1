import { createWriteStream } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, gunzipSync } from 'node:zlib';
import { isGzipName } from './names.ts';

/** Whether a file is compressed, by its first bytes: names can be wrong. https://www.rfc-editor.org/rfc/rfc1952 */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** The text of a file, which may be compressed. @throws the error of the file system, or of what cannot be decompressed */
export async function readFileText(file: string): Promise<string> {
  const bytes = await readFile(file);
  return (isGzip(bytes) ? gunzipSync(bytes) : bytes).toString('utf8');
}

/**
 * Writes a file, compressed if its name ends in `.gz`.
 * @param pieces never in memory as a whole
 * @param isReplaced whether the file of before stays until the new one is whole
 */
export async function writeFileText(
  file: string,
  pieces: Iterable<string>,
  isReplaced = false,
): Promise<void> {
  const written = isReplaced ? `${file}.part` : file;
  const source = Readable.from(pieces, { objectMode: false });
  const target = createWriteStream(written);
  try {
    if (isGzipName(file)) await pipeline(source, createGzip(), target);
    else await pipeline(source, target);
    if (isReplaced) await rename(written, file);
  } catch (error) {
    if (isReplaced) await rm(written, { force: true });
    throw error;
  }
}
