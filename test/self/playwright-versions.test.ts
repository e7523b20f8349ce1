import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownPlaywright } from '../../src/browsers/playwright.ts';
import { packageRoot } from '../../src/package.ts';
import type { Results } from '../../src/results/results.ts';
import { need } from '../requirements.ts';

const run = promisify(execFile);

const chromium = await need('chromium');
const firefox = await need('firefox');

// Needs a package registry.
describe.each(['1.64.1', 'latest'])('in a project with playwright@%s', (wanted) => {
  let folder: string;
  let version: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'corspec-playwright-'));
    await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
    const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'];
    await run('npm', ['install', ...quiet, `playwright@${wanted}`], { cwd: folder });
    const manifest = await readFile(join(folder, 'node_modules/playwright/package.json'), 'utf8');
    ({ version } = JSON.parse(manifest) as { version: string });
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.skipIf(chromium.missing)('Chromium is driven by that version', async () => {
    const results = await runCorspec('chromium');
    expect(results.browsers[0]?.driver).toBe(`playwright ${version}`);
    expect(statusesIn(results)).toEqual(['pass']);
  });

  it.skipIf(firefox.missing)('Firefox is driven, if need be by the version of corspec', async () => {
    const results = await runCorspec('firefox');
    const { version: own } = ownPlaywright();
    expect([`playwright ${version}`, `playwright ${own}`]).toContain(results.browsers[0]?.driver);
    expect(statusesIn(results)).toEqual(['pass']);
  });

  async function runCorspec(browser: string): Promise<Results> {
    const words = ['run', 'reference', '--policy', 'allowlist', '--suite', 'simple', '--level', 'required'];
    const command = join(packageRoot, 'dist/src/cli/main.js');
    const options = [...words, '--browser', browser, '--reporter', 'json=-'];
    const { stdout } = await run(process.execPath, [command, ...options], {
      cwd: folder,
      maxBuffer: 64 * 1024 ** 2,
    });
    return JSON.parse(stdout) as Results;
  }
});

/** Of the checks that apply. */
function statusesIn({ results }: Results): readonly string[] {
  return [...new Set(results.map(({ status }) => status))].filter((status) => status !== 'not-applicable');
}
