import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mainFile } from './command.ts';
import type { Engine } from './engines.ts';

/** The line of a terminal counts results while they come: `0:01  43/340 checks`. In a log, the report is the first. */
const firstResult = /\b[1-9]\d*\/\d+ checks|\b\d+ passed\b/;

/**
 * The time from the start of the command to the first output about a result, in seconds. In a terminal, which `script` of
 * util-linux provides; on other systems in a log, where there is no line that is redrawn.
 */
export async function measureFirstResult(
  words: readonly string[],
  { browser }: Engine,
): Promise<{ readonly value: number; readonly note: string }> {
  const command = [process.execPath, mainFile, ...words, '--browser', browser];
  const startedAt = performance.now();
  const isTerminal = process.platform === 'linux';
  const child = isTerminal ? inTerminal(command) : inLog(command);
  let firstAt: number | undefined;
  let resultAt: number | undefined;
  let text = '';
  const read = (chunk: Buffer) => {
    text += chunk.toString();
    firstAt ??= performance.now();
    if (firstResult.test(text)) resultAt ??= performance.now();
  };
  child.stdout?.on('data', read);
  child.stderr?.on('data', read);
  const [status] = (await once(child, 'close')) as [number | null];
  if (status !== 0 || firstAt === undefined || resultAt === undefined)
    throw new Error(`${words.join(' ')} exited with ${String(status)} and wrote no result:\n${text}`);
  const first = ((firstAt - startedAt) / 1000).toFixed(2);
  return {
    value: (resultAt - startedAt) / 1000,
    note: `${isTerminal ? '' : 'in a log; '}first output after ${first} s`,
  };
}

function inTerminal(command: readonly string[]): ChildProcess {
  const line = command.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(' ');
  return spawn('script', ['--quiet', '--return', '--flush', '--command', line, '/dev/null'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TERM: 'xterm' },
  });
}

function inLog([program = '', ...words]: readonly string[]): ChildProcess {
  return spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] });
}
