import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot, packageVersion } from '../../src/package.ts';

const run = promisify(execFile);

/** npm tells its children by `npm_…` variables which package they are run from; here it is another one. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith('npm_')),
);

interface Installed {
  /** Paths within the tarball. */
  readonly packed: readonly string[];
  /** The package as its user has it. */
  readonly root: string;
}

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

  it('has what corspec reads at run time', () => {
    const wanted = [
      'LICENSE',
      'CHANGELOG.md',
      'README.md',
      'dist/src/cli/main.js',
      'src/page/in-browser/runner.js',
      'schemas/results.schema.json',
      'servers/reference/server.json',
    ];
    expect(wanted.filter((path) => !installed.packed.includes(path))).toEqual([]);
  });

  it('has no tests, keys, sources of what it brings compiled, or leftovers of a build', () => {
    const strays =
      /(^|\/)(test|tests|bench|\.venv|__pycache__|node_modules)\/|\.test\.|\.(ts|map|pem|key|p12|pfx|tgz|tsbuildinfo)$/;
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

/** Runs the command as `npx` does in the user's folder, and without a way to fetch it from anywhere else. */
function corspec(...args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  const npx = ['--no-install', 'corspec', ...args];
  return run('npx', npx, {
    cwd: join(folder, 'user'),
    env: environment,
    maxBuffer: 64 * 1024 ** 2,
  });
}

async function packAndInstall(folder: string): Promise<Installed> {
  const user = join(folder, 'user');
  await mkdir(user);
  await writeFile(join(user, 'package.json'), '{ "private": true }\n');
  await run('npm', ['pack', '--pack-destination', folder], { cwd: packageRoot, env: environment });
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'))!;
  const quick = ['--prefer-offline', '--no-audit', '--no-fund'];
  await run('npm', ['install', ...quick, join(folder, tarball)], { cwd: user, env: environment });
  const { stdout } = await run('tar', ['-tzf', join(folder, tarball)]);
  const packed = stdout
    .trim()
    .split('\n')
    .map((path) => path.replace(/^package\//, ''));
  return { packed, root: join(user, 'node_modules/corspec') };
}
