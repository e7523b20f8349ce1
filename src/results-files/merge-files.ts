import { type HeadFile, mergeHeads, targetProblems } from '../results/merge.ts';
import { partsOf } from '../results/merge-parts.ts';
import type { ResultsHead } from '../results/results-head.ts';
import { rankIn } from '../results/run-parts.ts';
import type { Result } from '../results/results.ts';
import { type Attempt, failure, success } from '../text/attempt.ts';
import { type SeparateBrowsers, separateBrowsers } from './browser-versions.ts';
import { type CheckNumbers, createCheckNumbers } from './check-numbers.ts';
import { createResultsIndex, type ResultsIndex } from './index-of-results.ts';
import { openPlaces } from './read-places.ts';
import { scanFile } from './scan.ts';

/** Several files of results as one, of which only the heads and the places of results are in memory. */
export interface MergedFiles {
  readonly head: ResultsHead;
  readonly count: number;
  /** What is missing in it. */
  readonly gaps: readonly string[];
  /** What was kept apart. */
  readonly warnings: readonly string[];
  /** The text of each result. */
  results(): Iterable<string>;
}

interface Scanned {
  readonly files: readonly Source[];
  readonly index: ResultsIndex;
  readonly numbers: CheckNumbers;
}

/** `path`: the file that the places are in. */
type Source = HeadFile & { readonly path: string };

/**
 * Puts files of results together, or says why they do not fit. Parts of one run have the order of that run, others the order
 * of the files.
 * @param newPath gives a new path for a copy
 */
export async function mergeFiles(
  names: readonly string[],
  newPath: () => string,
): Promise<Attempt<MergedFiles, readonly string[]>> {
  const found = await scanAll(names, newPath);
  if (!found.ok) return found;
  const { index } = found.value;
  const separate = separateBrowsers(found.value.files);
  const [first, ...others] = separate.heads;
  if (first === undefined) return failure(['no file is named.']);
  rank(found.value, separate);
  const problems = [...targetProblems(separate.heads), ...duplicateProblems(found.value)];
  if (problems.length > 0) return failure(problems);
  return success({
    head: mergeHeads([first, ...others]),
    count: index.count,
    gaps: partsOf(separate.heads).gaps,
    warnings: separate.warnings,
    results: () => textsInOrder(found.value, separate),
  });
}

async function scanAll(
  names: readonly string[],
  newPath: () => string,
): Promise<Attempt<Scanned, readonly string[]>> {
  const index = createResultsIndex();
  const numbers = createCheckNumbers();
  const files: Source[] = [];
  const problems: string[] = [];
  for (const [number, file] of names.entries()) {
    const found = await scanFile(file, {
      newPath,
      onResult(result, place) {
        index.add({ ...place, file: number, key: numbers.numberOf(result) });
      },
    });
    if (found.ok) files.push({ file, ...found.value });
    else problems.push(...found.reason);
  }
  return problems.length > 0 ? failure(problems) : success({ files, index, numbers });
}

/** Browsers have their new names in the keys, and those of before in the order of the run. */
function rank({ files, index, numbers }: Scanned, { nameOf, warnings }: SeparateBrowsers): void {
  const { complete } = partsOf(files);
  if (complete === null && warnings.length === 0) return;
  const ofPlan = complete === null ? null : rankIn(complete);
  index.rank(({ key, rank: before, file }) => {
    const check = numbers.checkOf(key);
    return {
      key: numbers.numberOf({ ...check, browser: nameOf(file, check.browser) }),
      rank: ofPlan === null ? before : (ofPlan(check) ?? Infinity),
    };
  });
}

/** So many duplicates are named. */
const mostNamed = 3;

function duplicateProblems({ files, index, numbers }: Scanned): readonly string[] {
  const { count, pairs } = index.duplicates(mostNamed);
  if (count === 0) return [];
  const examples = pairs.map(([one, two]) => {
    const { target, policy, scenario, browser } = numbers.checkOf(one.key);
    const [a = '', b = ''] = [files[one.file]?.file, files[two.file]?.file];
    const where = one.file === two.file ? `twice in ${a}` : `in ${a} and in ${b}`;
    return `${scenario}, ${target}, policy ${policy}, ${browser} (${where})`;
  });
  const checks = count === 1 ? '1 check is' : `${count} checks are`;
  return [
    `${checks} there twice:\n${examples.join('\n')}${count > mostNamed ? '\n…' : ''}\nName each run once; to compare two runs: corspec diff A B`,
  ];
}

function* textsInOrder({ files, index }: Scanned, { nameOf, warnings }: SeparateBrowsers): Iterable<string> {
  const readers = files.map(({ path }) => openPlaces(path));
  try {
    for (const place of index.order()) {
      const one = index.at(place);
      const text = readers[one.file]?.read(one) ?? '';
      yield warnings.length === 0 ? text : renamed(text, (browser) => nameOf(one.file, browser));
    }
  } finally {
    for (const reader of readers) reader.close();
  }
}

function renamed(text: string, nameOf: (browser: string) => string): string {
  const result = JSON.parse(text) as Result;
  return JSON.stringify({ ...result, browser: nameOf(result.browser) });
}
