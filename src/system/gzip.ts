import { gunzipSync, gzipSync } from 'node:zlib';

/** Whether a file is compressed, by its first bytes: names can be wrong. https://www.rfc-editor.org/rfc/rfc1952 */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Whether a file of this name is written compressed. */
export function isGzipName(file: string): boolean {
  return /\.gz$/i.test(file);
}

/** The text of a file, which may be compressed. @throws the error of what cannot be decompressed */
export function textOfFile(bytes: Buffer): string {
  return (isGzip(bytes) ? gunzipSync(bytes) : bytes).toString('utf8');
}

/** What a file of this name has for a text: compressed if its name ends in `.gz`. */
export function bytesForFile(file: string, text: string): string | Buffer {
  return isGzipName(file) ? gzipSync(text) : text;
}
