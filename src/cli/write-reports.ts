import { writeFile } from 'node:fs/promises';
import type { ReportInput } from '../../reports/reporter.ts';
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
      io.stdout.write(reporter.render(input, context));
      continue;
    }
    try {
      await writeFile(file, reporter.render(input, { color: false, columns: fileColumns }));
      io.stderr.write(`${reporter.id}: ${file}\n`);
    } catch (error) {
      problems.push(
        `the ${reporter.id} report could not be written to ${JSON.stringify(file)}: ${String(error)}`,
      );
    }
  }
  return problems;
}
