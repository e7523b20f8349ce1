import { readdir, readFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/package.ts';
import { resultsSchema } from '../../src/results/results.ts';
import { need } from '../requirements.ts';
import { corspec, resultsOf, untilEnded } from '../self/command.ts';

/** The whole program with a real browser: a fresh process, the built command, real sockets. */
const { missing } = await need('chromium');
const { missing: noProcesses } = await need('chromium', 'proc');

describe.skipIf(missing)('a run in Chromium', () => {
  it('has the reference pass under a policy, with results as the schema has them', async () => {
    const ended = await corspec('run', 'reference', '--policy', 'credentialed', '--reporter', 'json=-');
    const results = resultsSchema.parse(resultsOf(ended));
    expect(results.results.filter(({ status }) => status === 'fail' || status === 'error')).toEqual([]);
    expect(results.results.filter(({ status }) => status === 'pass').length).toBeGreaterThan(80);
    expect(results.results.flatMap(({ deviations }) => deviations).filter(({ id }) => id === null)).toEqual(
      [],
    );
    expect(ended.status).toBe(0);
  });

  it('reproduces one check with all its evidence', async () => {
    const words = ['run', 'reference', '--policy', 'allowlist', '--scenario', 'preflight/put-allowed'];
    const ended = await corspec(...words, '--evidence', 'all', '--reporter', 'json=-');
    const [result] = resultsOf(ended).results;
    expect(result?.exchanges?.map(({ request }) => request.method)).toEqual(['OPTIONS', 'PUT']);
    expect(result?.reproduce).toContain(
      '--policy allowlist --scenario preflight/put-allowed --browser chromium',
    );
  });

  it.skipIf(noProcesses)(
    'keeps what is done when it is interrupted, and leaves no process behind',
    async () => {
      const mark = `corspec-test-${process.pid}-${Date.now()}`;
      const main = join(packageRoot, 'dist/src/cli/main.js');
      const words = [
        'compare',
        'reference',
        'express-cors',
        'koa-cors',
        '--browser',
        'chromium',
        '--reporter',
        'json=-',
      ];
      const child = spawn(process.execPath, [main, ...words], {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, CORSPEC_TEST_MARK: mark },
      });
      const ending = untilEnded(child);
      await firstProgress(child.stderr);
      child.kill('SIGINT');
      const ended = await ending;
      const results = resultsOf(ended);
      expect(results.interrupted).toBe(true);
      expect(results.results.some(({ status }) => status === 'pass')).toBe(true);
      expect(ended.status).toBe(3);
      expect(await processesMarked(mark)).toEqual([]);
    },
  );
});

/** Until some checks are done: progress tells every few seconds. */
async function firstProgress(stderr: AsyncIterable<Buffer>): Promise<void> {
  let text = '';
  for await (const chunk of stderr) {
    text += chunk.toString();
    const done = /(\d+)\/\d+ checks/.exec(text)?.[1];
    if (done !== undefined && Number(done) > 0) return;
  }
}

/** Processes, on Linux, that inherited a mark in their environment. */
async function processesMarked(mark: string): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      if (!environment.includes(mark)) return [];
      const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      return [state];
    }),
  );
  return found.flat();
}
