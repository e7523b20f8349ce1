import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot, packageVersion } from '../../src/package.ts';
import { findProgram } from '../../src/system/machine.ts';
import { helpFor } from '../../src/targets/index.ts';
import {
  type Installed,
  npxCorspec,
  packAndInstall,
  runProgram as run,
  userEnvironment as environment,
} from './support/packed.ts';

/** What `npm i corspec` may bring besides playwright: packages, and megabytes with playwright (18 of them). */
const mostPackages = 16;
const mostMegabytes = 46;

/** A project that runs one scenario. Types that could not be resolved would be `any`, and then nothing is an error. */
const typescriptUser = `
import { builtInServers, policies, readImplementation, run, suites, type Policy, type Status } from 'corspec';

const allowlist: Policy = policies.allowlist;
const { results } = await run(
  {
    targets: [{ kind: 'implementation', implementation: await readImplementation(builtInServers + '/reference') }],
    policies: { allowlist },
    policyArguments: {},
    browsers: ['model'],
    scenarios: suites.flatMap(({ scenarios }) => scenarios).filter(({ id }) => id === 'simple/get-allowed'),
    timeoutMs: 10_000,
    jobs: 1,
    evidence: 'failures',
  },
  { onEvent: () => {}, signal: new AbortController().signal },
);
for (const { scenario, status } of results) console.log(scenario, status satisfies Status);
// @ts-expect-error A status is one of five words.
export const wrong: 'passed' = results[0]!.status;
`;

