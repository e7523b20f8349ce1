import { join } from 'node:path';
import { resultLinesText, resultsText } from '../results/results-text.ts';
import { isLinesName } from '../results-files/names.ts';
import { type MergedFiles, mergeFiles } from '../results-files/merge-files.ts';
import { writeFileText } from '../results-files/text.ts';
import { quoted } from '../options/validated.ts';
import { reasonOf, unwritableBecause } from '../system/files.ts';
import { makeTemporaryFolder, sweepTemporaryFolders } from '../system/temporary-folder.ts';
import { printable } from '../text/printable.ts';
import { joinedPieces } from './joined-pieces.ts';
import type { MergeOptions } from './command-line.ts';
import type { Io } from './output.ts';
import { writeProblems } from './problems.ts';
import type { CommandStatus } from './run-command.ts';

/**
 * `corspec merge`: several files of results as one, such as those of the shards of a run. Returns 0 when they are a whole,
 * 3 when something is missing, which is written all the same, and 2 for files that cannot be used.
 */
export async function mergeCommand(
  files: readonly string[],
  { output }: MergeOptions,
  io: Io,
): Promise<CommandStatus> {
  const unwritable = output === undefined ? undefined : await unwritableBecause(output);
  if (unwritable !== undefined) return refuse([`--output ${quoted(output ?? '')}: ${unwritable}.`], io);
  await sweepTemporaryFolders();
  const folder = await makeTemporaryFolder();
  try {
    let copies = 0;
    const merged = await attempt(files, () => join(folder.path, `${++copies}.jsonl`));
    if (!merged.ok) return refuse(merged.reason, io);
    return await write(merged.value, output, io);
  } finally {
    await folder.remove();
  }
}

async function attempt(files: readonly string[], newPath: () => string): ReturnType<typeof mergeFiles> {
  try {
    return await mergeFiles(files, newPath);
  } catch (error) {
    const { path = '' } = error as NodeJS.ErrnoException;
    const file = files.includes(path) ? `${quoted(path)}: ` : '';
    return { ok: false, reason: [`${file}${reasonOf(error, 'file not found')}.`] };
  }
}

async function write(merged: MergedFiles, output: string | undefined, io: Io): Promise<CommandStatus> {
  const { head, count, gaps, warnings } = merged;
  const text = output !== undefined && isLinesName(output) ? resultLinesText : resultsText;
  const pieces = joinedPieces(text(head, merged.results()));
  for (const warning of warnings) io.stderr.write(`warning: ${printable(warning)}\n`);
  if (output === undefined) for (const piece of pieces) io.stdout.write(piece);
  else {
    try {
      await writeFileText(output, pieces, true);
    } catch (error) {
      io.stderr.write(`corspec: the results could not be written to ${quoted(output)}: ${printable(String(error))}\n`); // prettier-ignore
      return 3;
    }
    io.stderr.write(`${printable(output)}: ${count} ${count === 1 ? 'result' : 'results'}\n`);
  }
  for (const gap of gaps) io.stderr.write(`missing: ${printable(gap)}\n`);
  return gaps.length > 0 ? 3 : 0;
}

function refuse(problems: readonly string[], io: Io): CommandStatus {
  writeProblems(io.stderr, 'corspec merge', problems);
  return 2;
}
