import type { ResultsFile } from '../results/merge.ts';
import { parseResults } from '../results/read-results.ts';
import { quoted } from '../options/validated.ts';
import { isLarge, readLargeResults } from '../results-files/read-large.ts';
import { readFileText } from '../results-files/text.ts';
import { reasonOf } from '../system/files.ts';

/** Files of results, or every problem with them. */
export interface ResultsFiles {
  readonly files: readonly ResultsFile[];
  readonly problems: readonly string[];
}

export async function readResultsFiles(names: readonly string[]): Promise<ResultsFiles> {
  const read = await Promise.all(names.map(readResultsFile));
  return {
    files: read.flatMap((one) => (Array.isArray(one) ? [] : [one as ResultsFile])),
    problems: read.flatMap((one) => (Array.isArray(one) ? (one as readonly string[]) : [])),
  };
}

/** The results, or what is wrong with the file. */
async function readResultsFile(file: string): Promise<ResultsFile | readonly string[]> {
  try {
    const parsed = (await isLarge(file))
      ? await readLargeResults(file)
      : parseResults(await readFileText(file), file);
    return parsed.ok ? { file, results: parsed.value } : parsed.reason;
  } catch (error) {
    return [`${quoted(file)}: ${reasonOf(error, 'file not found')}.`];
  }
}
