import { closeSync, openSync, readSync } from 'node:fs';

const chunkSize = 1024 * 1024;
const lineBreak = 0x0a;

/** A line of a file without its line break. Its bytes are valid until the next line is read. */
export interface Line {
  readonly bytes: Buffer;
  /** Where it begins in the file. */
  readonly offset: number;
}

/** The lines of a file, of which one chunk at a time is in memory, or one line if that is longer. */
export function* linesOf(path: string): Iterable<Line> {
  const handle = openSync(path, 'r');
  try {
    let buffer = Buffer.alloc(chunkSize);
    let filled = 0;
    // Where the buffer begins in the file.
    let start = 0;
    for (;;) {
      const read = readSync(handle, buffer, filled, buffer.length - filled, start + filled);
      filled += read;
      let from = 0;
      for (;;) {
        const end = buffer.subarray(0, filled).indexOf(lineBreak, from);
        if (end < 0) break;
        yield { bytes: buffer.subarray(from, end), offset: start + from };
        from = end + 1;
      }
      if (read === 0) {
        if (filled > from) yield { bytes: buffer.subarray(from, filled), offset: start + from };
        return;
      }
      buffer.copyWithin(0, from, filled);
      filled -= from;
      start += from;
      if (filled === buffer.length) buffer = Buffer.concat([buffer, Buffer.alloc(buffer.length)]);
    }
  } finally {
    closeSync(handle);
  }
}
