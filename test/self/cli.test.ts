import { createRequire } from 'node:module';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot, packageVersion } from '../../src/package.ts';
import { need } from '../requirements.ts';

/** The command line as it is installed: what is built, in a process of its own. None of this needs a browser. */
const main = join(packageRoot, 'dist/src/cli/main.js');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corspec-self-'));
  await writeFile(join(folder, 'slash.json'), '{"origins": ["https://app.example.com/"]}');
  await writeFile(join(folder, 'broken.json'), '{\n  "origins": [}\n');
});
afterAll(() => rm(folder, { recursive: true }));

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function node(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return ended(spawn(process.execPath, args, { cwd: folder, env: { ...process.env, ...env } }));
}

function ended(child: ReturnType<typeof spawn>): Promise<Ended> {
  const written = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => (written.stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (written.stderr += chunk.toString()));
  child.stdin?.end();
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, ...written }));
  });
}

function corspec(...words: readonly string[]): Promise<Ended> {
  return node([main, ...words]);
}

it('tells its version', async () => {
  expect(await corspec('--version')).toEqual({ status: 0, stdout: `${packageVersion}\n`, stderr: '' });
});

it('shows its help', async () => {
  const { status, stdout, stderr } = await corspec('run', '--help');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('--allow-writes');
});

describe('gives 2, and says what to do, for', () => {
  const url = 'http://localhost:3000';
  const policy = ['--origin', 'https://app.example.com'];

  it.each<[string, readonly string[], string]>([
    ['no command', [], 'Usage: corspec'],
    ['an unknown command', ['rnu'], 'Did you mean run?'],
    ['an unknown option', ['run', '--brwser'], 'Did you mean --browser?'],
    ['a URL without a command', [url], `corspec run ${url}`],
    ['no target', ['run'], 'TARGET is missing'],
    ['a URL without a scheme', ['run', 'localhost:3000', ...policy], 'Did you mean http://localhost:3000?'],
    ['a URL without a policy', ['run', url], 'a URL requires a policy'],
    ['an unknown implementation', ['run', 'expres-cors'], 'Did you mean "express-cors"'],
    ['an unknown browser', ['run', url, ...policy, '--browser', 'chrmium'], 'Did you mean "chromium"?'],
    ['no scenario', ['run', url, ...policy, '--scenario', 'preflight/put-alowed'], '"preflight/put-allowed"'],
    ['an unknown reporter', ['run', url, ...policy, '--reporter', 'jnit'], 'Did you mean "junit"?'],
    ['an unknown policy', ['run', 'express-cors', '--policy', 'alowlist'], 'Did you mean "allowlist"?'],
    ['an origin with a slash', ['run', url, '--policy', 'slash.json'], 'use https://app.example.com'],
    ['a file that invalid JSON', ['run', url, '--policy', './broken.json'], './broken.json:2:15: invalid JSON'],
    ['a file that is not there', ['run', url, '--policy', 'no.json'], '"no.json": file not found'],
    ['a report without a folder', ['run', url, ...policy, '--reporter', 'json=no/x.json'], 'folder "no" not found'],
    ['an unknown list', ['list', 'scenrios'], 'Did you mean `corspec list scenarios`?'],
  ])('%s', async (_, words, says) => {
    const { status, stdout, stderr } = await corspec(...words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(says);
  }); // prettier-ignore
});

it('gives 3 when the browser that is asked for is not there', async () => {
  const { status, stdout, stderr } = await node(
    [main, 'run', 'express-cors', '--policy', 'public', '--browser', 'chromium'],
    { CORSPEC_CHROMIUM: join(folder, 'no-browser') },
  );
  expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
  expect(stderr).toContain('CORSPEC_CHROMIUM');
});

it('lists scenarios as JSON', async () => {
  const { status, stdout } = await corspec('list', 'scenarios', '--json', '--level', 'security');
  const scenarios = JSON.parse(stdout) as { level: string }[];
  expect(status).toBe(0);
  expect(new Set(scenarios.map(({ level }) => level))).toEqual(new Set(['security']));
});

it.skipIf((await need('sh')).missing)('ends quietly when nobody reads on', async () => {
  // The reader closes at once, and what is written does not fit into a pipe.
  const script = `"$0" "$1" list scenarios --json | true; "$0" "$1" list scenarios --json | head -n 1`;
  const { status, stdout, stderr } = await ended(
    spawn('sh', ['-c', script, process.execPath, main], { cwd: folder }),
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout.trimEnd().split('\n')).toHaveLength(1);
});

describe('a bug in corspec', () => {
  const module = pathToFileURL(join(packageRoot, 'src/cli/process-guard.ts')).href;
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const script = (body: string) => `
    const { guard } = await import(${JSON.stringify(module)});
    await guard({ stdout: process.stdout, stderr: process.stderr, env: process.env }, async () => { ${body} });`;
  const faulty = (body: string, env?: NodeJS.ProcessEnv) =>
    node(['--import', tsx, '--input-type=module', '-e', script(body)], env);

  it.each([
    ['thrown by a command', `throw new Error('oops');`],
    ['thrown by a callback', `await new Promise(() => setImmediate(() => { throw new Error('oops'); }));`],
    [
      'rejected unheard',
      `Promise.reject(new Error('oops')); await new Promise(() => setInterval(() => {}, 1000));`,
    ],
  ])('%s gives 3 and says so', async (_, body) => {
    const { status, stderr } = await faulty(body);
    expect(status).toBe(3);
    expect(stderr).toMatch(/^corspec: oops\nThis is a bug in corspec/);
    expect(stderr).not.toContain('    at ');
  });

  it('is shown with its place under CORSPEC_DEBUG', async () => {
    expect((await faulty(`throw new Error('oops');`, { CORSPEC_DEBUG: '1' })).stderr).toContain('    at ');
  });
});
