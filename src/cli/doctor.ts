import { execFile } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { chooseBrowsers, type LookedFor, lookFor } from '../options/browsers.ts';
import { packageVersion } from '../package.ts';
import { proxyVariables } from '../system/environment.ts';
import { openFileLimit, requireOpenFiles, requireTemporaryFolder } from '../system/machine-problem.ts';
import { findProgram, thisMachine } from '../system/machine.ts';
import {
  builtInServers,
  findImplementations,
  helpFor,
  type Implementation,
  knownPrograms,
} from '../targets/index.ts';
import type { Services } from './services.ts';

/** One thing that corspec needs or uses. */
export interface Finding {
  readonly id: string;
  /** `missing`: not there, and only what needs it does not work. `problem`: no run is possible. */
  readonly state: 'ok' | 'note' | 'missing' | 'problem';
  readonly text: string;
  /** What to type, or to do. */
  readonly fix?: string;
}

export interface Diagnosis {
  readonly version: string;
  readonly findings: readonly Finding[];
  /** The browser that `corspec run` takes without --browser; null if no run is possible. */
  readonly browser: string | null;
  readonly canRun: boolean;
}

/** Examines this machine. Starts no browser: at most asks a program for its version. */
export async function diagnose(
  { browsers }: Pick<Services, 'browsers'>,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Diagnosis> {
  const looked = await lookFor(browsers);
  const chosen = chooseBrowsers({ kind: 'default' }, looked);
  const browser = chosen.ok ? (chosen.ids[0] ?? null) : null;
  const [found, folder, hosts, programs] = await Promise.all([
    Promise.all(looked.map((one) => browserFinding(one, one.id === browser))),
    folderFinding(),
    localhostFinding(),
    programFindings(),
  ]);
  const findings = [
    { id: 'node', state: 'ok' as const, text: `${process.versions.node} (${process.execPath})` },
    ...found,
    ...(chosen.ok && chosen.isStandIn === true ? [noBrowser] : []),
    folder,
    filesFinding(),
    userFinding(thisMachine().isRoot),
    proxyFinding(env),
    hosts,
    ...programs,
  ];
  const canRun = findings.every(({ state }) => state !== 'problem');
  return { version: packageVersion, findings, browser: canRun ? browser : null, canRun };
}

const noBrowser: Finding = {
  id: 'browser',
  state: 'note',
  text: 'none was found: `corspec run` uses the model, which follows the Fetch standard',
  fix: 'npx playwright install --only-shell chromium',
};

async function browserFinding({ id, result }: LookedFor, isDefault: boolean): Promise<Finding> {
  if (!result.found) return { id, state: 'missing', text: 'not found', fix: result.help };
  const { name, executable, via } = result;
  const version = executable === '' ? null : await versionOf(executable);
  const text = [version ?? name, executable === '' ? `(${via})` : `(${executable}, ${via})`].join(' ');
  return { id, state: 'ok', text: isDefault ? `${text}: taken without --browser` : text };
}

/** Milliseconds. */
const versionTimeout = 1500;

/** What a browser prints for --version; null if that is not a line with a version. On Windows, Chrome would open a window. */
function versionOf(executable: string): Promise<string | null> {
  if (process.platform === 'win32') return Promise.resolve(null);
  return new Promise((done) => {
    const options = { timeout: versionTimeout, killSignal: 'SIGKILL' as const };
    execFile(executable, ['--version'], options, (error, stdout) => {
      const line = stdout.trim().split('\n').at(-1) ?? '';
      done(error === null && /\d+\.\d+/.test(line) ? line : null);
    });
  });
}

async function folderFinding(): Promise<Finding> {
  const id = 'temporary folder';
  try {
    await requireTemporaryFolder();
  } catch (error) {
    return { id, state: 'problem', text: error instanceof Error ? error.message : String(error) };
  }
  const { bavail, bsize } = await statfs(tmpdir());
  return { id, state: 'ok', text: `${tmpdir()}: ${((bavail * bsize) / 1024 ** 3).toFixed(1)} GiB free` };
}

function filesFinding(): Finding {
  const id = 'open files';
  const limit = openFileLimit();
  if (limit === null) return { id, state: 'ok', text: 'the limit is not known on this platform' };
  try {
    requireOpenFiles();
    return { id, state: 'ok', text: `at most ${limit}` };
  } catch {
    return { id, state: 'problem', text: `at most ${limit}: too few for a browser`, fix: 'ulimit -n 1024' };
  }
}

function userFinding(isRoot: boolean): Finding {
  if (!isRoot) return { id: 'user', state: 'ok', text: 'not root: Chromium runs in its sandbox' };
  return {
    id: 'user',
    state: 'note',
    text: 'root: Chromium does not start with its sandbox, so it runs without it',
    fix: 'run corspec as another user',
  };
}

function proxyFinding(env: Readonly<Record<string, string | undefined>>): Finding {
  const set = Object.entries(env).filter(
    ([name, value]) => proxyVariables.includes(name.toLowerCase()) && value,
  );
  if (set.length === 0) return { id: 'proxy', state: 'ok', text: 'no proxy variable is set' };
  const values = set.map(([name, value = '']) => `${name}=${value.replace(/\/\/[^/@]*@/, '//***@')}`);
  return {
    id: 'proxy',
    state: 'note',
    text: `${values.join(', ')}: used to install browsers and packages; runs go directly to the server`,
  };
}

async function localhostFinding(): Promise<Finding> {
  const found = await lookup('localhost', { all: true }).catch(() => []);
  const addresses = [...new Set(found.map(({ address }) => address))];
  if (addresses.length > 0) return { id: 'localhost', state: 'ok', text: addresses.join(', ') };
  return {
    id: 'localhost',
    state: 'note',
    text: 'the name does not resolve',
    fix: 'add the line `127.0.0.1 localhost` to the hosts file, or use http://127.0.0.1 in URLs',
  };
}

/** The programs that the built-in implementations need, except Node.js, and those of other languages in one line. */
async function programFindings(): Promise<readonly Finding[]> {
  const { implementations } = await findImplementations([builtInServers]);
  const users = new Map<string, Implementation[]>();
  for (const implementation of implementations)
    for (const name of implementation.manifest.needs.filter((need) => need !== 'node'))
      users.set(name, [...(users.get(name) ?? []), implementation]);
  const others = knownPrograms.filter((name) => !users.has(name));
  return [...[...users].map(programFinding), otherPrograms(others)];
}

function programFinding([id, needing]: readonly [string, readonly Implementation[]]): Finding {
  const path = findProgram(id);
  if (path !== null) return { id, state: 'ok', text: path };
  const names = needing.map((implementation) => implementation.id);
  return { id, state: 'missing', text: `not on PATH; needed by ${names.join(', ')}`, fix: helpFor(id) };
}

function otherPrograms(names: readonly string[]): Finding {
  const there = names.filter((name) => findProgram(name) !== null);
  const absent = names.filter((name) => !there.includes(name));
  return {
    id: 'other programs',
    state: 'ok',
    text: `for implementations of your own: ${there.join(', ') || 'none'}; not on PATH: ${absent.join(', ') || 'none'}`,
  };
}
