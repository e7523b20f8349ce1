import { closeSync, openSync, readSync } from 'node:fs';
import type { Place } from './scan.ts';

const aheadSize = 1024 * 1024;

/** Reads texts at places of a file. Places in their order in the file are read in large parts. */
export interface PlaceReader {
  read(place: Place): string;
  close(): void;
}

export function openPlaces(path: string): PlaceReader {
  const handle = openSync(path, 'r');
  const ahead = Buffer.alloc(aheadSize);
  let [start, end] = [0, 0];
  return {
    read({ offset, length }) {
      if (offset >= start && offset + length <= end)
        return ahead.toString('utf8', offset - start, offset - start + length);
      // Backwards, there is no order to rely on.
      if (offset < start || length > aheadSize) {
        const own = Buffer.alloc(length);
        readSync(handle, own, 0, length, offset);
        return own.toString('utf8');
      }
      start = offset;
      end = offset + readSync(handle, ahead, 0, aheadSize, offset);
      return ahead.toString('utf8', 0, length);
    },
    close() {
      closeSync(handle);
    },
  };
}
