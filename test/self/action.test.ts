import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parse } from 'yaml';
import { packageRoot } from '../../src/package.ts';
import { type Action, actionSchema } from './support/action-schema.ts';

const action = actionSchema.parse(parse(await readFile(join(packageRoot, 'action.yml'), 'utf8')));
type RunStep = Extract<Action['runs']['steps'][number], { readonly run: string }>;

let folder: string;
let server: Server;
let url: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corspec-action-'));
  // The project has corspec: the built one.
  await mkdir(join(folder, 'node_modules'));
  await symlink(packageRoot, join(folder, 'node_modules/corspec'));
  server = createServer(({ headers }, response) => {
    if (headers.origin === 'https://app.example.com')
      response.setHeader('Access-Control-Allow-Origin', headers.origin);
    response.setHeader('Vary', 'Origin').end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterEach(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

/** What a runner keeps between steps. */
interface Runner {
  readonly inputs: Readonly<Record<string, string>>;
  readonly steps: Map<string, Readonly<Record<string, string>>>;
  readonly env?: Readonly<Record<string, string>>;
  summary: string;
  log: string;
}

/** The value of `${{ inputs.a }}` and `${{ steps.a.outputs.b }}`. Anything else is unknown. */
function evaluate(text: string, { inputs, steps }: Runner): string {
  return text.replace(/\$\{\{ ([^}]+) \}\}/g, (_, path: string) => {
    const [scope, first = '', , last = ''] = path.split('.');
    const value =
      scope === 'inputs' ? inputs[first] : scope === 'steps' ? (steps.get(first)?.[last] ?? '') : undefined;
    if (value === undefined) throw new Error(`unknown expression: ${path}`);
    return value;
  });
}

/** Runs a step as a runner does, with files for its outputs and the summary. Returns its exit status. */
async function play(step: RunStep, runner: Runner): Promise<number | null> {
  const files = { output: join(folder, 'output'), summary: join(folder, 'summary') };
  await Promise.all(Object.values(files).map((file) => writeFile(file, '')));
  const given = Object.entries(step.env ?? {}).map(([name, value]) => [name, evaluate(value, runner)]);
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
    cwd: folder,
    env: {
      ...process.env, ...runner.env, GITHUB_ACTION_PATH: packageRoot, GITHUB_OUTPUT: files.output,
      GITHUB_STEP_SUMMARY: files.summary, RUNNER_TEMP: folder, ...Object.fromEntries(given) as Record<string, string>,
    },
  }); // prettier-ignore
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (runner.log += chunk.toString()));
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  runner.summary += await readFile(files.summary, 'utf8');
  runner.steps.set(step.id ?? '', outputsIn(await readFile(files.output, 'utf8')));
  return status;
}

/** `name<<delimiter`, lines, `delimiter` */
function outputsIn(text: string): Record<string, string> {
  return Object.fromEntries(
    Array.from(text.matchAll(/^([\w-]+)<<(.+)\n([^]*?)\n\2$/gm), ([, name = '', , value = '']) => [
      name,
      value,
    ]),
  );
}

function stepNamed(id: string): RunStep {
  const step = action.runs.steps.find((one) => one.id === id);
  if (step === undefined || !('run' in step)) throw new Error(`no step ${id}`);
  return step;
}

async function use(given: Readonly<Record<string, string>>, env?: Readonly<Record<string, string>>) {
  const defaults = Object.entries(action.inputs).map(([name, about]) => [name, about.default ?? '']);
  const inputs = {
    ...(Object.fromEntries(defaults) as Record<string, string>),
    'working-directory': folder,
    ...given,
  };
  const runner: Runner = { inputs, steps: new Map(), ...(env && { env }), summary: '', log: '' };
  const prepared = await play(stepNamed('prepare'), runner);
  const status = prepared === 0 ? await play(stepNamed('run'), runner) : prepared;
  const outputs = Object.fromEntries(
    Object.entries(action.outputs).map(([name, { value }]) => [name, evaluate(value, runner)]),
  );
  return { ...runner, status, outputs, prepare: runner.steps.get('prepare') ?? {} };
}

