import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { packageRoot } from '../src/package.ts';

export const mainFile = join(packageRoot, 'dist/src/cli/main.js');

/**
 * The time of a command as it is built, in a process of its own, from start to exit: seconds.
 * @throws when it does not succeed, because then its time says nothing
 */
export async function secondsOf(
  words: readonly string[],
  { nodeOptions = [], environment = {} }: CommandOptions = {},
): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...nodeOptions, mainFile, ...words], {
    stdio: 'ignore',
    env: { ...process.env, ...environment },
  });
  const [status] = (await once(child, 'close')) as [number | null];
  if (status !== 0) throw new Error(`corspec ${words.join(' ')} exited with ${String(status)}.`);
  return (performance.now() - startedAt) / 1000;
}

export interface CommandOptions {
  readonly nodeOptions?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}
