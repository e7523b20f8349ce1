import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { quoted } from '../options/validated.ts';
import { readHistory } from '../results-files/read-history.ts';
import { isFolder, reasonOf } from '../system/files.ts';
import { makeTemporaryFolder, sweepTemporaryFolders } from '../system/temporary-folder.ts';
import { printable } from '../text/printable.ts';
import type { HistoryOptions } from './command-line.ts';
import { historyReporters } from './history-reporters.ts';
import type { Io } from './output.ts';
import { writeProblems } from './problems.ts';
import { unwritableFiles } from './read-inputs.ts';
import { resolveReporters } from './resolve-reporters.ts';
import type { CommandStatus } from './run-command.ts';
import { writeReports } from './write-reports.ts';

/**
 * `corspec history`: what the results of many days have in common. Returns 0, 2 for files that cannot be used, and 3 when a
 * report could not be written.
 */
export async function historyCommand(
  paths: readonly string[],
  { reporter, json = false, verbose = false }: HistoryOptions,
  io: Io,
): Promise<CommandStatus> {
  const names = json ? ['json', ...(reporter ?? [])] : reporter;
  const choice = { reporters: historyReporters };
  const reports = resolveReporters(names, choice, { unwritable: await unwritableFiles(names, choice) });
  const { files, empty } = await filesOf(paths);
  const problems = [...reports.problems, ...empty];
  const folder = await temporaryFolder();
  try {
    let copies = 0;
    const history = await readHistory([...new Set(files)], () => join(folder.path, String(++copies))).catch(
      (error: unknown) => ({ ok: false as const, reason: [unreadable(error)] }),
    );
    if (!history.ok || problems.length > 0) {
      writeProblems(io.stderr, 'corspec history', [...problems, ...(history.ok ? [] : history.reason)]);
      return 2;
    }
    const failures = await writeReports(reports.value, { history: history.value, verbose }, io);
    for (const text of failures) io.stderr.write(`corspec: ${printable(text)}\n`);
    return failures.length > 0 ? 3 : 0;
  } finally {
    await folder.remove();
  }
}

/** The files that are named, and those of the folders that are. */
async function filesOf(
  paths: readonly string[],
): Promise<{ readonly files: readonly string[]; readonly empty: readonly string[] }> {
  const files: string[] = [];
  const empty: string[] = [];
  for (const name of paths) {
    const found = (await isFolder(name)) ? await resultsIn(name) : [name];
    if (found.length === 0) empty.push(`${quoted(name)}: this folder has no results. Expected files named *.json or *.jsonl, which may be compressed (.gz).`); // prettier-ignore
    files.push(...found);
  }
  return { files, empty };
}

async function temporaryFolder(): ReturnType<typeof makeTemporaryFolder> {
  await sweepTemporaryFolders();
  return makeTemporaryFolder();
}

function unreadable(error: unknown): string {
  const { path } = error as NodeJS.ErrnoException;
  const reason = reasonOf(error, 'file not found');
  return path === undefined ? `${reason}.` : `${quoted(path)}: ${reason}.`;
}

async function resultsIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => /\.(?:json|jsonl|ndjson)(?:\.gz)?$/i.test(name))
    .sort()
    .map((name) => join(folder, name));
}