it('passes every input that a script reads, and each step has an id or a condition', async () => {
  for (const step of action.runs.steps) {
    if (!('run' in step)) continue;
    const script = /action\/[\w-]+\.js/.exec(step.run)?.[0] ?? '';
    const source = await readFile(join(packageRoot, script), 'utf8');
    const read = new Set(
      Array.from(source.matchAll(/input\('(\w+)'\)/g), ([, name]) => `CORSPEC_INPUT_${name ?? ''}`),
    );
    expect(new Set(Object.keys(step.env ?? {})), script).toEqual(read);
  }
  const used = JSON.stringify(action.runs);
  for (const name of Object.keys(action.inputs)) expect(used).toContain(`inputs.${name}`);
});

it('tests a server that is right: status 0, files, summary and annotations', async () => {
  const { status, outputs, summary, log, prepare } = await use({
    args: `${url} --origin 'https://app.example.com'\n  --scenario "simple/get-*"`,
    browser: 'model',
  });
  expect(status, log).toBe(0);
  expect(prepare).toMatchObject({ install: '', main: expect.stringContaining('main.js') as string });
  expect(existsSync(prepare['playwright'] ?? '')).toBe(true);
  expect(outputs['status']).toBe('0');
  expect(JSON.parse(await readFile(outputs['sarif'] ?? '', 'utf8'))).toMatchObject({ version: '2.1.0' });
  expect(await readFile(outputs['report'] ?? '', 'utf8')).toContain('<!doctype html>');
  expect(summary).toContain('PASS');
  expect(log).toContain('::notice title=corspec::');
});

it('fails for a policy that the server does not keep, and has the reports of it', async () => {
  const { status, outputs, summary, log } = await use({
    args: `${url} --origin https://other.example.com --scenario simple/get-allowed`,
    browser: 'model',
    reports: 'out/cors',
  });
  expect(status, log).toBe(1);
  expect(outputs).toEqual({
    status: '1',
    sarif: join(folder, 'out/cors/corspec.sarif'),
    report: join(folder, 'out/cors/corspec.html'),
  });
  expect(summary).toContain('FAIL');
  expect(log).toContain('::error title=');
});

it('runs the configuration of the working directory, with its webServer', async () => {
  server.close();
  const program = `require('http').createServer((_, r) => r.setHeader('Access-Control-Allow-Origin', '*').end('{}')).listen(${new URL(url).port}, '127.0.0.1')`;
  await writeFile(join(folder, 'server.cjs'), program);
  const config = {
    targets: [{ name: 'api', url, policy: { origins: '*' } }],
    webServer: { command: 'node server.cjs', url },
    scenarios: ['simple/get-allowed'],
  };
  await writeFile(join(folder, 'cors.json'), JSON.stringify(config));
  const { status, log } = await use({ config: 'cors.json', browser: 'model' });
  expect(status, log).toBe(0);
});

it('without a verdict, has no reports and says where the reason is', async () => {
  const { status, outputs, summary } = await use({
    args: `${url} --origin https://app.example.com --start 'exit 9' --wait http://127.0.0.1:9/`,
    browser: 'model',
  });
  expect(status).toBe(3);
  expect(outputs).toEqual({ status: '3', sarif: '', report: '' });
  expect(summary).toContain('exit status 3');
});

it('refuses a quote that does not end', async () => {
  const { status, log } = await use({ args: `${url} --origin 'https://app.example.com`, browser: 'model' });
  expect(status).toBe(2);
  expect(log).toContain('::error title=corspec::args: a quote does not end');
});

it('executes nothing that is in args', async () => {
  const { log } = await use({
    args: '$(touch executed) `touch executed` ; touch executed',
    browser: 'model',
  });
  expect(log).toContain('"$(touch"');
  expect(existsSync(join(folder, 'executed'))).toBe(false);
});

it('installs the browsers that are asked for and missing', async () => {
  const env = { CORSPEC_CHROMIUM: '/nowhere/chrome', CORSPEC_FIREFOX: '/nowhere/firefox' };
  const args = `${url} --origin https://app.example.com --scenario simple/get-allowed`;
  const { prepare, status, log } = await use({ args, browser: 'chromium, firefox' }, env);
  expect(prepare['install']).toBe('chromium firefox');
  // They are not there: nothing was installed.
  expect(status).toBe(3);
  expect(log).toContain('Chromium was not found.');
});
