import { isDeepStrictEqual } from 'node:util';
import type { ReportInput } from '../../reports/reporter.ts';
import { mergeResults, type ResultsFile } from '../results/merge.ts';
import type { Results } from '../results/results.ts';
import { printable } from '../text/printable.ts';
import type { Catalogue } from './catalogue.ts';
import type { ReportOptions } from './command-line.ts';
import { openReport, withHtmlFile } from './open-report.ts';
import type { Io } from './output.ts';
import { writeProblems } from './problems.ts';
import { unwritableFiles } from './read-inputs.ts';
import { resolveReporters, type ReportPlan } from './resolve-reporters.ts';
import { readResultsFiles } from './results-files.ts';
import type { CommandStatus } from './run-command.ts';
import { writeReports } from './write-reports.ts';

/**
 * `corspec report`: renders files of results again, several as one. Returns 0 when the reports were written, whatever they
 * say, 2 for files that cannot be used, and 3 when a report could not be written.
 */
export async function reportCommand(
  names: readonly string[],
  options: ReportOptions,
  catalogue: Catalogue,
  io: Io,
): Promise<CommandStatus> {
  const { files, problems } = await readResultsFiles(names);
  const merged = mergeAll(files, problems);
  const unwritable = await unwritableFiles(options.reporter, catalogue);
  const reports = resolveReporters(options.reporter, catalogue, { unwritable });
  const all = [...merged.problems, ...reports.problems];
  if (merged.results === undefined || all.length > 0) {
    writeProblems(io.stderr, 'corspec report', all);
    return 2;
  }
  return write(inputOf(merged.results, options, catalogue), reports.value, options, catalogue, io);
}

function mergeAll(
  [first, ...others]: readonly ResultsFile[],
  problems: readonly string[],
): { readonly results?: Results; readonly problems: readonly string[] } {
  if (first === undefined || problems.length > 0) return { problems };
  const merged = mergeResults([first, ...others]);
  return merged.ok ? { results: merged.value, problems: [] } : { problems: merged.reason };
}

async function write(
  input: ReportInput,
  plans: readonly ReportPlan[],
  { open = false }: ReportOptions,
  catalogue: Catalogue,
  io: Io,
): Promise<CommandStatus> {
  const { reports, file } = open ? await withHtmlFile(plans, catalogue) : { reports: plans, file: undefined };
  const failures = await writeReports(reports, input, io);
  for (const text of failures) io.stderr.write(`corspec: ${printable(text)}\n`);
  if (file !== undefined) await openReport(file, io);
  return failures.length > 0 ? 3 : 0;
}

function inputOf(results: Results, { verbose }: ReportOptions, catalogue: Catalogue): ReportInput {
  return {
    results,
    scenarios: catalogue.suites.flatMap((suite) => suite.scenarios),
    policies: policiesOf(results, catalogue),
    mode: isComparison(results) ? 'compare' : 'run',
    ...(verbose === true && { verbose }),
  };
}

/** The policies of the targets by name. Targets at URLs may have different ones of the same name: none of them is taken. */
function policiesOf({ targets }: Results, catalogue: Catalogue): ReportInput['policies'] {
  const held = targets.flatMap(({ policies }) =>
    Object.entries(policies).flatMap(([name, { policy }]) =>
      policy === undefined ? [] : [[name, policy] as const],
    ),
  );
  // Results of older versions have none. Those of implementations are built in; that of a URL has its own name.
  if (held.length === 0) return targets.some(({ url }) => url !== undefined) ? {} : catalogue.policies;
  const isUnique = ([name, policy]: (typeof held)[number]) =>
    held.every(([other, one]) => other !== name || isDeepStrictEqual(one, policy));
  return Object.fromEntries(held.filter(isUnique)) as ReportInput['policies'];
}

/** Results do not say which command they are from: several implementations are a comparison. */
function isComparison({ targets }: Results): boolean {
  return targets.length > 1 && targets.every(({ url }) => url === undefined);
}
