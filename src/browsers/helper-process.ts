import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { ownGroup, signalGroup } from '../system/processes.ts';

/** A program that a browser needs, such as Xvfb. */
export interface HelperProcess {
  readonly child: ChildProcess;
  /** Resolves with the reason when it has ended. */
  readonly ended: Promise<string>;
  /** Ends it, with SIGTERM first unless a signal is given, and resolves when it has ended. */
  stop(first?: NodeJS.Signals): Promise<void>;
}

/** The time limit to exit after SIGTERM: milliseconds. */
const graceMs = 3_000;

/**
 * Starts a program that ends with this process at the latest. It has its own process group: its child processes end with
 * it, and Ctrl-C in the terminal reaches only corspec.
 */
export function startHelper(
  file: string,
  args: readonly string[],
  stdio: StdioOptions,
  environment: NodeJS.ProcessEnv = process.env,
): HelperProcess {
  const child = spawn(file, args, { stdio, env: environment, detached: ownGroup });
  const onExit = () => signalGroup(child.pid, 'SIGKILL');
  process.once('exit', onExit);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`${file} could not be started: ${error.message}`));
    child.once('exit', (code, signal) => resolve(`${file} exited (${signal ?? `status ${code}`})`));
  });
  void ended.then(() => process.off('exit', onExit));
  return { child, ended, stop: (first = 'SIGTERM') => stop(child, ended, first) };
}

async function stop(child: ChildProcess, ended: Promise<string>, first: NodeJS.Signals): Promise<void> {
  signalGroup(child.pid, first);
  const timer = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), graceMs);
  await ended;
  clearTimeout(timer);
  // Its children may outlive it.
  signalGroup(child.pid, 'SIGKILL');
}

/** The first line of a stream, such as the number of the display that Xvfb chose. */
export function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  return lineWith(stream, /^.*$/);
}

/** What matches in the first line of a stream that does. */
export function lineWith(stream: NodeJS.ReadableStream, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    stream.setEncoding('utf8');
    const onData = (chunk: string) => {
      const lines = (text + chunk).split('\n');
      text = lines.pop() ?? '';
      const [found] = lines.flatMap((line) => pattern.exec(line)?.[0].trim() ?? []);
      if (found === undefined) return;
      stream.off('data', onData);
      resolve(found);
    };
    stream.on('data', onData);
    stream.on('end', () => reject(new Error('the stream ended before the line that was expected')));
    stream.on('error', reject);
  });
}

/** How much of what a program prints is kept: characters. */
const longestComplaint = 2000;

/** Keeps the end of what a program prints, for the error when it does not start. */
export function lastLines(output: NodeJS.ReadableStream): () => string {
  let text = '';
  output.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-longestComplaint);
  });
  return () => (text.trim() === '' ? '' : `\n${text.trim()}`);
}
