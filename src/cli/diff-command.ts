import { diffResults, isComparable, type ResultsDiff } from '../results/diff.ts';
import type { ResultsFile } from '../results/merge.ts';
import type { DiffOptions } from './command-line.ts';
import { diffText } from './diff-text.ts';
import { columnsOf, type Io, wantsColor } from './output.ts';
import { writeProblems } from './problems.ts';
import { readResultsFiles } from './results-files.ts';
import type { CommandStatus } from './run-command.ts';

/** `corspec diff A B`: what changed between two runs. Returns 1 when B is worse, 2 when they cannot be compared. */
export async function diffCommand(
  names: readonly [a: string, b: string],
  options: DiffOptions,
  io: Io,
): Promise<CommandStatus> {
  const { files, problems } = await readResultsFiles(names);
  const [a, b] = files;
  if (a === undefined || b === undefined) return refuse(problems, io);
  const diff = diffResults(a.results, b.results);
  if (!isComparable(diff)) return refuse([nothingInCommon(diff, a, b)], io);
  const style = { color: wantsColor(io.stdout, io.env), columns: columnsOf(io.stdout) };
  const text = options.json === true ? json(diff, a, b) : diffText({ a, b, diff }, options.verbose === true, style); // prettier-ignore
  io.stdout.write(text);
  return diff.isWorse ? 1 : 0;
}

function refuse(problems: readonly string[], io: Io): CommandStatus {
  writeProblems(io.stderr, 'corspec diff', problems);
  return 2;
}

function nothingInCommon({ onlyInA, onlyInB }: ResultsDiff, a: ResultsFile, b: ResultsFile): string {
  const list = (names: ResultsDiff['onlyInA']): string =>
    names.map(({ kind, name }) => `${kind} ${name}`).join(', ') || 'no checks';
  return `no target, policy and browser is in both files, so nothing can be compared. Only in ${a.file}: ${list(onlyInA)}. Only in ${b.file}: ${list(onlyInB)}.`;
}

function json(diff: ResultsDiff, a: ResultsFile, b: ResultsFile): string {
  const fileOf = ({ file, results }: ResultsFile) => ({
    file,
    startedAt: results.startedAt,
    version: results.tool.version,
  });
  return `${JSON.stringify({ schema: 'corspec/diff@1', a: fileOf(a), b: fileOf(b), ...diff }, null, 2)}\n`;
}
