import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { ownGroup, signalGroup } from '../system/processes.ts';
import { textTail } from './text-tail.ts';

export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: string | null;
}

/** A process of an implementation, with all its child processes. */
export interface Child {
  readonly stdout: Readable;
  /** The end of its stderr, at most 64 KiB. Untrusted text. */
  stderr(): string;
  /** Writes a line to its stdin, which stays open. */
  writeLine(line: string): void;
  /** Resolves when it has ended and all output was received. */
  readonly ended: Promise<ProcessEnd>;
  /** Ends it by closing stdin, then SIGTERM, then SIGKILL. Resolves when it has ended. */
  stop(): Promise<void>;
}

export interface ChildOptions {
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
  /** How long it has to end after its stdin closed, and again after SIGTERM: ms. */
  readonly graceMs: number;
}

/** How long to wait for output after the process has exited, if a descendant still holds the pipe open: ms. */
const lateOutputMs = 1000;

/**
 * Starts a program in its own process group: Ctrl-C in the terminal reaches only corspec, which then stops the program,
 * and its child processes can be ended with it. When corspec itself is killed, the program's stdin closes.
 * @throws the error of `spawn` (ENOENT, EACCES) when it cannot be started
 */
export async function startChild(
  argv: readonly string[],
  { cwd, environment, graceMs }: ChildOptions,
): Promise<Child> {
  const [program, args] = commandOf(argv, cwd);
  const child = spawn(program, args, {
    cwd,
    env: environment,
    detached: ownGroup,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // A program that does not read its stdin shows in its answers.
  child.stdin.on('error', () => undefined);
  const stderr = textTail(64 * 1024);
  child.stderr.on('data', stderr.push);
  await once(child, 'spawn');

  const exited = exitOf(child);
  const closed = new Promise<void>((done) => child.once('close', () => done()));
  const ended = exited.then(async (end) => {
    signalGroup(child.pid, 'SIGKILL');
    await outputEnd(child, closed);
    return end;
  });
  const endsWithin = (ms: number) => within(exited, ms);

  const stop = async () => {
    child.stdin.end();
    if (!(await endsWithin(graceMs))) {
      signalGroup(child.pid, 'SIGTERM');
      if (!(await endsWithin(graceMs))) signalGroup(child.pid, 'SIGKILL');
    }
    await ended;
  };
  let stopped: Promise<void> | undefined;

  return {
    stdout: child.stdout,
    stderr: stderr.text,
    writeLine: (line) => void child.stdin.write(`${line}\n`),
    ended,
    stop: () => (stopped ??= stop()),
  };
}

type Piped = ChildProcessByStdio<Writable, Readable, Readable>;

/** `node` is the Node.js that runs corspec; a path is relative to the folder; a bare name is looked up on PATH. */
function commandOf(argv: readonly string[], cwd: string): [string, string[]] {
  const [program = '', ...args] = argv;
  if (program === 'node') return [process.execPath, args];
  return [/[/\\]/.test(program) ? resolve(cwd, program) : program, args];
}

function exitOf(child: Piped): Promise<ProcessEnd> {
  return new Promise((done) => child.once('exit', (code, signal) => done({ code, signal })));
}

async function outputEnd(child: Piped, closed: Promise<void>): Promise<void> {
  // Without a reader, the stream would not end.
  if (child.stdout.listenerCount('data') === 0) child.stdout.resume();
  if (await within(closed, lateOutputMs)) return;
  child.stdout.destroy();
  child.stderr.destroy();
}

/** Whether a promise resolves within a time. The timer is cleared afterwards. */
async function within(promise: Promise<unknown>, ms: number): Promise<boolean> {
  const timer = new AbortController();
  try {
    return await Promise.race([
      promise.then(() => true),
      delay(ms, false, { signal: timer.signal }).catch(() => false),
    ]);
  } finally {
    timer.abort();
  }
}
