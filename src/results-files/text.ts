import { createWriteStream } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { isGzipName, textOfFile } from '../system/gzip.ts';

/** The text of a file, which may be compressed. @throws the error of the file system, or of what cannot be decompressed */
export async function readFileText(file: string): Promise<string> {
  return textOfFile(await readFile(file));
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
