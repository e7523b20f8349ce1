import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromiumDriver } from './chromium.ts';
import type { BrowserDriver, Found } from './driver.ts';
import { firefoxDriver } from './firefox.ts';
import { preferredPlaywright } from './playwright.ts';
import { findProgram, thisMachine, type Machine } from '../system/machine.ts';

/** Runs a program and passes on its output lines. Returns how it failed, or undefined on success. */
export type RunProgram = (
  file: string,
  args: readonly string[],
  onLine: (line: string) => void,
) => Promise<string | undefined>;

export interface Installation {
  readonly machine: Machine;
  readonly drivers: readonly BrowserDriver[];
  readonly run: RunProgram;
}

interface Attempt {
  readonly title: string;
  readonly commands: readonly (readonly [file: string, ...args: string[]])[];
}

/**
 * Returns an installed browser, Chromium-based browsers before Firefox, or installs Chromium: with Playwright, or with
 * apt-get as root on Debian or Ubuntu. `onLine` receives the output of the installers. Rejects with all attempts and the
 * fix.
 */
export async function ensureBrowser(
  onLine: (line: string) => void,
  { machine, drivers, run }: Installation = here(),
): Promise<Found> {
  const present = await firstFound(drivers);
  if (present) return present;
  const failures: string[] = [];
  for (const { title, commands } of attempts(machine)) {
    onLine(`No browser was found on this machine. Installing one: ${title}`);
    const failure = await runAll(commands, run, onLine);
    const installed = await firstFound(drivers);
    if (installed) return installed;
    failures.push(`${title}: ${failure ?? 'succeeded, but no browser was found afterwards'}`);
  }
  throw new Error(
    `No browser was found on this machine, and installing one failed.\n${failures.join('\n')}\n` +
      'Install Chrome, Chromium or Firefox, or set CORSPEC_CHROMIUM to the path of one; ' +
      '`--browser model` works without a browser.',
  );
}

function here(): Installation {
  return { machine: thisMachine(), drivers: [chromiumDriver, firefoxDriver], run: runProgram };
}

async function firstFound(drivers: readonly BrowserDriver[]): Promise<Found | undefined> {
  for (const driver of drivers) {
    const result = await driver.find();
    if (result.found) return result;
  }
  return undefined;
}

function attempts(machine: Machine): readonly Attempt[] {
  const cli = join(preferredPlaywright().folder, 'cli.js');
  const playwright: Attempt = {
    title: 'playwright install --only-shell chromium',
    commands: [[process.execPath, cli, 'install', '--only-shell', 'chromium']],
  };
  const hasApt = findProgram('apt-get', machine) !== null;
  if (machine.platform !== 'linux' || !machine.isRoot || !hasApt) return [playwright];
  // The headless shell is smaller and starts faster; not every release of Debian and Ubuntu has it.
  const [shell, whole] = ['chromium-headless-shell', 'chromium'].map((name): Attempt => ({
    title: `apt-get install ${name}`,
    commands: [
      ['apt-get', 'update'],
      ['apt-get', 'install', '-y', '--no-install-recommends', name],
    ],
  })) as [Attempt, Attempt];
  return [playwright, shell, whole];
}

async function runAll(
  commands: Attempt['commands'],
  run: RunProgram,
  onLine: (line: string) => void,
): Promise<string | undefined> {
  for (const [file, ...args] of commands) {
    const failure = await run(file, args, onLine);
    if (failure) return failure;
  }
  return undefined;
}

function runProgram(file: string, args: readonly string[], onLine: (line: string) => void) {
  return new Promise<string | undefined>((resolve) => {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    createInterface({ input: child.stdout }).on('line', onLine);
    createInterface({ input: child.stderr }).on('line', onLine);
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) =>
      resolve(code === 0 ? undefined : `failed with ${signal ?? `status ${code}`}`),
    );
  });
}
