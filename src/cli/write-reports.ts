import { writeFile } from 'node:fs/promises';
import type { ReportContext, Reporter, ReportInput } from '../../reports/reporter.ts';
import { columnsOf, wantsColor, type Io } from './output.ts';
import type { ReportPlan } from './resolve-reporters.ts';

/** The line width of reports written to files, in characters. */
const fileColumns = 100;

/** Writes every report. Returns a message for each that could not be written. */
export async function writeReports(
  reports: readonly ReportPlan[],
  input: ReportInput,
  io: Io,
): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const { reporter, file } of reports) {
    if (file === undefined) {
      const context = { color: wantsColor(io.stdout, io.env), columns: columnsOf(io.stdout) };
      for (const piece of piecesOf(reporter, input, context)) io.stdout.write(piece);
      continue;
    }
    try {
      await writeFile(file, piecesOf(reporter, input, { color: false, columns: fileColumns }));
      io.stderr.write(`${reporter.id}: ${file}\n`);
    } catch (error) {
      problems.push(
        `the ${reporter.id} report could not be written to ${JSON.stringify(file)}: ${String(error)}`,
      );
    }
  }
  return problems;
}

/** How much is written at a time, in characters. */
const pieceLength = 256 * 1024;

/** The text of a report; a format with parts is never in memory as a whole. */
function* piecesOf(reporter: Reporter, input: ReportInput, context: ReportContext): Iterable<string> {
  if (reporter.parts === undefined) {
    yield reporter.render(input, context);
    return;
  }
  let piece = '';
  for (const part of reporter.parts(input)) {
    piece += part;
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}
