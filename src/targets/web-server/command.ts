import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { findStartedProcesses, type StartedProcesses } from '../../system/started-processes.ts';
import { ownGroup } from '../../system/processes.ts';
import type { ProcessEnd } from '../child.ts';
import { lineSplitter } from '../lines.ts';
import { textTail } from '../text-tail.ts';
import type { WebServer } from './web-server.ts';

/** A command that was started, with every process that it has started. */
export interface RunningCommand {
  /** The end of stdout and stderr. Untrusted text. */
  output(): string;
  /**
   * Resolves when it has failed, or nothing of it runs any more. A command that leaves a server in the background has not
   * ended.
   */
  readonly ended: Promise<ProcessEnd>;
  /** Whether `ended` has resolved. */
  end(): ProcessEnd | null;
  /** SIGTERM, then SIGKILL, to all its processes. Never rejects, and does not wait for open pipes. */
  stop(): Promise<void>;
}

/** A variable with a value of its own marks the processes of each command, for those that leave its process group. */
const variable = 'CORSPEC_WEB_SERVER';

/** How long servers have to close their connections after SIGTERM: ms. */
const graceMs = 5000;
/** How often to look for processes that run in the background: ms. */
const lookMs = 250;

/**
 * Starts a command of the shell in its own process group: Ctrl-C in the terminal reaches only corspec, which stops it.
 * @param onLine receives each line of its output
 * @throws the error of `spawn` when it cannot be started, ENOENT when its folder does not exist
 */
export async function startCommand(
  { cwd, env }: WebServer,
  command: string,
  onLine: (line: string) => void,
): Promise<RunningCommand> {
  const marker = randomUUID();
  const child = spawn(command, {
    shell: true,
    cwd,
    env: { ...process.env, ...env, [variable]: marker },
    detached: ownGroup,
    // An open stdin: some development servers end when it closes.
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const output = collectOutput(child, onLine);
  // Before `spawn`, because a short command may end at once.
  const exited = exitOf(child);
  await once(child, 'spawn');
  const processes = findStartedProcesses(child.pid, `${variable}=${marker}`);
  let end: ProcessEnd | null = null;
  const stopped = new AbortController();
  const ended = exited.then(async (exit) => {
    if (exit.code === 0) await untilNone(processes, stopped.signal);
    // What it wrote last may still be in the pipe.
    await output.settled();
    return (end = exit);
  });
  const stop = async () => {
    stopped.abort();
    await stopProcesses(processes);
    output.close();
  };
  let stopping: Promise<void> | undefined;
  return { output: output.text, ended, end: () => end, stop: () => (stopping ??= stop()) };
}

type Piped = ChildProcessByStdio<Writable, Readable, Readable>;

function exitOf(child: Piped): Promise<ProcessEnd> {
  return new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
}

/** How long to wait for output after the end, because processes in the background may keep the pipe open: ms. */
const lateOutputMs = 500;

function collectOutput(child: Piped, onLine: (line: string) => void) {
  const tail = textTail(16 * 1024);
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.stdin.on('error', () => undefined);
  for (const stream of [child.stdout, child.stderr]) {
    const split = lineSplitter(64 * 1024, (event) =>
      onLine(event.kind === 'line' ? event.line : event.start),
    );
    stream.on('data', (chunk: Buffer) => {
      tail.push(chunk);
      split(chunk);
    });
    stream.on('error', () => undefined);
  }
  return {
    text: tail.text,
    settled: () => Promise.race([closed, delay(lateOutputMs)]),
    close: () => {
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
      child.unref();
    },
  };
}

async function untilNone(processes: StartedProcesses, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && processes.list().length > 0)
    await delay(lookMs, undefined, { signal }).catch(() => undefined);
}

async function stopProcesses(processes: StartedProcesses): Promise<void> {
  processes.signal('SIGTERM');
  if (await goneWithin(processes, graceMs)) return;
  processes.signal('SIGKILL');
  await goneWithin(processes, graceMs);
}

async function goneWithin(processes: StartedProcesses, ms: number): Promise<boolean> {
  const end = performance.now() + ms;
  while (processes.list().length > 0) {
    if (performance.now() > end) return false;
    await delay(50);
  }
  return true;
}
