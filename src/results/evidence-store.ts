import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { lateFields } from './late-fields.ts';
import type { Result } from './results.ts';

/** What only reports with the details of each check need: most of what a result holds. */
const evidenceFields = ['outcome', 'exchanges', 'stories', 'explanation'] as const;

/** Holds the evidence of results, compressed: servers with one mistake in common have nearly the same evidence. */
export interface EvidenceStore {
  /** The same result without its evidence in memory: reading one of these fields decompresses it. */
  keep(result: Result): Result;
}

/** So much is compressed together: characters. What is read again is decompressed as a whole. */
const blockLength = 256 * 1024;
/** The most results of a block, so that a place is one number. */
const blockSize = 4096;
/** Blocks that stay decompressed. Reports read in the order of the catalogue, which is nearly that of a run. */
const mostOpen = 8;

export function createEvidenceStore(): EvidenceStore {
  const blocks = createBlocks();
  // The fields of one result are mostly read together.
  let last = { at: -1, evidence: {} as Readonly<Record<string, unknown>> };
  const addLate = lateFields((at, name) => {
    if (last.at !== at) last = { at, evidence: JSON.parse(blocks.read(at)) as Record<string, unknown> };
    return last.evidence[name];
  });
  return {
    keep(result) {
      const { outcome, exchanges, stories, explanation, ...rest } = result;
      const evidence = { outcome, exchanges, stories, explanation };
      const names = evidenceFields.filter((name) => evidence[name] !== undefined);
      if (names.every((name) => evidence[name] === null)) return result;
      addLate(rest, names, blocks.add(JSON.stringify(evidence)));
      return rest as Result;
    },
  };
}

/** Lines of text by number, in compressed blocks. */
function createBlocks() {
  const packed: Buffer[] = [];
  let lines: string[] = [];
  let length = 0;
  const open = new Map<number, readonly string[]>();

  const linesOf = (block: number): readonly string[] => {
    if (block === packed.length) return lines;
    const known = open.get(block);
    const found =
      known ??
      inflateRawSync(packed[block] ?? '')
        .toString()
        .split('\n');
    // The one that was not used for the longest time is the first.
    open.delete(block);
    open.set(block, found);
    const [oldest] = open.keys();
    if (open.size > mostOpen && oldest !== undefined) open.delete(oldest);
    return found;
  };

  return {
    /** @param line without line breaks @returns its number */
    add(line: string): number {
      const at = packed.length * blockSize + lines.push(line) - 1;
      length += line.length;
      if (length >= blockLength || lines.length === blockSize) {
        packed.push(deflateRawSync(lines.join('\n'), { level: 1 }));
        lines = [];
        length = 0;
      }
      return at;
    },
    read: (at: number): string => linesOf(Math.floor(at / blockSize))[at % blockSize] ?? 'null',
  };
}
