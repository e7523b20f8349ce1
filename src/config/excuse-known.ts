import { writeFile } from 'node:fs/promises';
import type { Results } from '../results/results.ts';
import { bytesForFile } from '../system/gzip.ts';
import { type BaselineUpdate, updateText } from './baseline.ts';
import { formatBaseline } from './baseline-file.ts';
import { excuseFailures, type Excuses } from './excuse-failures.ts';

/** What excuses failures, before the day of the run is known. */
export type ExcusePlan = Omit<Excuses, 'today'>;

/** The results with known failures excused, and what came of the baseline file. */
export interface KnownExcused {
  readonly results: Results;
  /** Complete sentences. */
  readonly warnings: readonly string[];
  /** What changed in the baseline file, when it was to be updated: written, or why not. */
  readonly update?: { readonly isWritten: boolean; readonly text: string };
}

/** Excuses the known failures, and writes the baseline file when it is to be updated. */
export async function excuseKnown(found: Results, plan: ExcusePlan): Promise<KnownExcused> {
  const today = new Date().toISOString().slice(0, 10);
  const { results, warnings, update } = excuseFailures(found, { ...plan, today });
  const file = plan.baseline?.file;
  if (update === undefined || file === undefined) return { results, warnings };
  return { results, warnings, update: await writeBaseline(file, update, found.interrupted === true) };
}

async function writeBaseline(
  file: string,
  update: BaselineUpdate,
  isInterrupted: boolean,
): Promise<NonNullable<KnownExcused['update']>> {
  // Half of a run would make a baseline that looks complete.
  if (isInterrupted)
    return { isWritten: false, text: `${file} was not written, because the run was interrupted` };
  try {
    await writeFile(file, bytesForFile(file, formatBaseline(update.entries)));
    return { isWritten: true, text: `${file}: ${updateText(update)}` };
  } catch (error) {
    const text = `the baseline could not be written to ${JSON.stringify(file)}: ${String(error)}`;
    return { isWritten: false, text };
  }
}
