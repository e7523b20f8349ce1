import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/package.ts';
import type { Results } from '../../src/results/results.ts';
import { need } from '../requirements.ts';
import { corspec } from './command.ts';
import { setTrap, type Trap } from './support/left-behind.ts';

const app = 'https://app.example.com';
const fast = ['--suite', 'simple,origins'];

let folder: string;
let server: Server;
let url: string;
/** Whether the server reflects every origin. */
let reflects: boolean;
let onRequest: (agent: string) => void;
let trap: Trap;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corspec-watch-'));
  trap = await setTrap();
  [reflects, onRequest] = [false, () => undefined];
  await listen(0);
});
afterEach(async () => {
  await unlisten();
  await trap.clean();
  await rm(folder, { recursive: true, force: true });
});

async function listen(port: number): Promise<void> {
  server = createServer(({ headers, method }, response) => {
    const { origin } = headers;
    onRequest(headers['user-agent'] ?? '');
    response.setHeader('Vary', 'Origin');
    response.setHeader('Set-Cookie', 'left=1; Path=/');
    if (origin === app || (reflects && origin !== undefined)) {
      response.setHeader('Access-Control-Allow-Origin', origin);
      response.setHeader('Access-Control-Allow-Credentials', 'true');
    }
    response.writeHead(method === 'OPTIONS' ? 204 : 200).end();
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function unlisten(): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}

interface Watched {
  readonly child: ChildProcess;
  /** Resolves with what was written since the last call, when corspec waits for the next run. */
  idle(): Promise<string>;
  /** The same, up to a text. */
  until(wanted: RegExp): Promise<string>;
  type(text: string): void;
  /** Its exit status, and everything that it wrote after the last `idle`. */
  readonly ended: Promise<{ readonly status: number | null; readonly rest: string }>;
}

function watch(...words: readonly string[]): Watched {
  const child = spawn(
    process.execPath,
    [join(packageRoot, 'dist/src/cli/main.js'), 'run', ...words, '--watch'],
    { stdio: 'pipe', env: trap.env, cwd: folder },
  );
  let text = '';
  let wake: () => void = () => undefined;
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      wake();
    });
  const take = (length: number) => {
    const taken = text.slice(0, length);
    text = text.slice(length);
    return taken;
  };
  let over = false;
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve)).then((status) => {
    over = true;
    wake();
    return { status, rest: text };
  });
  const until = async (wanted: RegExp) => {
    for (;;) {
      const end = wanted.exec(text);
      if (end !== null) return take(end.index + end[0].length);
      if (over) throw new Error(`corspec has ended:\n${text}`);
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  return {
    child,
    ended,
    type: (typed) => void child.stdin.write(typed),
    until,
    idle: () => until(/Enter: run again.*\n/),
  };
}

const inModel = () => [url, '--origin', app, '--credentials', '--browser', 'model', ...fast];

it('runs again on Enter and prints only what changed, then ends with the status of the last run', async () => {
  const { idle, type, ended } = watch(...inModel());
  const first = await idle();
  expect(first).toContain('✓ PASS: ');
  expect(first).toContain(`Watching ${new URL(url).origin}. Enter: run again`);
  type('\n');
  const same = await idle();
  expect(same).toMatch(/^No change \([^)]*\)\. ✓ PASS: /);
  expect(same.split('\n')).toHaveLength(3);
  reflects = true;
  type('\n');
  const worse = await idle();
  expect(worse).toMatch(/✗ new: 1 problem\n\n {2}✗ security: The server reflects every origin/);
  expect(worse).toMatch(/Checks: \d+ worse, 0 better, \d+ unchanged/);
  expect(worse).toContain('✗ FAIL: ');
  expect(worse).not.toContain('coverage:');
  type('q\n');
  expect(await ended).toEqual({ status: 1, rest: '' });
  expect(await trap.leftBehind()).toEqual([]);
});

it('tells which problems are gone', async () => {
  reflects = true;
  const { child, idle, type, ended } = watch(...inModel());
  await idle();
  reflects = false;
  type('\n');
  expect(await idle()).toMatch(/✓ gone: security: The server reflects every origin.*\nChecks: 0 worse, /);
  child.stdin?.end();
  expect(await ended).toEqual({ status: 0, rest: '' });
});

