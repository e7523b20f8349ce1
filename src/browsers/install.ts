import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromiumDriver } from './chromium.ts';
import type { BrowserDriver, Found } from './driver.ts';
import { firefoxDriver } from './firefox.ts';
import { findProgram, thisMachine, type Machine } from '../system/machine.ts';

/** Runs a program to its end, passing its lines on. Gives how it ended, or undefined when all was well. */
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
 * Gives a browser that is there, a relative of Chromium before Firefox, and else installs Chromium: by Playwright, or
 * from the distribution where this runs as root on Debian or Ubuntu. `onLine` gets what the installers print. Rejects
 * with all that was tried and what to do.
 */
export async function ensureBrowser(
  onLine: (line: string) => void,
  { machine, drivers, run }: Installation = here(),
): Promise<Found> {
  const present = await firstFound(drivers);
  if (present) return present;
  const failures: string[] = [];
  for (const { title, commands } of attempts(machine)) {
    onLine(`No browser is on this machine. Installing one: ${title}`);
    const failure = await runAll(commands, run, onLine);
    const installed = await firstFound(drivers);
    if (installed) return installed;
    failures.push(`${title}: ${failure ?? 'went through, but no browser was found afterwards'}`);
  }
  throw new Error(
    `No browser is on this machine, and none could be installed.\n${failures.join('\n')}\n` +
      'Install Chrome, Chromium or Firefox, or set CORSPEC_CHROMIUM to the path of one; ' +
      'without a browser, `--browser model` gives a first answer.',
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
  const cli = join(dirname(createRequire(import.meta.url).resolve('playwright/package.json')), 'cli.js');
  const playwright: Attempt = {
    title: 'playwright install chromium',
    commands: [[process.execPath, cli, 'install', 'chromium']],
  };
  const hasApt = findProgram('apt-get', machine) !== null;
  if (machine.platform !== 'linux' || !machine.isRoot || !hasApt) return [playwright];
  const distribution: Attempt = {
    title: 'apt-get install chromium',
    commands: [
      ['apt-get', 'update'],
      ['apt-get', 'install', '-y', '--no-install-recommends', 'chromium'],
    ],
  };
  return [playwright, distribution];
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
      resolve(code === 0 ? undefined : `ended with ${signal ?? `status ${code}`}`),
    );
  });
}
