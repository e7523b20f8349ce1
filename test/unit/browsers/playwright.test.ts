import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ownPlaywright,
  playwrightBuild,
  preferredPlaywright,
  projectPlaywright,
} from '../../../src/browsers/playwright.ts';
import type { Machine } from '../../../src/system/machine.ts';

let project: string;

beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'corspec-playwright-')));
});

afterEach(() => {
  rmSync(project, { recursive: true, force: true });
});

/** A package that only says which one it is. */
function addPackage(path: string, version: string): string {
  const folder = join(project, path);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ version, main: 'index.js' }));
  writeFileSync(join(folder, 'index.js'), `module.exports = { chromium: ${JSON.stringify(version)} };`);
  return folder;
}

describe("a project's Playwright", () => {
  it.each(['1.58.0', '1.64.1', '1.65.1', '1.66.0-alpha-2026-11-30', '2.0.0'])('is used: %s', (version) => {
    const folder = addPackage('node_modules/playwright', version);
    const found = preferredPlaywright(project);
    expect(found).toMatchObject({ version, folder });
    expect(found.load()).toEqual({ chromium: version });
  });

  it('is found from a folder in the project', () => {
    addPackage('node_modules/playwright', '1.65.1');
    expect(preferredPlaywright(join(project, 'tests/cors')).version).toBe('1.65.1');
  });

  it('is found through @playwright/test, where only direct dependencies are linked', () => {
    addPackage('store/test/node_modules/playwright', '1.65.1');
    const test = addPackage('store/test/node_modules/@playwright/test', '1.65.1');
    mkdirSync(join(project, 'node_modules/@playwright'), { recursive: true });
    symlinkSync(test, join(project, 'node_modules/@playwright/test'));
    expect(preferredPlaywright(project).version).toBe('1.65.1');
  });

  it('may be playwright-core', () => {
    addPackage('node_modules/playwright-core', '1.60.0');
    expect(preferredPlaywright(project).version).toBe('1.60.0');
  });

  it.each(['1.57.9', '0.9.0'])('is not used when it is too old: %s', (version) => {
    addPackage('node_modules/playwright', version);
    expect(projectPlaywright(project)).toBeNull();
    expect(preferredPlaywright(project).version).toBe(ownPlaywright().version);
  });

  it('is replaced by that of corspec where there is none', () => {
    expect(projectPlaywright(project)).toBeNull();
    expect(preferredPlaywright(project).folder).toBe(ownPlaywright().folder);
  });
});

describe('the builds of playwright install', () => {
  const machine = (environment: Record<string, string>, folders: readonly string[]): Machine => ({
    platform: 'linux',
    environment,
    home: '/home/me',
    isRoot: false,
    isExecutable: () => false,
    list: (folder) => (folders.includes(folder) ? ['chromium-1'] : []),
  });

  it.each([
    ['without a folder of builds', {}, []],
    ['with another folder set', { PLAYWRIGHT_BROWSERS_PATH: '/builds' }, ['/home/me/.cache/ms-playwright']],
  ])('are not looked for %s, so that Playwright is not loaded', (_, environment, folders) => {
    expect(playwrightBuild('firefox', machine(environment, folders))).toBeNull();
  });

  it.each([
    ['in the cache of the user', {}, ['/home/me/.cache/ms-playwright']],
    ['in the cache folder that is set', { XDG_CACHE_HOME: '/cache' }, ['/cache/ms-playwright']],
    ['in the folder that is set', { PLAYWRIGHT_BROWSERS_PATH: '/builds' }, ['/builds']],
    ['in the packages', { PLAYWRIGHT_BROWSERS_PATH: '0' }, []],
  ])('are where Playwright says, %s', (_, environment, folders) => {
    expect(playwrightBuild('firefox', machine(environment, folders))).toMatch(/firefox/);
  });
});
