import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/package.ts';

const run = promisify(execFile);

/** Without what npm and this test runner tell their children. */
const environment = {
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|VITEST|NODE_ENV|TEST$)/i.test(name)),
  ),
  NO_COLOR: '1',
};

/** Types that could not be resolved would be `any`, and then nothing is an error. */
const typescriptUser = `
import { testCors, UsageError, type CorsReport, type TestCorsOptions } from 'corspec';
import 'corspec/vitest';
import { expect } from 'vitest';

const options: TestCorsOptions = { path: '/api', browsers: ['model'] };
export const report: CorsReport = await testCors((request: Request) => new Response(request.url), { origins: '*' }, options);
export const conforms: boolean = report.conforms;
export const code: string | undefined = report.causes[0]?.code;
export const asserted: Promise<void> = expect(new URL('http://localhost')).toConformToCors({ origins: '*' }, options);
// @ts-expect-error The option is called browsers.
await testCors('http://localhost', { origins: '*' }, { browser: 'model' });
// @ts-expect-error A policy has origins.
await expect('http://localhost').toConformToCors({ origin: '*' });
// @ts-expect-error A number is no server.
await testCors(3000, { origins: '*' });
export const problems: readonly string[] = new UsageError('x', []).problems;
`;

let folder: string;
let tarball: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corspec-packed-'));
  await run('npm', ['pack', '--pack-destination', folder], { cwd: packageRoot, env: environment });
  tarball = join(folder, (await readdir(folder)).find((name) => name.endsWith('.tgz')) ?? '');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

// Needs a package registry.
describe('an example with corspec as it is published', () => {
  it('jest passes, and fails with the cause where every origin is reflected', async () => {
    const example = await installExample('jest');
    expect(await npmTest(example)).toMatchObject({
      status: 0,
      output: expect.stringContaining('1 passed') as string,
    });
    const app = await readFile(join(example, 'app.js'), 'utf8');
    await writeFile(join(example, 'app.js'), app.replace('origin: allowed', 'origin: true'));
    // The module for Vitest finds the `expect` of Jest as well.
    const test = await readFile(join(example, 'cors.test.js'), 'utf8');
    await writeFile(join(example, 'cors.test.js'), test.replace('corspec/jest', 'corspec/vitest'));
    const failed = await npmTest(example);
    expect(failed.status).toBe(1);
    expect(failed.output).toContain(
      'FAIL: /api/items: The server reflects every origin and allows credentials',
    );
  });

  it('vitest-express passes, with types that hold, however modules are resolved', async () => {
    const example = await installExample('vitest-express');
    expect(await npmTest(example)).toMatchObject({
      status: 0,
      output: expect.stringContaining('1 passed') as string,
    });
    await writeFile(join(example, 'use.mts'), typescriptUser);
    for (const [module, resolution] of [
      ['node16', 'node16'],
      ['nodenext', 'nodenext'],
      ['esnext', 'bundler'],
    ] as const)
      expect(await typeErrors(example, module, resolution), resolution).toBe('');
  });
});

async function installExample(name: string): Promise<string> {
  const example = join(folder, name);
  await cp(join(packageRoot, 'examples', name), example, { recursive: true });
  const manifest = join(example, 'package.json');
  const text = await readFile(manifest, 'utf8');
  await writeFile(manifest, text.replace('file:../..', `file:${tarball}`));
  const quick = ['--prefer-offline', '--no-audit', '--no-fund'];
  await run('npm', ['install', ...quick], { cwd: example, env: environment });
  return example;
}

async function npmTest(cwd: string): Promise<{ readonly status: number; readonly output: string }> {
  return run('npm', ['test'], { cwd, env: environment }).then(
    ({ stdout, stderr }) => ({ status: 0, output: stdout + stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      status: error.code,
      output: error.stdout + error.stderr,
    }),
  );
}

/** What the compiler prints. */
async function typeErrors(cwd: string, module: string, resolution: string): Promise<string> {
  const compiler = join(packageRoot, 'node_modules/typescript/bin/tsc');
  const options = [
    '--strict',
    '--noEmit',
    '--skipLibCheck',
    '--target',
    'es2023',
    '--lib',
    'es2023,dom',
    '--types',
    'node',
  ];
  const words = [compiler, ...options, '--module', module, '--moduleResolution', resolution, 'use.mts'];
  return run(process.execPath, words, { cwd }).then(
    ({ stdout }) => stdout,
    (error: { stdout: string }) => error.stdout,
  );
}
