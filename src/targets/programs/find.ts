import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { debianEnvironment } from './debian.ts';
import { findProgram, type Machine, thisMachine } from '../../system/machine.ts';
import { cacheRoot } from '../installation-cache.ts';
import type { Manifest, ProgramSources } from '../manifest.ts';

/** Debian has the programs of services here, and does not put the folders on the PATH of users. */
const systemFolders = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** One way to get a program that is not on PATH. */
export type ProgramSource =
  | { readonly kind: 'pypi'; readonly requirement: string }
  | { readonly kind: 'debian'; readonly packages: readonly string[] };

/** Where the programs that an implementation needs are. */
export interface ProgramState {
  /** Those that are neither there nor in any way to be had on this machine. */
  readonly missing: readonly string[];
  /** Those that `install` gets. */
  readonly obtainable: readonly { readonly name: string; readonly sources: readonly ProgramSource[] }[];
  /** Folders of the cache with programs that `install` got. */
  readonly obtained: readonly string[];
}

/** Finds the programs that an implementation needs: on PATH, then in corspec's cache. Runs nothing. */
export function programState(
  { needs, programs = {} }: Pick<Manifest, 'needs' | 'programs'>,
  cacheHome: string,
  machine: Machine = thisMachine(),
): ProgramState {
  const here = withSystemFolders(machine);
  const missing = needs.filter((name) => findProgram(name, here) === null);
  const obtainable: { name: string; sources: readonly ProgramSource[] }[] = [];
  const obtained: string[] = [];
  for (const [name, known] of Object.entries(programs)) {
    if (findProgram(name, here) !== null) continue;
    const sources = sourcesOf(known, here);
    const folder = sources.map((source) => programFolder(cacheHome, source)).find(isComplete);
    if (folder !== undefined) obtained.push(folder);
    else if (sources.length > 0) obtainable.push({ name, sources });
    else missing.push(name);
  }
  return { missing, obtainable, obtained };
}

/** The sources that this machine can use, the registry first. */
function sourcesOf({ pypi, debian }: ProgramSources, machine: Machine): readonly ProgramSource[] {
  const has = (...names: string[]) => names.every((name) => findProgram(name, machine) !== null);
  return [
    ...(pypi !== undefined && has('python3') ? [{ kind: 'pypi', requirement: pypi } as const] : []),
    ...(debian !== undefined && has('apt-get', 'dpkg')
      ? [{ kind: 'debian', packages: debian } as const]
      : []),
  ];
}

/** The environment in which an implementation is installed and started: its programs are on PATH. */
export async function programEnvironment(
  folders: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<NodeJS.ProcessEnv> {
  if (process.platform === 'win32') return environment;
  const unpacked = await Promise.all(folders.map(debianEnvironment));
  const path = [
    environment['PATH'] ?? '',
    ...systemFolders,
    ...folders.map((folder) => join(folder, 'venv', 'bin')),
    ...unpacked.flatMap((one) => one.path),
  ];
  const libraries = [...unpacked.flatMap((one) => one.libraries), environment['LD_LIBRARY_PATH'] ?? ''];
  return {
    ...environment,
    PATH: path.filter(Boolean).join(delimiter),
    ...(folders.length > 0 && { LD_LIBRARY_PATH: libraries.filter(Boolean).join(delimiter) }),
  };
}

/** The folder of the cache for what a source gives; implementations share it. */
export function programFolder(cacheHome: string, source: ProgramSource): string {
  return join(cacheRoot(cacheHome), 'programs', cacheNameOf(source));
}

/** The name of the folder for a source: readable, and different for different ones. */
function cacheNameOf(source: ProgramSource): string {
  const words = source.kind === 'pypi' ? [source.requirement] : source.packages;
  const hash = createHash('sha256')
    .update(JSON.stringify([source.kind, ...words]))
    .digest('hex');
  return `${words[0]?.replaceAll(/[^\w.-]+/g, '-') ?? ''}-${source.kind}-${hash.slice(0, 8)}`;
}

/** The file that a complete folder has. */
export const completeName = '.corspec-complete';

export function isComplete(folder: string): boolean {
  return existsSync(join(folder, completeName));
}

function withSystemFolders(machine: Machine): Machine {
  if (machine.platform === 'win32') return machine;
  const path = [machine.environment['PATH'] ?? '', ...systemFolders].join(delimiter);
  return { ...machine, environment: { ...machine.environment, PATH: path } };
}
