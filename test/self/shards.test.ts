import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { Result, Results } from '../../src/results/results.ts';
import { corspec, startCorspec, untilEnded } from './command.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corspec-shards-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(file: string): Promise<Results> {
  return JSON.parse(await readFile(file, 'utf8')) as Results;
}

/** What does not depend on the time or on random ids. */
function essence({ results, causes, targets, browsers, namedOnly }: Results) {
  return {
    results: results.map(({ durationMs: _, outcome: _outcome, exchanges, stories: _stories, explanation: _explanation, message, ...rest }) => ({
      ...rest,
      message: message?.replaceAll(/\bid=[\w-]+|\bcorspec-[0-9a-f]{12}\b/g, 'random'),
      exchanges: exchanges?.length,
    })),
    causes: causes?.map(({ exchange: _, message: _message, ...rest }) => rest),
    targets,
    browsers,
    namedOnly,
  };
} // prettier-ignore

/** Runs four shards in processes of their own, merges them, and runs the same as a whole. */
async function inShardsAndWhole(words: readonly string[]) {
  const common = [...words, '--browser', 'model'];
  const whole = join(folder, 'whole.json');
  const all = await corspec(...common, '--reporter', `json=${whole}`);
  const files = [1, 2, 3, 4].map((index) => join(folder, `${words[0] ?? ''}-${index}.jsonl`));
  const ended = await Promise.all(
    files.map((file, index) => corspec(...common, '--shard', `${index + 1}/4`, '--reporter', `json=${file}`)),
  );
  for (const { status, stderr } of ended) expect([0, 1], stderr).toContain(status);
  expect(Math.max(...ended.map(({ status }) => status ?? 3))).toBe(all.status);
  for (const file of files) expect(linesOf(file).length).toBeGreaterThan(2);
  const output = join(folder, 'merged.json');
  const merged = await corspec('merge', ...files.toReversed(), '--output', output);
  expect(merged).toMatchObject({ status: 0, stdout: '' });
  return { merged: essence(await read(output)), whole: essence(await read(whole)) };
}

it('four shards of a comparison are one run when they are merged', async () => {
  const { merged, whole } = await inShardsAndWhole([
    ...['compare', 'express-cors', 'fastify-cors', 'koa-cors', 'hono-cors'],
    ...['--policy', 'allowlist', '--policy', 'public', '--policy', 'any-with-credentials'],
    ...['--suite', 'simple,preflight,origins,credentials'],
  ]);
  expect(merged).toEqual(whole);
});

it('four shards of one server have its scenarios, and are one run when they are merged', async () => {
  const server = createServer((request, response) => {
    const { origin } = request.headers;
    if (origin !== undefined) response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Access-Control-Allow-Credentials', 'true').end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
  const { merged, whole } = await inShardsAndWhole(['run', url, '--origin', 'https://app.example.com', '--credentials']); // prettier-ignore
  expect(merged.results).toEqual(whole.results);
  expect(merged.targets).toEqual(whole.targets);
  // Which check shows a cause best depends on the checks that a shard has.
  const brief = ({ causes = [] }: typeof whole) =>
    causes.map(({ id, level, checks }) => ({ id, level, checks: checks.length }));
  expect(brief(merged)).toEqual(brief(whole));
});

it('a shard that is killed loses no result, and is played to its end', async () => {
  const common = ['run', 'koa-cors', '--policy', 'allowlist', '--browser', 'model', '--jobs', '1', '--shard', '1/2']; // prettier-ignore
  const file = join(folder, 'killed.jsonl');
  const child = startCorspec([...common, '--resume', file]);
  const ended = untilEnded(child);
  await expect.poll(() => linesOf(file).length, { timeout: 60_000, interval: 2 }).toBeGreaterThan(5);
  child.kill('SIGKILL');
  await ended;
  const before = linesOf(file)
    .slice(1)
    .map((line) => (JSON.parse(line) as { readonly result: Result }).result);
  const again = await corspec(...common, '--resume', file);
  expect([0, 1], again.stderr).toContain(again.status);
  const whole = join(folder, 'killed-whole.json');
  await corspec(...common, '--reporter', `json=${whole}`);
  const output = join(folder, 'killed.json');
  expect(await corspec('merge', file, '--output', output)).toMatchObject({ status: 3 });
  const [found, expected] = [await read(output), await read(whole)];
  expect(found.results.length).toBe(expected.results.length);
  expect(essence({ ...found, targets: expected.targets })).toEqual(essence(expected));
  // What was played before is as it was, to the time that it took.
  for (const { scenario, durationMs } of before)
    expect(found.results.find((result) => result.scenario === scenario)?.durationMs).toBe(durationMs);
});

/** The whole lines of a file. */
function linesOf(file: string): readonly string[] {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
}
