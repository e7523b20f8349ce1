import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as Playwright from 'playwright';
import { type Machine, thisMachine } from '../system/machine.ts';

export type PlaywrightLibrary = Pick<typeof Playwright, 'chromium' | 'firefox' | 'webkit'>;

/** A Playwright on this machine. It is loaded when a browser starts, because that takes a quarter of a second. */
export interface PlaywrightInstallation {
  readonly version: string;
  /** Its package, with `cli.js`. */
  readonly folder: string;
  load(): PlaywrightLibrary;
}

/** The oldest version of a project that is used; 1.58 to 1.65 have been tried. */
const oldest = { major: 1, minor: 58 };

/** The Playwright that corspec depends on. */
export function ownPlaywright(): PlaywrightInstallation {
  const own = installationAt(createRequire(import.meta.url), 'playwright');
  if (own === null)
    throw new Error('The package playwright is missing: the installation of corspec is incomplete.');
  return own;
}

/** The Playwright of the project in a folder, if its version is supported. */
export function projectPlaywright(folder: string): PlaywrightInstallation | null {
  const project = createRequire(join(folder, 'package.json'));
  const installation =
    installationAt(project, 'playwright') ??
    // A package manager that links only direct dependencies into a project.
    installationAt(requireOf(project, '@playwright/test'), 'playwright') ??
    installationAt(project, 'playwright-core');
  return installation !== null && isAtLeast(installation, oldest) ? installation : null;
}

/**
 * The project's Playwright, else corspec's own: `npx playwright install` in the project installs the browsers that the
 * project's Playwright looks for.
 */
export function preferredPlaywright(folder: string = process.cwd()): PlaywrightInstallation {
  return projectPlaywright(folder) ?? ownPlaywright();
}

/**
 * Where the preferred Playwright looks for its own build of an engine; null if `playwright install` has installed no browser
 * here. Only then is Playwright loaded, because that takes a quarter of a second.
 */
export function playwrightBuild(
  engine: keyof PlaywrightLibrary,
  machine: Machine = thisMachine(),
): string | null {
  const folder = buildsFolder(machine);
  if (folder !== null && machine.list(folder).length === 0) return null;
  return preferredPlaywright().load()[engine].executablePath();
}

/** The folder of `playwright install`; null if it is in the packages. https://playwright.dev/docs/browsers */
function buildsFolder({ platform, environment, home }: Machine): string | null {
  const chosen = environment['PLAYWRIGHT_BROWSERS_PATH'];
  if (chosen === '0') return null;
  if (chosen) return chosen;
  const cache: Partial<Record<NodeJS.Platform, string>> = {
    darwin: join(home, 'Library', 'Caches'),
    win32: environment['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'),
  };
  return join(cache[platform] ?? environment['XDG_CACHE_HOME'] ?? join(home, '.cache'), 'ms-playwright');
}

function isAtLeast({ version }: PlaywrightInstallation, least: { major: number; minor: number }): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > least.major || (major === least.major && minor >= least.minor);
}

function installationAt(require: NodeJS.Require | null, name: string): PlaywrightInstallation | null {
  const manifest = resolved(require, `${name}/package.json`);
  if (require === null || manifest === null) return null;
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  return { version, folder: dirname(manifest), load: () => require(name) as PlaywrightLibrary };
}

/** What a package requires with. */
function requireOf(from: NodeJS.Require, name: string): NodeJS.Require | null {
  const manifest = resolved(from, `${name}/package.json`);
  return manifest === null ? null : createRequire(manifest);
}

function resolved(require: NodeJS.Require | null, path: string): string | null {
  try {
    return require?.resolve(path) ?? null;
  } catch {
    return null;
  }
}
