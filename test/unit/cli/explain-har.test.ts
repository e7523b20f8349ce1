import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ExplainOptions } from '../../../src/cli/command-line.ts';
import { explainCommand } from '../../../src/cli/explain-command.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corspec-test-'));
  await writeFile(join(folder, 'bad.har'), '{"log": [\n  1,,\n]}');
  await writeFile(join(folder, 'other.json'), '{"log": {"entries": 1}}');
  await writeFile(join(folder, 'own.har'), har('https://app.example.com/x', 'https://app.example.com'));
  await writeFile(join(folder, 'blocked.har'), har('https://api.example.com/x', null));
  await writeFile(join(folder, 'readable.har'), har('https://api.example.com/x', 'https://app.example.com'));
});
afterAll(() => rm(folder, { recursive: true }));

function har(url: string, allowed: string | null): string {
  const headers = allowed === null ? [] : [{ name: 'Access-Control-Allow-Origin', value: allowed }];
  const request = { method: 'GET', url, headers: [{ name: 'Origin', value: 'https://app.example.com' }] };
  return JSON.stringify({ log: { entries: [{ request, response: { status: 200, headers } }] } });
}

async function explain(file: string, options: ExplainOptions = {}, urls: readonly string[] = []) {
  let [stdout, stderr] = ['', ''];
  const io = {
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: (text: string) => (stderr += text) },
    env: {},
  };
  const given = { har: join(folder, file), ...options };
  const status = await explainCommand(urls, given, ['model'], io, new AbortController().signal);
  return { status, stdout, stderr };
}

it('gives 1 when a request is blocked, and 0 when all are readable', async () => {
  expect(await explain('blocked.har')).toMatchObject({
    status: 1,
    stdout: expect.stringContaining('✗ GET https://api.example.com/x') as string,
  });
  expect(await explain('readable.har')).toMatchObject({ status: 0 });
});

it('gives everything as JSON', async () => {
  const { stdout } = await explain('readable.har', { json: true });
  expect(JSON.parse(stdout)).toMatchObject({
    schema: 'corspec/har@1',
    requests: 1,
    crossOrigin: 1,
    groups: [{ outcome: 'readable', entries: [0] }],
  });
});

it.each([
  ['missing.har', {}, [], 'file not found.'],
  ['bad.har', {}, [], 'not JSON: expected a value, found "," at line 2, column 5.'],
  ['other.json', {}, [], 'JSON, but not a HAR file: `log.entries` at line 1, column 21'],
  ['own.har', {}, [], '1 request, none cross-origin with CORS.'],
  ['blocked.har', { allowWrites: true }, [], '--har sends nothing: remove --allow-writes.'],
  ['blocked.har', {}, ['https://a.test/'], '--har takes one file, and no URL.'],
])('gives 2 for %s %j %j: %s', async (file, options, urls, says) => {
  const { status, stdout, stderr } = await explain(file, options, urls);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(says);
});