it('runs once where there is no input, as in CI', async () => {
  const { status, stderr } = await corspec('run', ...inModel(), '--watch');
  expect({ status, stderr }).toMatchObject({ status: 0 });
});

it('runs again when the server comes back after a restart', async () => {
  const { child, idle, ended } = watch(...inModel());
  await idle();
  // The connection of corspec by which it sees even a restart that takes no time.
  await new Promise((resolve) => server.once('connection', resolve));
  const { port } = new URL(url);
  await unlisten();
  reflects = true;
  await listen(Number(port));
  expect(await idle()).toMatch(/ is back\.\n[^]*✗ new: 1 problem/);
  child.stdin?.end();
  await ended;
});

it('starts before the server does, and runs when that is there', async () => {
  const { port } = new URL(url);
  await unlisten();
  const { child, idle, ended } = watch(...inModel());
  expect(await idle()).toContain('corspec could not run the checks.');
  await listen(Number(port));
  expect(await idle()).toMatch(/ is back\.\n[^]*\n✓ PASS: /);
  child.stdin?.end();
  expect((await ended).status).toBe(0);
});

describe('files', () => {
  const write = (name: string, value: object) => writeFile(join(folder, name), JSON.stringify(value));

  it('a change of the policy file runs again, a mistake in it is told and waited for', async () => {
    await write('policy.json', { origins: [app] });
    const { child, idle, ended } = watch(url, '--policy', 'policy.json', '--browser', 'model', ...fast);
    expect(await idle()).toContain('and policy.json. Enter');
    await writeFile(join(folder, 'policy.json'), '{ "origins": [');
    expect(await idle()).toMatch(/policy\.json has changed\.\ncorspec run: .*policy\.json/);
    await write('policy.json', { origins: ['https://other.example.com'] });
    expect(await idle()).toMatch(/policy\.json has changed\.\n[^]*✗ FAIL: /);
    child.stdin?.end();
    expect((await ended).status).toBe(1);
  });

  it('a change of the configuration, and of a policy file that it names, runs again', async () => {
    await write('app.json', { origins: [app] });
    const config = { targets: [{ url, policy: 'app' }], policies: { app: 'app.json' }, browsers: ['model'] };
    await write('corspec.config.json', { ...config, suites: ['simple'], reporters: ['terminal', ['json', { file: 'all.json' }]] }); // prettier-ignore
    const { child, idle, ended } = watch();
    expect(await idle()).toContain(', corspec.config.json and app.json. Enter');
    const results = async () =>
      (JSON.parse(await readFile(join(folder, 'all.json'), 'utf8')) as Results).results;
    expect(new Set((await results()).map(({ scenario }) => scenario.split('/')[0]))).toEqual(new Set(['simple'])); // prettier-ignore
    await write('corspec.config.json', { ...config, suites: ['simple', 'origins'], jobs: 3, reporters: ['terminal', ['json', { file: 'all.json' }]] }); // prettier-ignore
    expect(await idle()).toMatch(/corspec\.config\.json has changed\.\n[^]*\d+ new[^]*✓ PASS: /);
    expect((await results()).some(({ scenario }) => scenario.startsWith('origins/'))).toBe(true);
    await write('app.json', { origins: ['https://other.example.com'] });
    expect(await idle()).toMatch(/app\.json has changed\.\n[^]*✗ FAIL: /);
    child.stdin?.end();
    expect((await ended).status).toBe(1);
  });
});

it('keeps the server of --start, and stops it at the end', async () => {
  const { port } = new URL(url);
  await unlisten();
  const program = `console.log('started ' + process.pid); require('http').createServer((q, r) => r.setHeader('Access-Control-Allow-Origin', '${app}').end()).listen(${port}, '127.0.0.1')`;
  await writeFile(join(folder, 'server.cjs'), program);
  const start = ['--start', 'node server.cjs', '--verbose'];
  const { idle, type, ended } = watch(url, '--origin', app, '--browser', 'model', ...fast, ...start);
  const first = await idle();
  expect(first).toContain('started ');
  type('\n');
  const second = await idle();
  expect(second).toContain('No change');
  expect(second).not.toContain('started ');
  type('q\n');
  expect((await ended).status).toBe(0);
  expect(await trap.leftBehind()).toEqual([]);
});

