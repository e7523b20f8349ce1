import type { Reporter } from '../../reports/reporter.ts';
import { verdictOf, withNotes } from '../results/index.ts';
import { CannotRunError } from '../results/cannot-run-error.ts';
import type { RunHooks, RunRequest } from '../run/request.ts';
import type { Results } from '../results/results.ts';
import type { WebServer, WebServerHooks } from '../targets/web-server/index.ts';
import { beginPhase } from '../system/phases.ts';
import { printable } from '../text/printable.ts';
import { excuseKnown, type KnownExcused } from '../config/excuse-known.ts';
import { chooseBrowsers, lookForChoice } from '../options/browsers.ts';
import { withRemoteFinders } from '../options/remote-browsers.ts';
import type { CommandLine } from './command-line.ts';
import { openReport, withHtmlFile } from './open-report.ts';
import type { Io } from './output.ts';
import { createProgress, type Progress } from './progress.ts';
import type { RunPlan } from './resolve.ts';
import { type ReportPlan, writesLines } from './resolve-reporters.ts';
import { decideReuse } from './resolve-web-servers.ts';
import type { Services } from './services.ts';
import { writeReports } from './write-reports.ts';

/** 2 means an invalid command; for the others see `src/results`. */
export type CommandStatus = 0 | 1 | 2 | 3;

export type RunEventHooks = RunHooks & WebServerHooks;

export interface PerformOptions {
  readonly line: CommandLine;
  readonly services: Pick<Services, 'browsers'>;
  readonly io: Io;
  readonly signal: AbortSignal;
  /** Runs with these servers. */
  readonly run: (
    servers: readonly WebServer[],
    request: RunRequest,
    hooks: RunEventHooks,
  ) => Promise<Results>;
  /** Receives warnings that are not shown again. */
  readonly isNew?: (warning: string) => boolean;
  /** See `RunHooks`. After it, nothing is written when the run is interrupted. */
  readonly onEarlyResults?: NonNullable<RunHooks['onEarlyResults']>;
}

/** Runs a plan, and shows its progress. The results; or null, when nothing could be run and that was written. */
export async function performRun(plan: RunPlan, options: PerformOptions): Promise<Results | null> {
  const { line, io, signal, services, run, isNew = () => true, onEarlyResults } = options;
  const progress = createProgress(io);
  const onEvent: RunHooks['onEvent'] = (event) => {
    if (event.kind !== 'warning' || isNew(event.text)) progress.onEvent(event);
  };
  try {
    const finders = withRemoteFinders(services.browsers, plan.request.remote);
    const browsers = chooseBrowsers(plan.browsers, await lookForChoice(plan.browsers, finders));
    const notes = browsers.ok ? browsers.notes : [];
    for (const text of [...notes, ...plan.warnings]) onEvent({ kind: 'warning', text });
    if (!browsers.ok) return cannotRun(browsers.reason, progress, io);

    const onOutput = line.options.verbose === true ? progress.line : ignore;
    const servers = decideReuse(plan.webServers, io.env);
    const perform = (hooks: RunEventHooks) =>
      run(servers, { ...plan.request, browsers: browsers.ids }, hooks);
    const early = { isShown: false };
    const results = await tryRun(perform, {
      onEvent,
      onOutput,
      signal,
      ...(onEarlyResults && {
        onEarlyResults(found, waiting) {
          early.isShown = true;
          progress.stop();
          onEarlyResults(found, waiting);
        },
      }),
    });
    progress.stop();
    if (early.isShown && signal.aborted) return null;
    if (typeof results === 'string') return cannotRun(results, progress, io);
    return browsers.isStandIn === true ? withNotes(results, browsers.notes) : results;
  } finally {
    progress.stop();
  }
}

const ignore: WebServerHooks['onOutput'] = () => undefined;

/** The results, or why there are none. Any other error is a bug in corspec. */
async function tryRun(
  perform: (hooks: RunEventHooks) => Promise<Results>,
  hooks: RunEventHooks,
): Promise<Results | string> {
  try {
    return await perform(hooks);
  } catch (error) {
    if (error instanceof CannotRunError) return error.message;
    if (hooks.signal.aborted) return 'Interrupted before there were any results.';
    throw error;
  }
}

function cannotRun(reason: string, progress: Progress, { stderr }: Io): null {
  progress.stop();
  stderr.write(`corspec could not run the checks.\n${printable(reason, { keepNewlines: true })}\n`);
  return null;
}

export interface ReportOptions {
  readonly line: CommandLine;
  readonly services: Pick<Services, 'catalogue'>;
  readonly io: Io;
  /** Writes to stdout instead of the reporter `terminal`. */
  readonly terminal?: Reporter;
  /** Whether what came of ignore rules and the baseline was written before. */
  readonly isAgain?: boolean;
}

/** Excuses known failures, and writes the reports. */
export async function reportRun(
  found: Results,
  { request, declarations, settings, reports, part, strict, gate, excuses }: RunPlan,
  { line: { command, options }, services: { catalogue }, io, terminal, isAgain = false }: ReportOptions,
): Promise<{ readonly status: CommandStatus; readonly results: Results }> {
  beginPhase('reports');
  const { results, ...excused } = await excuseKnown(found, excuses);
  const unwritten = writeExcused(isAgain ? { ...excused, warnings: [] } : excused, io);
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
  const shown = withTerminal(withoutOpen(all, part, results, io), terminal);
  const failures = [...unwritten, ...(await writeReports(shown, input, io))];
  for (const text of failures) io.stderr.write(`corspec: ${printable(text)}\n`);
  if (file !== undefined) await openReport(file, io);
  const { status } = verdictOf(results, gate ? { strict } : null);
  // A report that could not be written must not look like success.
  return { status: failures.length > 0 && status === 0 ? 3 : status, results };
}

function withTerminal(plans: readonly ReportPlan[], terminal: Reporter | undefined): readonly ReportPlan[] {
  return plans.map((plan) =>
    terminal !== undefined && plan.file === undefined && plan.reporter.id === 'terminal'
      ? { ...plan, reporter: terminal }
      : plan,
  );
}

/** Without the files of JSON Lines of a run that has not ended: with what they have, the rest can be played. */
function withoutOpen(
  plans: readonly ReportPlan[],
  part: RunPlan['part'],
  { interrupted }: Results,
  { stderr }: Io,
): readonly ReportPlan[] {
  if (part === undefined || interrupted !== true) return plans;
  for (const { file = '' } of plans.filter(writesLines))
    stderr.write(`${printable(file)}: not complete. Play the rest with --resume.\n`);
  return plans.filter((plan) => !writesLines(plan));
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
