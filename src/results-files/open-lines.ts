import { closeSync, openSync, truncateSync, writeSync } from 'node:fs';
import type { ResultsHead } from '../results/results-head.ts';

/** A file of results as JSON Lines while the run goes on. */
export interface OpenLines {
  begin(head: ResultsHead): void;
  add(line: object): void;
  /** Returns why a line could not be written, if so. */
  close(): string | null;
}

/**
 * Each line is given to the system at once, so that nothing is lost when the process is killed.
 * @param from where it goes on: the length of what is kept, in bytes; 0 for a new file
 */
export function openLines(file: string, from: number): OpenLines {
  let problem: string | null = null;
  let handle: number | null = null;
  const attempt = (work: () => void): void => {
    if (problem !== null) return;
    try {
      work();
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
    }
  };
  const write = (value: object): void => {
    if (handle === null) return;
    const bytes = Buffer.from(`${JSON.stringify(value)}\n`);
    for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at);
  };
  return {
    begin(head) {
      attempt(() => {
        // What follows is a line that was not written to its end.
        if (from > 0) truncateSync(file, from);
        handle = openSync(file, from > 0 ? 'a' : 'w');
        if (from === 0) write(head);
      });
    },
    add(line) {
      attempt(() => {
        write(line);
      });
    },
    close() {
      attempt(() => {
        if (handle !== null) closeSync(handle);
      });
      return problem;
    },
  };
}
