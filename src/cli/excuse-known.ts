import { writeFile } from 'node:fs/promises';
import { updateText } from '../config/baseline.ts';
import { formatBaseline } from '../config/baseline-file.ts';
import { excuseFailures, type ExcusedResults } from '../config/excuse-failures.ts';
import type { IgnoreRule } from '../config/ignore.ts';
import type { Results } from '../results/results.ts';
import { printable } from '../text/printable.ts';
import type { Io } from './output.ts';
import type { BaselinePlan } from './resolve-baseline.ts';

/** What excuses failures of a run. */
export interface ExcusePlan {
  readonly baseline?: BaselinePlan;
  readonly ignore: readonly IgnoreRule[];
  readonly strict: boolean;
  /** The ids of all scenarios. */
  readonly scenarios: readonly string[];
  /** Whether the run has every scenario and every target. */
  readonly isFullRun: boolean;
}

/** The results with known failures excused, and whether the baseline file could be written. */
export interface KnownExcused {
  readonly results: Results;
  readonly failures: readonly string[];
}

/** Excuses the known failures, writes the baseline file with `--update-baseline`, and says on stderr what changed. */
export async function excuseKnown(found: Results, plan: ExcusePlan, io: Io): Promise<KnownExcused> {
  const { results, warnings, update } = excuseFailures(found, {
    ...plan,
    scenarios: new Set(plan.scenarios),
    isFullRun: plan.isFullRun && found.interrupted !== true,
    today: new Date().toISOString().slice(0, 10),
  });
  for (const text of warnings) io.stderr.write(`warning: ${printable(text)}\n`);
  const file = plan.baseline?.file;
  if (update === undefined || file === undefined) return { results, failures: [] };
  return { results, failures: await writeBaseline(file, update, found.interrupted === true, io) };
}

async function writeBaseline(
  file: string,
  update: NonNullable<ExcusedResults['update']>,
  isInterrupted: boolean,
  { stderr }: Io,
): Promise<readonly string[]> {
  // Half of a run would make a baseline that looks complete.
  if (isInterrupted) return [`${file} was not written, because the run was interrupted`];
  try {
    await writeFile(file, formatBaseline(update.entries));
    stderr.write(`${printable(`${file}: ${updateText(update)}`)}\n`);
    return [];
  } catch (error) {
    return [`the baseline could not be written to ${JSON.stringify(file)}: ${String(error)}`];
  }
}