let folder: string;
let installed: Installed;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corspec-package-'));
  installed = await packAndInstall(folder);
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('the package, installed from its tarball', () => {
  it('tells its version', async () => {
    const { stdout } = await corspec('--version');
    expect(stdout.trim()).toBe(packageVersion);
  });

  it('lists the implementations that it brings', async () => {
    const { stdout } = await corspec('list', 'servers');
    for (const id of ['reference', 'express-cors', 'fastify-cors', 'koa-cors', 'hono-cors', 'fastapi'])
      expect(stdout).toContain(id);
  });

  it('brings few packages, and no framework', async () => {
    const bundled = JSON.parse(
      await readFile(join(folder, 'user/node_modules/.package-lock.json'), 'utf8'),
    ) as { packages: Record<string, unknown> };
    const packages = Object.keys(bundled.packages).map((path) => path.replace('node_modules/', ''));
    const besides = packages.filter((name) => !['corspec', 'playwright', 'playwright-core'].includes(name));
    expect(packages.length - besides.length).toBe(3);
    expect(besides.length).toBeLessThan(mostPackages);
    expect(
      besides.filter((name) => /^(express|koa|hono|fastify|cors|@koa.*|@fastify.*|@hono.*)$/.test(name)),
    ).toEqual([]);
    expect((await bytesIn(join(folder, 'user/node_modules'))) / 1e6).toBeLessThan(mostMegabytes);
  });

  it('tests a URL, and lists servers, without installing anything', async () => {
    const server = createServer((_, response) => response.end('{}')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/`;
    const { stdout } = await corspec(
      'run',
      url,
      '--origin',
      'https://app.example.test',
      '--browser',
      'model',
    ).catch((error: unknown) => error as { stdout: string });
    server.close();
    expect(stdout).toContain('FAIL');
    expect((await corspec('list', 'servers')).stdout).toMatch(/express-cors .*not installed/);
    expect(existsSync(join(folder, 'cache'))).toBe(false);
  });

  it('names the command when the packages of an implementation cannot be had', async () => {
    const offline = { npm_config_registry: 'http://127.0.0.1:9/', npm_config_cache: join(folder, 'empty') };
    const failed = npxCorspec(folder, offline, 'compare', 'koa-cors', '--browser', 'model');
    await expect(failed).rejects.toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/koa-cors could not be installed: `npm ci .*ECONNREFUSED/s) as string,
    });
  });

  it('says what the machine lacks for some implementations, and compares the others', async () => {
    const bin = join(folder, 'bin');
    await mkdir(bin);
    for (const program of ['node', 'npm', 'npx', 'sh', 'env'])
      await symlink(findProgram(program) ?? program, join(bin, program));
    const ids = ['reference', 'flask-cors', 'fastapi', 'rs-cors'];
    const options = ['--browser', 'model', '--suite', 'simple'];
    const { stdout, stderr } = await npxCorspec(folder, { PATH: bin }, 'compare', ...ids, ...options);
    expect(stderr).toContain(
      `flask-cors and fastapi are not tested: python3 is not on PATH.\n${helpFor('python3')}\n`,
    );
    expect(stderr).toContain(`rs-cors is not tested: go is not on PATH.\n${helpFor('go')}\n`);
    expect(stdout).toContain('1 implementation compared');
    expect(stdout.replace(/\s+/g, ' ')).toContain('because this machine lacks programs that they need');
  });

  it('installs an implementation once, in the cache, and says so when it begins and ends', async () => {
    const compare = ['compare', 'hono-cors', '--browser', 'model', '--suite', 'simple'];
    const [first, second] = [await corspec(...compare), await corspec(...compare)];
    // npx itself may warn about the settings of the machine.
    const lines = (text: string) => text.split('\n').filter((line) => /install|added|^\$/i.test(line));
    expect(lines(first.stderr)).toEqual([
      expect.stringContaining(`Installing hono-cors (once) in ${folder}`),
      expect.stringMatching(/^Installed hono-cors \(\d+ s, .*MB\)\.$/),
    ]);
    expect(lines(second.stderr)).toEqual([]);
    expect((await corspec('list', 'servers')).stdout).toMatch(/hono-cors .* \d\S* \w?B +installed$/m);
  });

  it('compares two of them in a browser', async () => {
    const ids = ['reference', 'express-cors'];
    const results = join(folder, 'results.json');
    const options = ['--browser', 'chromium', '--suite', 'simple', '--reporter', `json=${results}`];
    await corspec('compare', ...ids, ...options);
    const told = JSON.parse(await readFile(results, 'utf8')) as {
      results: { target: string; status: string }[];
    };
    for (const id of ids)
      expect(told.results.filter(({ target }) => target === id).map(({ status }) => status)).toContain(
        'pass',
      );
    expect(told.results.filter(({ status }) => status === 'error')).toEqual([]);
  });

  it('can be used from TypeScript, with types that hold', async () => {
    const user = join(folder, 'user');
    await writeFile(join(user, 'use.mts'), typescriptUser);
    const options = [
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2023',
      '--lib',
      'es2023,dom',
      '--skipLibCheck',
    ];
    const tsc = [
      join(packageRoot, 'node_modules/typescript/bin/tsc'),
      ...options,
      '--types',
      'null',
      'use.mts',
    ];
    const { stdout } = await run(process.execPath, tsc, { cwd: user });
    expect(stdout).toBe('');
    const told = await run(process.execPath, ['use.mjs'], { cwd: user, env: environment });
    expect(told.stdout.trim()).toBe('simple/get-allowed pass');
  });

  it('has what corspec reads at run time', () => {
    const wanted = [
      'LICENSE',
      'CHANGELOG.md',
      'README.md',
      'dist/src/cli/main.js',
      'dist/src/index.js',
      'dist/src/index.d.ts',
      'dist/LICENSES.txt',
      'dist/bundles/page.js',
      'dist/bundles/axios.LICENSE.txt',
      'schemas/results.schema.json',
      'servers/reference/server.json',
    ];
    expect(wanted.filter((path) => !installed.packed.includes(path))).toEqual([]);
  });

  it('has no tests, keys, sources of what it brings compiled, or leftovers of a build', () => {
    const strays =
      /(^|\/)(test|tests|bench|\.venv|__pycache__|node_modules)\/|\.test\.|(?<!\.d)\.ts$|\.(map|pem|key|p12|pfx|tgz|tsbuildinfo)$/;
    expect(installed.packed.filter((path) => strays.test(path))).toEqual([]);
  });

  it('has no path of the machine that built it, and no private key', async () => {
    const revealing = [packageRoot, `${homedir()}/`, '-----BEGIN PRIVATE KEY', '-----BEGIN EC PRIVATE KEY'];
    const found = [];
    for (const path of installed.packed) {
      const text = await readFile(join(installed.root, path), 'latin1');
      found.push(...revealing.filter((each) => text.includes(each)).map((each) => `${path}: ${each}`));
    }
    expect(found).toEqual([]);
  });
});

describe('package-lock.json', () => {
  it('names no registry', async () => {
    const lock = await readFile(join(packageRoot, 'package-lock.json'), 'utf8');
    expect(lock).not.toContain('"resolved"');
  });
});

function corspec(...args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  return npxCorspec(folder, {}, ...args);
}

async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(async (file) => (await stat(join(file.parentPath, file.name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
