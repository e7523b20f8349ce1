import { latestLines, parseLines } from '../results/read-results.ts';
import type { ResultsHead } from '../results/results-head.ts';
import type { Result } from '../results/results.ts';
import { type Attempt, failure, success } from '../text/attempt.ts';
import { readFileText } from './text.ts';

/** What is in a file of JSON Lines of a run that is to be played to its end. */
export interface Resumed {
  readonly head: ResultsHead;
  readonly results: readonly Result[];
  /** The lines of the checks, if the run has not ended. */
  readonly open: readonly { readonly result: Result }[];
  /** The length of its whole lines in bytes. */
  readonly length: number;
}

/** Null: there is no such file yet, or nothing in it. */
export async function readResumed(file: string): Promise<Attempt<Resumed | null, readonly string[]>> {
  const text = await readFileText(file).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  });
  if (!text.includes('\n'))
    return text === '' || text.startsWith('{"schema"') ? success(null) : failure([notLines(file)]);
  const parsed = parseLines(text, file);
  if (!parsed.ok) return parsed;
  const { head, length } = parsed.value;
  const lines = latestLines(parsed.value.lines);
  return success({
    head,
    results: lines.map(({ result }) => result),
    open: lines.flatMap(({ open }) => (open === undefined ? [] : [open])),
    length: Buffer.byteLength(text.slice(0, length)),
  });
}

function notLines(file: string): string {
  return `${file}: expected results as JSON Lines, as --reporter json=FILE.jsonl writes them.`;
}
