import { dirname, relative } from 'node:path';
import type { OpenRepeatedRuns } from '../run/request.ts';
import type { Results } from '../results/results.ts';
import { type FileChanges, watchFiles } from '../system/file-changes.ts';
import { acceptsConnections, untilRestarted } from '../targets/restarts.ts';
import { keepWebServers } from '../targets/web-server/index.ts';
import { joined } from '../text/phrases.ts';
import { printable } from '../text/printable.ts';
import { changesSince } from './changes-reporter.ts';
import type { CommandLine } from './command-line.ts';
import { readInputLines, type InputLines } from './input-lines.ts';
import type { IdleState } from './interrupts.ts';
import type { Io } from './output.ts';
import { type CommandStatus, performRun, type PerformOptions, reportRun } from './perform-run.ts';
import { writeProblems } from './problems.ts';
import { resolveLine } from './resolve-line.ts';
import type { RunPlan } from './resolve.ts';
import type { Services } from './services.ts';

export interface WatchServices extends Services {
  readonly loadRepeatedRuns: () => Promise<OpenRepeatedRuns>;
}

/** How corspec is interrupted. */
interface Interrupts {
  readonly signal: AbortSignal;
  readonly idle: IdleState;
}

/** What the runs share. */
interface Watching {
  readonly line: CommandLine;
  readonly services: WatchServices;
  readonly io: Io;
  readonly signal: AbortSignal;
  readonly run: PerformOptions['run'];
  readonly isNew: (warning: string) => boolean;
}

/** The last run: its plan, if the command line is valid, and its results, if there are any. */
interface LastRun {
  readonly status: CommandStatus;
  readonly plan?: RunPlan;
  readonly results?: Results;
}

/**
 * `corspec run --watch`: runs, and again on each line of the input, when a target was restarted, and when a file of the
 * policy or the configuration has changed. Browsers, proxy and web servers stay. Returns the status of the last run.
 */
export async function watchCommand(
  line: CommandLine,
  services: WatchServices,
  io: Io,
  { signal, idle }: Interrupts,
): Promise<CommandStatus> {
  const openRuns = await services.loadRepeatedRuns();
  const [runs, servers] = [openRuns(signal), keepWebServers()];
  const warnings = new Set<string>();
  const watching: Watching = {
    line,
    services,
    io,
    signal,
    async run(wanted, request, hooks) {
      await servers.ensure(wanted, hooks);
      return runs.run(request, hooks);
    },
    isNew: (warning) => !warnings.has(warning) && warnings.add(warning).size > 0,
  };
  let input: InputLines | undefined;
  try {
    let last: LastRun | undefined;
    for (;;) {
      const files = watchFiles();
      last = await runOnce(watching, files, last);
      // A command that is invalid from the start is not one to repeat.
      if (last.plan === undefined && input === undefined) return last.status;
      if (isOver(signal)) return last.status;
      // Read only now: Ctrl-D and `q` are for a command that watches.
      input ??= readInputLines(io.stdin);
      idle.isIdle = true;
      const goesOn = await untilNextRun(files, last, input, io, signal);
      idle.isIdle = false;
      if (!goesOn) return last.status;
    }
  } finally {
    input?.close();
    await runs.close();
    await servers.stop();
  }
}

/** A function, because the value changes meanwhile. */
function isOver({ aborted }: AbortSignal): boolean {
  return aborted;
}

/** Runs once, with the files as they are now. After a first run with results, only changes are shown. */
async function runOnce(
  { line, services, io, signal, run, isNew }: Watching,
  files: FileChanges,
  last: LastRun | undefined,
): Promise<LastRun> {
  const resolved = await resolveLine(line, services.catalogue, files.add);
  if (!resolved.ok) {
    writeProblems(io.stderr, `corspec ${line.command}`, resolved.problems);
    // The targets are still those of the last plan.
    return { ...last, status: 2 };
  }
  const { plan } = resolved;
  const found = await performRun(plan, { line, services, io, signal, run, isNew });
  const before = last?.results;
  if (found === null) return { status: 3, plan, ...(before !== undefined && { results: before }) };
  const { open, ...others } = line.options;
  const options = last === undefined && open !== undefined ? { ...others, open } : others;
  const { status, results } = await reportRun(found, plan, {
    line: { ...line, options },
    services,
    io,
    ...(before !== undefined && { terminal: changesSince(before) }),
  });
  return { status, plan, results };
}

/** Waits for a reason to run again, and says it. False when the watch is to end. */
async function untilNextRun(
  files: FileChanges,
  { plan, status }: LastRun,
  input: InputLines,
  { stderr }: Io,
  signal: AbortSignal,
): Promise<boolean> {
  const urls = urlsOf(plan);
  // Looked at before the line is written: a server that is started after it is noticed, however soon.
  const down = new Set<URL>();
  if (status === 3) for (const url of urls) if (!(await acceptsConnections(url, signal))) down.add(url);
  const names = [...urls.map(({ origin }) => origin), ...files.paths().map(nameOf)];
  const watched = names.length === 0 ? '' : `Watching ${joined(names)}. `;
  stderr.write(printable(`${watched}Enter: run again. q and Enter, or Ctrl-C: end.`) + '\n');
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const restarts = urls.map(async (url) => {
    const onDown = () => {
      if (isOver(either)) return;
      stderr.write(`${url.origin} does not accept connections. corspec runs again when it does.\n`);
    };
    return (await untilRestarted(url, { isDown: down.has(url), onDown, signal: either }))
      ? `${url.origin} is back.`
      : null;
  });
  const reasons = [
    input.next(either),
    files.next(either).then((path) => (path === null ? null : `${nameOf(path)} has changed.`)),
    ...restarts,
  ];
  const reason = await Promise.race(reasons);
  over.abort();
  await Promise.all(reasons);
  if (isOver(signal) || reason === null || reason === 'end') return false;
  if (reason !== 'again') stderr.write(`${printable(reason)}\n`);
  return true;
}

/** One URL for each server. */
function urlsOf(plan: RunPlan | undefined): readonly URL[] {
  const targets = plan?.request.targets ?? [];
  const urls = targets.flatMap((target) => (target.kind === 'url' ? [new URL(target.url)] : []));
  return [...new Map(urls.map((url) => [url.origin, url])).values()];
}

/** A path as from the working directory, unless it is far from there. */
function nameOf(path: string): string {
  const name = relative(process.cwd(), path);
  return name.startsWith('..') && dirname(name).length > dirname(path).length ? path : name;
}
