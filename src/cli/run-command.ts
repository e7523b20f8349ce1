import { verdictOf, withNotes } from '../results/index.ts';
import { CannotRunError } from '../results/cannot-run-error.ts';
import type { Run, RunHooks } from '../run/request.ts';
import type { Results } from '../results/results.ts';
import { type WebServerHooks, withWebServers } from '../targets/web-server/index.ts';
import { printable } from '../text/printable.ts';
import { chooseBrowsers, lookForChoice } from '../options/browsers.ts';
import type { Catalogue } from './catalogue.ts';
import type { CommandLine } from './command-line.ts';
import { excuseKnown, type KnownExcused } from '../config/excuse-known.ts';
import { readConfiguration, withDefaults } from './configuration.ts';
import { openReport, withHtmlFile } from './open-report.ts';
import { readInputs } from './read-inputs.ts';
import type { Io } from './output.ts';
import { writeProblems } from './problems.ts';
import { createProgress, type Progress } from './progress.ts';
import { resolveRun, type Resolution, type RunPlan } from './resolve.ts';
import { isTarget } from './resolve-targets.ts';
import { decideReuse } from './resolve-web-servers.ts';
import type { Services } from './services.ts';
import { writeReports } from './write-reports.ts';

/** 2 means an invalid command; for the others see `src/results`. */
export type CommandStatus = 0 | 1 | 2 | 3;

/**
 * `corspec run` and `corspec compare`: validates the command line, runs, and writes the reports. When `signal` is aborted,
 * the results so far are reported. Returns the exit status.
 */
export async function runCommand(
  line: CommandLine,
  services: Services,
  io: Io,
  signal: AbortSignal,
): Promise<CommandStatus> {
  const resolved = await resolveLine(line, services.catalogue);
  if (!resolved.ok) {
    writeProblems(io.stderr, `corspec ${line.command}`, resolved.problems);
    return 2;
  }
  const { plan } = resolved;
  const progress = createProgress(io);
  try {
    const browsers = chooseBrowsers(plan.browsers, await lookForChoice(plan.browsers, services.browsers));
    const notes = browsers.ok ? browsers.notes : [];
    for (const text of [...notes, ...plan.warnings]) progress.onEvent({ kind: 'warning', text });
    if (!browsers.ok) return cannotRun(browsers.reason, progress, io);

    const hooks = { ...progress, signal, onOutput: line.options.verbose === true ? progress.line : ignore };
    const servers = decideReuse(plan.webServers, io.env);
    const run: Run = async (request) => {
      const start = await services.loadRun();
      return withWebServers(servers, hooks, () => start(request, hooks));
    };
    const results = await tryRun(run, plan, browsers.ids, hooks);
    progress.stop();
    if (typeof results === 'string') return cannotRun(results, progress, io);
    const noted = browsers.isStandIn === true ? withNotes(results, browsers.notes) : results;
    return await report(noted, plan, line, services, io);
  } finally {
    progress.stop();
  }
}

/** The plan of a command line, with what the configuration says, or all problems. */
async function resolveLine(line: CommandLine, catalogue: Catalogue): Promise<Resolution> {
  const inputs = await readInputs(line, catalogue);
  const found = await readConfiguration(line, catalogue, (target) => isTarget(target, inputs));
  if (found === null) return resolveRun(line, inputs, catalogue);
  if (!found.ok) return { ok: false, problems: found.reason };
  const configuration = found.value;
  const whole = { ...line, options: withDefaults(line.options, configuration) };
  return resolveRun(whole, { ...(await readInputs(whole, catalogue)), configuration }, catalogue);
}

const ignore: WebServerHooks['onOutput'] = () => undefined;

/** The results, or why there are none. Any other error is a bug in corspec. */
async function tryRun(
  run: Run,
  plan: RunPlan,
  browsers: readonly string[],
  hooks: RunHooks,
): Promise<Results | string> {
  try {
    return await run({ ...plan.request, browsers }, hooks);
  } catch (error) {
    if (error instanceof CannotRunError) return error.message;
    if (hooks.signal.aborted) return 'Interrupted before there were any results.';
    throw error;
  }
}

async function report(
  found: Results,
  { request, declarations, settings, reports, strict, gate, excuses }: RunPlan,
  { command, options }: CommandLine,
  { catalogue }: Services,
  io: Io,
): Promise<CommandStatus> {
  const { results, ...excused } = await excuseKnown(found, excuses);
  const unwritten = writeExcused(excused, io);
  const scenarios = catalogue.suites.flatMap((suite) => suite.scenarios);
  const input = {
    results,
    scenarios,
    policies: request.policies,
    declarations,
    ...(settings && { settings }),
    mode: command,
    ...(gate && { gate: { strict } }),
    ...(options.verbose === true && { verbose: true }),
  };
  const { reports: all, file } =
    options.open === true ? await withHtmlFile(reports, catalogue) : { reports, file: undefined };
  const failures = [...unwritten, ...(await writeReports(all, input, io))];
  for (const text of failures) io.stderr.write(`corspec: ${printable(text)}\n`);
  if (file !== undefined) await openReport(file, io);
  const { status } = verdictOf(results, gate ? { strict } : null);
  // A report that could not be written must not look like success.
  return failures.length > 0 && status === 0 ? 3 : status;
}

/** Says what came of ignore rules and the baseline. Returns why the baseline was not written, if so. */
function writeExcused(
  { warnings, update }: Omit<KnownExcused, 'results'>,
  { stderr }: Io,
): readonly string[] {
  for (const text of warnings) stderr.write(`warning: ${printable(text)}\n`);
  if (update?.isWritten === true) stderr.write(`${printable(update.text)}\n`);
  return update?.isWritten === false ? [update.text] : [];
}

function cannotRun(reason: string, progress: Progress, { stderr }: Io): CommandStatus {
  progress.stop();
  stderr.write(`corspec could not run the checks.\n${printable(reason, { keepNewlines: true })}\n`);
  return 3;
}
