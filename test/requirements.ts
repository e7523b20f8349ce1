import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { withFindings } from '../scripts/findings/with-findings.ts';
import { whyUnplayable } from '../scripts/known-bad/play.ts';
import type { Advisory } from '../servers/known-bad/advisories/advisory.js';
import { advisories } from '../servers/known-bad/advisories/index.js';
import { type BrowserId, browserIds, drivers, findDriver } from '../src/browsers/index.ts';
import { packageRoot } from '../src/package.ts';
import {
  availability,
  builtInServers,
  type Implementation,
  readImplementation,
} from '../src/targets/index.ts';
import { canStart } from './self/support/server-program.ts';

/** What some tests need and not every machine has; `browser` is any of the three engines. */
export type Thing =
  | BrowserId
  | 'browser'
  | 'fastapi'
  /** The packages of examples/fullstack. */
  | 'fullstack'
  /** The implementations whose failures were looked into. */
  | 'findings'
  | 'known-bad'
  | keyof typeof packages
  | 'strace'
  | 'proc'
  | 'sh'
  | 'signals';

/** Programs that tests start, most as proxies, and the packages of Debian that have them. */
const packages = {
  nginx: 'nginx-light',
  apache2: 'apache2-bin',
  caddy: 'caddy',
  haproxy: 'haproxy',
  chromedriver: 'chromium-driver',
} as const;

export interface Need {
  /** Why the thing cannot be used here and how to get it, in plain words; null when it is there. */
  readonly missing: string | null;
}

/**
 * For `describe.skipIf((await need('chromium')).missing)`. With CORSPEC_REQUIRE=all nothing is skipped: a test whose
 * thing is missing runs and fails.
 */
export async function need(...wanted: readonly Thing[]): Promise<Need> {
  if (process.env['CORSPEC_REQUIRE'] === 'all') return { missing: null };
  const reasons = await Promise.all(wanted.map(whyMissing));
  return { missing: reasons.find((reason) => reason !== null) ?? null };
}

/** Why `thing` cannot be used on this machine and how to get it; null when it is there. */
export function whyMissing(thing: Thing): Promise<string | null> {
  switch (thing) {
    case 'fastapi':
      return readImplementation(join(builtInServers, 'fastapi')).then(whyNotInstalled);
    case 'fullstack':
      return whyNoFullstack();
    case 'findings':
      return whyNotAllFindings();
    case 'known-bad':
      return whyNotAllKnownBad();
    case 'nginx':
    case 'apache2':
    case 'caddy':
    case 'haproxy':
    case 'chromedriver':
      return whyNoProgram(thing);
    case 'strace':
      return whyNoStrace();
    case 'proc':
      return Promise.resolve(
        existsSync('/proc/self/environ') ? null : 'processes are looked up in /proc: Linux.',
      );
    case 'signals':
      return Promise.resolve(
        process.platform === 'win32' ? 'Windows has no signals, and ends every process at once.' : null,
      );
    case 'sh':
      return Promise.resolve(existsSync('/bin/sh') ? null : 'there is no /bin/sh.');
    case 'browser':
      return whyNoneOfTheBrowsers();
    default:
      return whyNoBrowser(thing);
  }
}

/** The first engine that this machine has, as the browser of tests that need any; Chromium where there is none. */
export async function firstBrowser(): Promise<{ readonly browser: BrowserId } & Need> {
  for (const { id, find } of drivers) if ((await find()).found) return { browser: id, missing: null };
  return { browser: browserIds[0], ...(await need('browser')) };
}

/** Why an implementation cannot be started on this machine, as {@link need} has it. */
export async function needInstalled(implementation: Implementation): Promise<Need> {
  if (process.env['CORSPEC_REQUIRE'] === 'all') return { missing: null };
  return { missing: await whyNotInstalled(implementation) };
}

/** Why an advisory cannot be tried on this machine, as {@link need} has it. */
export async function needAdvisory(advisory: Advisory): Promise<Need> {
  if (process.env['CORSPEC_REQUIRE'] === 'all') return { missing: null };
  return { missing: await whyUnplayable(advisory, { installed: true }) };
}

/** How many advisories cannot be tried, and the reason for the first. */
async function whyNotAllKnownBad(): Promise<string | null> {
  const reasons = await Promise.all(
    advisories.map((advisory) => whyUnplayable(advisory, { installed: true })),
  );
  const missing = reasons.filter((reason) => reason !== null);
  return missing[0] === undefined
    ? null
    : `${missing.length} of ${advisories.length} advisories cannot be tried. ${missing[0]}`;
}

async function whyNotInstalled(implementation: Implementation): Promise<string | null> {
  const state = await availability(implementation);
  if (!state.available) return `${state.reason}. Get it with: ${state.help}`;
  return state.installed
    ? null
    : 'it is not installed. `npm run test:all` does that; it needs a package registry and, for Python, python3-venv.';
}

function whyNoFullstack(): Promise<string | null> {
  const program = join(packageRoot, 'examples/fullstack/run.js');
  return new Promise((resolve) =>
    execFile(process.execPath, [program, '--check'], (error, stdout) => {
      const how = '`npm run test:all` installs them; that needs a package registry and python3-venv.';
      resolve(error === null ? null : `${stdout.trim()} ${how}`);
    }),
  );
}

/** How many implementations with findings cannot be started, and the reason for the first. */
async function whyNotAllFindings(): Promise<string | null> {
  const reasons = await Promise.all(
    (await withFindings()).map(async (implementation) => {
      const why = await whyNotInstalled(implementation);
      return why === null ? [] : [`${implementation.id}: ${why}`];
    }),
  );
  const [first, ...others] = reasons.flat();
  if (first === undefined) return null;
  return others.length === 0 ? first : `${first} (${others.length} more)`;
}

async function whyNoneOfTheBrowsers(): Promise<string | null> {
  const reasons = await Promise.all(browserIds.map(whyNoBrowser));
  return reasons.includes(null) ? null : (reasons[0] ?? null);
}

/** It may be there and not allowed to trace, as in some containers. */
function whyNoStrace(): Promise<string | null> {
  return new Promise((resolve) =>
    execFile('strace', ['-f', '-o', '/dev/null', process.execPath, '--version'], (error) =>
      resolve(error === null ? null : 'strace cannot be used. Get it with: apt-get install strace'),
    ),
  );
}

async function whyNoProgram(program: keyof typeof packages): Promise<string | null> {
  if (!existsSync('/bin/sh')) return 'its tests need /bin/sh.';
  const argument = program === 'caddy' ? 'version' : '-v';
  if (await canStart(program, argument)) return null;
  return `it is not installed. Get it with: apt-get install ${packages[program]}`;
}

async function whyNoBrowser(id: BrowserId): Promise<string | null> {
  const answer = await findDriver(id)?.find();
  if (answer === undefined) return 'corspec has no driver for it.';
  return answer.found ? null : answer.help;
}
