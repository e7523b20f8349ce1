import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { packageRoot } from '../src/package.ts';
import { startImplementation } from '../src/targets/index.ts';
import { row, type Subject } from './subject.ts';

const times = 5;

/**
 * The wall time of `corspec run URL` as a separate process, from start to exit: the first is the cold start, the median a warm
 * one. Runs all scenarios except those that wait.
 */
export async function measureColdStart(
  { implementation, policyName, policy }: Subject,
  browsers: readonly string[],
): Promise<void> {
  const server = await startImplementation(implementation, { [policyName]: policy });
  try {
    const state = server.policies.get(policyName);
    if (state?.status !== 'ready')
      throw new Error(`The reference server does not support the policy ${policyName}.`);
    console.log(`\n${row('corspec run URL, from start to exit', '', 'first ms', 'median ms')}`);
    for (const browser of browsers) {
      const taken: number[] = [];
      for (let time = 0; time < times; time++) taken.push(await wallTime(state.url, policyName, browser));
      const median = taken.toSorted((a, b) => a - b)[Math.floor(times / 2)] ?? 0;
      console.log(row(`(d) --browser ${browser}`, '', (taken[0] ?? 0).toFixed(0), median.toFixed(0)));
    }
  } finally {
    await server.stop();
  }
}

/** Milliseconds. */
async function wallTime(url: string, policyName: string, browser: string): Promise<number> {
  const target = [url, '--routes', 'standard', '--allow-writes', '--policy', policyName];
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    [join(packageRoot, 'dist/src/cli/main.js'), 'run', ...target, '--browser', browser],
    { stdio: 'ignore' },
  );
  const [status] = (await once(child, 'close')) as [number | null];
  if (status !== 0) throw new Error(`corspec run ${target.join(' ')} exited with ${String(status)}.`);
  return performance.now() - startedAt;
}
