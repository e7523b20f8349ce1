import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../../src/package.ts';
import type { Results } from '../../src/results/results.ts';

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the command line as it is built, in a process of its own. */
export function startCorspec(words: readonly string[], env: NodeJS.ProcessEnv = process.env): ChildProcess {
  return spawn(process.execPath, [join(packageRoot, 'dist/src/cli/main.js'), ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env,
  });
}

export function untilEnded(child: ChildProcess): Promise<Ended> {
  const written = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => (written.stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (written.stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => {
      resolve({ status, ...written });
    });
  });
}

export function corspec(...words: readonly string[]): Promise<Ended> {
  return untilEnded(startCorspec(words));
}

/** With `--reporter json=-`. */
export function resultsOf({ stdout }: Ended): Results {
  return JSON.parse(stdout) as Results;
}
