import type { Results } from '../results/results.ts';
import { withEarlier } from '../results/with-earlier.ts';
import type { FileChanges } from '../system/file-changes.ts';
import { changesSince, confirms } from './changes-reporter.ts';
import type { CommandLine } from './command-line.ts';
import type { Io } from './output.ts';
import { type CommandStatus, performRun, type PerformOptions, reportRun } from './perform-run.ts';
import { writeProblems } from './problems.ts';
import { resolveLine } from './resolve-line.ts';
import type { RunPlan } from './resolve.ts';
import type { Services } from './services.ts';

/** What the runs of a watch share. */
export interface Watching {
  readonly line: CommandLine;
  readonly services: Services;
  readonly io: Io;
  readonly signal: AbortSignal;
  readonly run: PerformOptions['run'];
  readonly isNew: (warning: string) => boolean;
}

/** The last run: its plan, if the command line is valid, and its results, if there are any. */
export interface LastRun {
  readonly status: CommandStatus;
  readonly plan?: RunPlan;
  readonly results?: Results;
}

/** A run of a watch. */
export interface WatchedRun {
  /** What is shown first: without the checks that wait for seconds, after a run before; otherwise the whole run. */
  readonly first: Promise<LastRun>;
  /** The whole run; what was shown first, when it was stopped before its end. */
  readonly whole: Promise<LastRun>;
  /** Ends what goes on after `first`. */
  stop(): void;
}

export function startRun(watching: Watching, files: FileChanges, last: LastRun | undefined): WatchedRun {
  const stopping = new AbortController();
  const signal = AbortSignal.any([watching.signal, stopping.signal]);
  let showFirst: (shown: LastRun) => void = () => undefined;
  const early = new Promise<LastRun>((resolve) => (showFirst = resolve));
  const whole = runOnce({ ...watching, signal }, files, last, showFirst);
  return { first: Promise.race([early, whole]), whole, stop: () => stopping.abort() };
}

/** Runs once, with the files as they are now. After a first run with results, only changes are shown. */
async function runOnce(
  watching: Watching,
  files: FileChanges,
  last: LastRun | undefined,
  onEarly: (shown: LastRun) => void,
): Promise<LastRun> {
  const { line, services, io, signal, run, isNew } = watching;
  const resolved = await resolveLine(line, services.catalogue, files.add);
  if (!resolved.ok) {
    writeProblems(io.stderr, `corspec ${line.command}`, resolved.problems);
    // The targets are still those of the last plan.
    return { ...last, status: 2 };
  }
  const { plan } = resolved;
  const before = last?.results;
  let showing: Promise<Shown> | undefined;
  const showFirst = (results: Results, waiting: readonly string[]) => {
    showing = showEarly({ watching, plan, before: before ?? results, results, waiting });
    void showing.then(({ run: shown }) => onEarly(shown));
  };
  const found = await performRun(plan, {
    ...{ line, services, io, signal, run, isNew },
    ...(before !== undefined && showsEarly(plan) && { onEarlyResults: showFirst }),
  });
  const shown = await showing;
  if (found === null) return shown?.run ?? { status: 3, plan, ...(before && { results: before }) };
  return showWhole(watching, plan, found, { before, shown });
}

async function showWhole(
  { line, services, io }: Watching,
  plan: RunPlan,
  found: Results,
  { before, shown }: { readonly before: Results | undefined; readonly shown: Shown | undefined },
): Promise<LastRun> {
  const { open, ...others } = line.options;
  const options = before === undefined && open !== undefined ? { ...others, open } : others;
  const { status, results } = await reportRun(found, plan, {
    line: { ...line, options },
    services,
    io,
    isAgain: shown !== undefined,
    ...(before && { terminal: shown?.confirms ?? changesSince(before) }),
  });
  return { status, plan, results };
}

/** Whether results can be shown before the run is over: in the terminal, and without writing a baseline twice. */
function showsEarly({ reports, excuses }: RunPlan): boolean {
  return reports.some(isTerminal) && excuses.baseline?.update !== true;
}

function isTerminal({ reporter, file }: RunPlan['reports'][number]): boolean {
  return reporter.id === 'terminal' && file === undefined;
}

/** What was shown while checks still waited. */
interface Shown {
  readonly run: LastRun;
  /** Shows what the checks that waited change. */
  readonly confirms: ReturnType<typeof confirms>;
}

interface EarlyResults {
  readonly watching: Watching;
  readonly plan: RunPlan;
  readonly before: Results;
  readonly results: Results;
  /** The scenarios whose checks still wait. */
  readonly waiting: readonly string[];
}

async function showEarly({ watching, plan, before, results, waiting }: EarlyResults): Promise<Shown> {
  const { line, services, io } = watching;
  // Without --open: a report is opened once.
  const { verbose } = line.options;
  const shown = await reportRun(
    withEarlier(results, before, waiting),
    { ...plan, reports: plan.reports.filter(isTerminal) },
    {
      line: { ...line, options: { ...(verbose === true && { verbose }) } },
      services,
      io,
      terminal: changesSince(before, waiting),
    },
  );
  return {
    run: { status: shown.status, plan, results: shown.results },
    confirms: confirms(shown.results, waiting),
  };
}
