import { constants } from 'node:fs';
import { access, copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, relative, sep } from 'node:path';
import { packageVersion } from '../package.ts';
import { cacheFolder } from '../system/cache-folder.ts';
import { sizeOf } from '../system/folder-size.ts';
import {
  installFingerprint,
  sharedFiles,
  sharedFolder,
  sourceFiles,
  type Sources,
  wholeFingerprint,
} from './fingerprint.ts';
import { builtInServers, type Implementation } from './implementations.ts';
import { cacheRoot } from './installation-cache.ts';
import { packagesAreAbove } from './packages-above.ts';

/** The parts of the machine that decide where an implementation is installed. */
export interface InstallContext {
  /** The user's cache folder. */
  readonly cacheHome: string;
  /** How much the installations in it may take, as in CORSPEC_CACHE_LIMIT. Default: 5 GB. */
  readonly cacheLimit?: string | undefined;
  /** Whether a folder can be written to. */
  writable(folder: string): Promise<boolean>;
}

/** The current machine and user. */
export function currentInstallContext(env: NodeJS.ProcessEnv = process.env): InstallContext {
  return {
    cacheHome: cacheFolder(env, process.platform, homedir()),
    cacheLimit: env['CORSPEC_CACHE_LIMIT'],
    writable: (folder) =>
      access(folder, constants.W_OK).then(
        () => true,
        () => false,
      ),
  };
}

/** Where an implementation runs: in its own folder, or in a copy if nothing should be installed there. */
export interface WorkFolder {
  readonly folder: string;
  readonly isCopy: boolean;
  readonly installed: boolean;
  /** The folder of the installation lock. */
  readonly lockHome: string;
  /** What is in the folder, and which kits it uses. */
  readonly sources: Sources;
}

const stampName = '.corspec-installed';
const copyStampName = '.corspec-copied';

/** Finds where an implementation runs, and whether its current version is installed there. */
export async function workFolder(
  implementation: Implementation,
  surroundings: InstallContext,
): Promise<WorkFolder> {
  const { id, folder } = implementation;
  const { uses } = implementation.manifest;
  const own = { folder, isCopy: false, lockHome: folder, sources: { folder, uses } };
  if (await isInstalledInPlace(implementation)) return { ...own, installed: true };
  if (!isPackaged(folder) && (await surroundings.writable(folder))) return { ...own, installed: false };

  // Named after a hash of the content: projects with the same version of corspec share one installation.
  const content = await wholeFingerprint(own.sources);
  const home = join(cacheRoot(surroundings.cacheHome), packageVersion, `${id}-${content.slice(0, 12)}`);
  const copy = join(home, basename(folder));
  const sources = { folder: copy, uses };
  const installed = (await readStamp(copy, copyStampName)) === content && (await stampIsValid(sources));
  return { folder: copy, isCopy: true, lockHome: home, installed, sources };
}

async function isInstalledInPlace({ folder, manifest }: Implementation): Promise<boolean> {
  if (manifest.install.length === 0) return true;
  if (dirname(folder) === builtInServers && (await packagesAreAbove(folder))) return true;
  return stampIsValid({ folder, uses: manifest.uses });
}

/** A package manager owns the folders below `node_modules` and removes added files. */
function isPackaged(folder: string): boolean {
  return folder.split(sep).includes('node_modules');
}

/** Updates a copy to match its original. Removes what was installed into an old copy. */
export async function refreshCopy(original: Sources, copy: string): Promise<void> {
  const content = await wholeFingerprint(original);
  if ((await readStamp(copy, copyStampName)) === content) return;
  const shared = sharedFolder(copy);
  await rm(copy, { recursive: true, force: true });
  await rm(shared, { recursive: true, force: true });
  await copyFiles(await sourceFiles(original.folder), original.folder, copy);
  await copyFiles(await sharedFiles(original), sharedFolder(original.folder), shared);
  const type = await moduleTypeAbove(original.folder);
  await writeFile(join(dirname(copy), 'package.json'), `${JSON.stringify({ private: true, type })}\n`);
  await writeStamp(copy, copyStampName, content);
}

/** Records that the current content of the folder is installed, and how much space it takes. */
export async function markInstalled(sources: Sources): Promise<void> {
  const { folder } = sources;
  await writeStamp(folder, stampName, `${await installFingerprint(sources)} ${await sizeOf(folder)}`);
}

/** How many bytes an installed implementation takes; null when nothing was installed into its folder. */
export async function installedBytes({ folder, installed }: WorkFolder): Promise<number | null> {
  const [, bytes] = installed ? ((await readStamp(folder, stampName)) ?? '').split(' ') : [];
  return bytes === undefined ? null : Number(bytes);
}

/** Removes the record first: an interrupted installation must not count. */
export async function unmarkInstalled(folder: string): Promise<void> {
  await rm(join(folder, stampName), { force: true });
}

async function stampIsValid(sources: Sources): Promise<boolean> {
  const [fingerprint] = ((await readStamp(sources.folder, stampName)) ?? '').split(' ');
  return fingerprint !== '' && fingerprint === (await installFingerprint(sources));
}

function readStamp(folder: string, name: string): Promise<string | null> {
  return readFile(join(folder, name), 'utf8').then(
    (text) => text.trim(),
    () => null,
  );
}

/** Renames a temporary file, so that no process reads incomplete content. */
async function writeStamp(folder: string, name: string, hash: string): Promise<void> {
  const path = join(folder, name);
  const temporary = `${path}.${process.pid}`;
  await writeFile(temporary, `${hash}\n`);
  await rename(temporary, path);
}

async function copyFiles(paths: readonly string[], from: string, to: string): Promise<void> {
  for (const path of paths) {
    const destination = join(to, relative(from, path));
    await mkdir(dirname(destination), { recursive: true });
    await copyFile(path, destination);
  }
}

/** Node.js interprets a `.js` file by the `type` of the nearest package.json, which the copy does not include. */
async function moduleTypeAbove(folder: string): Promise<'module' | 'commonjs'> {
  for (let at = dirname(folder); ; at = dirname(at)) {
    const json = await readFile(join(at, 'package.json'), 'utf8').catch(() => null);
    if (json !== null)
      return (JSON.parse(json) as { type?: string }).type === 'module' ? 'module' : 'commonjs';
    if (at === dirname(at)) return 'commonjs';
  }
}
