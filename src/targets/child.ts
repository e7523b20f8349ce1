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

/** A process of an implementation, with everything that it starts. */
export interface Child {
  readonly stdout: Readable;
  /** The end of its stderr, at most 64 KiB. Untrusted text. */
  stderr(): string;
  /** Writes a line to its stdin, which stays open. */
  say(line: string): void;
  /** Resolves when it has ended and all of its output is there. */
  readonly ended: Promise<ProcessEnd>;
  /** Asks it to end, ever less politely, and resolves when it has. */
  stop(): Promise<void>;
}

/** For how long a process that is gone may have its output held open by one that left its process group: ms. */
const lateOutputMs = 1000;

/**
 * Starts a program in a process group of its own: Ctrl-C on the terminal is for corspec, which stops it in its turn,
 * and what it starts can be ended with it. When corspec itself is killed, its stdin closes.
 * @param graceMs how long it has to end after its stdin closed, and again after SIGTERM
 * @throws the error of `spawn` (ENOENT, EACCES) when it cannot be started
 */
export async function startChild(argv: readonly string[], cwd: string, graceMs: number): Promise<Child> {
  const [program, args] = commandOf(argv, cwd);
  const child = spawn(program, args, { cwd, detached: ownGroup, stdio: ['pipe', 'pipe', 'pipe'] });
  // What it does not read is told by its answers, or by their absence.
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
    say: (line) => void child.stdin.write(`${line}\n`),
    ended,
    stop: () => (stopped ??= stop()),
  };
}

type Piped = ChildProcessByStdio<Writable, Readable, Readable>;

/** `node` is the Node.js that corspec runs on; a path is seen from the folder; a bare name is found on PATH. */
function commandOf(argv: readonly string[], cwd: string): [string, string[]] {
  const [program = '', ...args] = argv;
  if (program === 'node') return [process.execPath, args];
  return [/[/\\]/.test(program) ? resolve(cwd, program) : program, args];
}

function exitOf(child: Piped): Promise<ProcessEnd> {
  return new Promise((done) => child.once('exit', (code, signal) => done({ code, signal })));
}

async function outputEnd(child: Piped, closed: Promise<void>): Promise<void> {
  // Nobody may be reading it any more, and what is not read does not end.
  if (child.stdout.listenerCount('data') === 0) child.stdout.resume();
  if (await within(closed, lateOutputMs)) return;
  child.stdout.destroy();
  child.stderr.destroy();
}

/** Whether a promise resolves within a time. Its timer keeps nothing alive afterwards. */
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
