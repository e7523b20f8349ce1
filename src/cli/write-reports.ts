import type { ReportContext } from '../../reports/reporter.ts';
import { writeFileText } from '../results-files/text.ts';
import { columnsOf, wantsColor, type Io } from './output.ts';
import { joinedPieces } from './joined-pieces.ts';
import { type ReportPlan, writesLines } from './resolve-reporters.ts';

/** The line width of reports written to files, in characters. */
const fileColumns = 100;

/** Writes every report. Returns a message for each that could not be written. */
export async function writeReports<Input>(
  reports: readonly ReportPlan<Input>[],
  input: Input,
  io: Io,
): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const { reporter, file } of reports) {
    if (file === undefined) {
      const context = { color: wantsColor(io.stdout, io.env), columns: columnsOf(io.stdout) };
      for (const piece of piecesOf({ reporter }, input, context)) io.stdout.write(piece);
      continue;
    }
    try {
      const pieces = piecesOf({ reporter, file }, input, { color: false, columns: fileColumns });
      // The lines of a run that went on are lost if the process is killed while they are written anew.
      await writeFileText(file, pieces, writesLines({ reporter, file }));
      io.stderr.write(`${reporter.id}: ${file}\n`);
    } catch (error) {
      problems.push(
        `the ${reporter.id} report could not be written to ${JSON.stringify(file)}: ${String(error)}`,
      );
    }
  }
  return problems;
}

/** The text of a report; a format with parts is never in memory as a whole. */
function piecesOf<Input>(
  { reporter, file }: ReportPlan<Input>,
  input: Input,
  context: ReportContext,
): Iterable<string> {
  if (file !== undefined && writesLines({ reporter, file }) && reporter.lines !== undefined)
    return joinedPieces(reporter.lines(input));
  return reporter.parts === undefined
    ? [reporter.render(input, context)]
    : joinedPieces(reporter.parts(input));
}
