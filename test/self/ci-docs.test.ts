import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parse } from 'yaml';
import { packageRoot } from '../../src/package.ts';
import { freePort } from '../free-port.ts';

const text = await readFile(join(packageRoot, 'docs/ci.md'), 'utf8');
const blocks = Array.from(text.matchAll(/^```(yaml|groovy)\n([^]*?)^```$/gm), ([, , block = '']) => block);
const [github = '', gitlab = '', jenkins = ''] = blocks;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corspec-ci-'));
  await mkdir(join(folder, 'node_modules/.bin'), { recursive: true });
  await symlink(packageRoot, join(folder, 'node_modules/corspec'));
  const program = `#!/bin/sh\nexec node '${join(packageRoot, 'dist/src/cli/main.js')}' "$@"\n`;
  await writeFile(join(folder, 'node_modules/.bin/corspec'), program, { mode: 0o755 });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const config = {
    targets: [{ name: 'api', url, policy: { origins: '*' } }],
    webServer: { command: 'node server.cjs', url },
    scenarios: ['simple/get-allowed'],
    browsers: ['model'],
  };
  await writeFile(join(folder, 'corspec.config.json'), JSON.stringify(config));
  const server = `require('http').createServer((_, r) => r.setHeader('Access-Control-Allow-Origin', '*').end('{}')).listen(${port}, '127.0.0.1')`;
  await writeFile(join(folder, 'server.cjs'), server);
});
afterEach(() => rm(folder, { recursive: true }));

function sh(command: string): Promise<number | null> {
  const env = { ...process.env, PATH: `${join(folder, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}` };
  const child = spawn('sh', ['-c', command.replace(/^npx /, '')], { cwd: folder, stdio: 'ignore', env });
  return new Promise((resolve) => child.once('close', resolve));
}

it('the command of GitLab writes the files that its artifacts name', async () => {
  const { cors } = parse(gitlab) as {
    readonly cors: {
      readonly script: readonly string[];
      readonly artifacts: { readonly reports: { readonly junit: string }; readonly paths: readonly string[] };
    };
  };
  const command = cors.script.find((line) => line.startsWith('npx corspec')) ?? '';
  expect(await sh(command)).toBe(0);
  expect(await readFile(join(folder, cors.artifacts.reports.junit), 'utf8')).toMatch(
    /<testsuites [^>]*failures="0"/,
  );
  expect(await readFile(join(folder, cors.artifacts.paths[0] ?? ''), 'utf8')).toContain('<!doctype html>');
});

it('the command of Jenkins writes the files that its steps name', async () => {
  const command = /sh '(npx corspec [^']+)'/.exec(jenkins)?.[1] ?? '';
  const files = Array.from(jenkins.matchAll(/(?:junit|artifacts:) '([^']+)'/g), ([, file = '']) => file);
  expect(await sh(command)).toBe(0);
  expect(files).toEqual(['corspec.xml', 'corspec.html']);
  for (const file of files) expect((await readFile(join(folder, file), 'utf8')).length).toBeGreaterThan(100);
});

it('the workflow of GitHub uses inputs and outputs that the action has', async () => {
  const action = parse(await readFile(join(packageRoot, 'action.yml'), 'utf8')) as {
    readonly inputs: Readonly<Record<string, unknown>>;
    readonly outputs: Readonly<Record<string, unknown>>;
  };
  const { jobs } = parse(github) as {
    readonly jobs: { readonly cors: { readonly steps: readonly { uses?: string; with?: object }[] } };
  };
  const step = jobs.cors.steps.find(({ uses }) => uses?.startsWith('corspec/corspec@'));
  expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(step?.with ?? { none: 1 })));
  const outputs = Array.from(github.matchAll(/steps\.cors\.outputs\.(\w+)/g), ([, name = '']) => name);
  expect(Object.keys(action.outputs)).toEqual(expect.arrayContaining(outputs));
  const table = Array.from(text.matchAll(/^\| `([\w-]+)` +\|/gm), ([, name]) => name);
  expect(table).toEqual(Object.keys(action.inputs));
});
