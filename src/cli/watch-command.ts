import { dirname, relative } from 'node:path';
import type { OpenRepeatedRuns } from '../run/request.ts';
import { type FileChanges, watchFiles } from '../system/file-changes.ts';
import { acceptsConnections, untilRestarted } from '../targets/restarts.ts';
import { keepWebServers } from '../targets/web-server/index.ts';
import { joined } from '../text/phrases.ts';
import { printable } from '../text/printable.ts';
import type { CommandLine } from './command-line.ts';
import { readInputLines, type InputLines } from './input-lines.ts';
import type { IdleState } from './interrupts.ts';
import type { Io } from './output.ts';
import type { CommandStatus } from './perform-run.ts';
import type { RunPlan } from './resolve.ts';
import type { Services } from './services.ts';
import { type LastRun, startRun, type Watching } from './watched-run.ts';

export interface WatchServices extends Services {
  readonly loadRepeatedRuns: () => Promise<OpenRepeatedRuns>;
}

/** How corspec is interrupted. */
interface Interrupts {
  readonly signal: AbortSignal;
  readonly idle: IdleState;
}

/**
 * `corspec run --watch`: runs, and again on each line of the input, when a target was restarted, and when a file of the
 * policy or the configuration has changed. Browsers, proxy and web servers stay. Checks that wait for seconds go on while it waits.
 * Returns the status of the last run.
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
      const { first, whole, stop } = startRun(watching, files, last);
      last = await first;
      // A command that is invalid from the start is not one to repeat.
      if (last.plan === undefined && input === undefined) return last.status;
      if (isOver(signal)) return last.status;
      // Read only now: Ctrl-D and `q` are for a command that watches.
      input ??= readInputLines(io.stdin);
      idle.isIdle = true;
      const goesOn = await untilNextRun(files, last, input, io, signal);
      idle.isIdle = false;
      stop();
      last = await whole;
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