it('an interrupt while it waits ends it with the status of the last run', async () => {
  const { child, idle, ended } = watch(...inModel());
  await idle();
  child.kill('SIGINT');
  expect(await ended).toEqual({ status: 0, rest: '' });
  expect(await trap.leftBehind()).toEqual([]);
});

it('is no option of compare', async () => {
  const { status, stderr } = await corspec('compare', '--watch');
  expect(status).toBe(2);
  expect(stderr).toContain("unknown option '--watch'");
});

describe.each(['firefox', 'webkit'] as const)('%s', async (browser) => {
  it.skipIf((await need(browser)).missing)('repeats with the same browser, and sees a change', async () => {
    const { idle, type, ended } = watch(url, '--origin', app, '--credentials', '--browser', browser, ...fast);
    expect(await idle()).toContain('✓ PASS: ');
    type('\n');
    expect(await idle()).toMatch(/^No change /m);
    reflects = true;
    type('\n');
    expect(await idle()).toContain('✗ security: The server reflects every origin');
    type('q\n');
    expect(await ended).toEqual({ status: 1, rest: '' });
    expect(await trap.leftBehind()).toEqual([]);
  });
});

describe.skipIf((await need('chromium')).missing)('Chromium', () => {
  it('repeats with the same browser give the same, see a change, and leave nothing when interrupted', async () => {
    const json = join(folder, 'results.json');
    const suites = ['--suite', 'simple,preflight,credentials,same-origin,caching'];
    const words = [url, '--origin', app, '--credentials', '--browser', 'chromium', ...suites];
    const { child, idle, type, ended } = watch(
      ...words,
      '--reporter',
      'terminal',
      '--reporter',
      `json=${json}`,
    );
    const cells = async () =>
      (JSON.parse(await readFile(json, 'utf8')) as Results).results.map(
        ({ scenario, status, wire }) => `${scenario} ${status} ${wire}`,
      );
    await idle();
    const first = await cells();
    type('\n');
    expect(await idle()).toContain('No change');
    expect(await cells()).toEqual(first);
    reflects = true;
    type('\n');
    expect(await idle()).toContain('✗ security: The server reflects every origin');
    const during = new Promise<void>((resolve) => {
      onRequest = (agent) => {
        if (agent.startsWith('Mozilla/')) resolve();
      };
    });
    type('\n');
    await during;
    child.kill('SIGINT');
    const { status, rest } = await ended;
    expect(status).toBe(rest.includes('FAIL') ? 1 : 3);
    expect(rest).toContain('Interrupted.');
    expect(await trap.leftBehind()).toEqual([]);
  });

  it('shows what changed before checks that wait are done, then confirms it, and can run again meanwhile', async () => {
    const words = ['--origin', app, '--methods', 'GET,PUT', '--browser', 'chromium'];
    const { idle, type, ended, until } = watch(url, ...words, '--suite', 'simple,max-age');
    const waits = 'max-age/default-is-short';
    expect(await idle()).not.toContain('Still waiting');
    reflects = true;
    type('\n');
    const first = await idle();
    expect(first).toContain('✗ security: The server reflects every origin');
    expect(first).toContain(`Still waiting: ${waits}. Its last result counts until it is done.`);
    expect(first).toMatch(/Checks: \d+ worse, 0 better, \d+ unchanged \(/);
    reflects = false;
    // Before the checks that wait are done.
    type('\n');
    expect(await idle()).toMatch(/✓ gone: security: The server reflects every origin[^]*Still waiting: /);
    expect(await until(/Confirmed.*\n/)).toMatch(new RegExp(`^Confirmed, with ${waits} `));
    type('q\n');
    expect(await ended).toEqual({ status: 0, rest: '' });
    expect(await trap.leftBehind()).toEqual([]);
  });
});
