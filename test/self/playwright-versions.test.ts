import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/package.ts';
import type { Results } from '../../src/results/results.ts';
import { need } from '../requirements.ts';

const run = promisify(execFile);

const chromium = await need('chromium');
const firefox = await need('firefox');

const wanted = ['1.64.1', 'latest'] as const;

/** The folders of the projects, by the version of Playwright that was wanted. */
const projects = new Map<string, string>();

// Needs a package registry.
beforeAll(async () => {
  for (const one of wanted) projects.set(one, await projectWith(one));
});

afterAll(async () => {
  for (const folder of projects.values()) await rm(folder, { recursive: true, force: true });
});

async function projectWith(playwright: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'corspec-playwright-'));
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'];
  await run('npm', ['install', ...quiet, `playwright@${playwright}`], { cwd: folder });
  return folder;
}

function folderOf(playwright: string): string {
  const folder = projects.get(playwright);
  if (folder === undefined) throw new Error(`playwright@${playwright} was not installed.`);
  return folder;
}

const few = ['--policy', 'allowlist', '--suite', 'simple', '--level', 'required'];

describe.each(wanted)('in a project with playwright@%s', (playwright) => {
  it.skipIf(chromium.missing)('Chromium is driven without it', async () => {
    const results = await runCorspec(folderOf(playwright), 'chromium', few);
    expect(results.browsers[0]?.driver).toMatch(/^DevTools protocol \d/);
    expect(statusesIn(results)).toEqual(['pass']);
  });

  it.skipIf(firefox.missing)('Firefox is driven without it', async () => {
    const results = await runCorspec(folderOf(playwright), 'firefox', few);
    expect(results.browsers[0]?.driver).toBe('WebDriver BiDi');
    expect(statusesIn(results)).toEqual(['pass']);
  });
});

async function runCorspec(folder: string, browser: string, options: readonly string[]): Promise<Results> {
  const command = join(packageRoot, 'dist/src/cli/main.js');
  const words = ['run', 'reference', ...options, '--browser', browser, '--reporter', 'json=-'];
  const { stdout } = await run(process.execPath, [command, ...words], {
    cwd: folder,
    maxBuffer: 64 * 1024 ** 2,
  });
  return JSON.parse(stdout) as Results;
}

/** Of the checks that apply. */
function statusesIn({ results }: Results): readonly string[] {
  return [...new Set(results.map(({ status }) => status))].filter((status) => status !== 'not-applicable');
}
