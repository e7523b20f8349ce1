import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { policies } from '../../../fixtures/policies.ts';
import { run } from '../../../src/run/index.ts';
import { builtInServers, readImplementation } from '../../../src/targets/index.ts';
import { suites } from '../../../suites/index.ts';

// Programs start slowly on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const ids = ['f', 'e', 'd', 'c', 'b', 'a'];
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corspec-groups-'));
  const reference = pathToFileURL(join(builtInServers, 'reference', 'app.js')).href;
  const manifest = await readFile(join(builtInServers, 'reference', 'server.json'), 'utf8');
  for (const id of ids) {
    await mkdir(join(folder, id));
    await writeFile(
      join(folder, id, 'server.json'),
      JSON.stringify({ ...(JSON.parse(manifest) as object), uses: [] }),
    );
    await writeFile(join(folder, id, 'app.js'), programOf(reference));
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The reference, which notes when it starts and ends. */
function programOf(reference: string): string {
  return `
    const { appendFileSync } = require('node:fs');
    appendFileSync('../log', '+');
    process.on('exit', () => appendFileSync('../log', '-'));
    void import(${JSON.stringify(reference)});
  `;
}

test('at most four implementations run at a time, and the report has the order of the request', async () => {
  const implementations = await Promise.all(ids.map((id) => readImplementation(join(folder, id))));
  const scenarios = suites
    .flatMap((suite) => suite.scenarios)
    .filter(({ id }) => id === 'simple/get-allowed');
  let planned = 0;
  const results = await run(
    {
      targets: implementations.map((implementation) => ({ kind: 'implementation', implementation })),
      policies: { allowlist: policies.allowlist },
      policyArguments: { allowlist: '--policy allowlist' },
      browsers: ['model'],
      scenarios,
      timeoutMs: 10_000,
      jobs: 4,
      evidence: 'failures',
    },
    {
      signal: new AbortController().signal,
      onEvent: (event) => (planned += event.kind === 'planned' ? event.checks : 0),
    },
  );
  expect(results.targets.map(({ id }) => id)).toEqual(ids);
  expect(results.results.map(({ target, status }) => `${target} ${status}`)).toEqual(
    ids.map((id) => `${id} pass`),
  );
  expect(planned).toBe(6);
  const log = await readFile(join(folder, 'log'), 'utf8');
  const running = Array.from(log, (_, index) => balance(log.slice(0, index + 1)));
  expect([log.length, Math.max(...running), running.at(-1)]).toEqual([12, 4, 0]);
});

function balance(log: string): number {
  return Array.from(log).reduce((sum, sign) => sum + (sign === '+' ? 1 : -1), 0);
}
