import { readdir, readFile, realpath } from 'node:fs/promises';
import { basename, isAbsolute, join, relative, resolve } from 'node:path';
import { packageRoot } from '../package.ts';
import { printable } from '../text/printable.ts';
import { sharedFolder } from './fingerprint.ts';
import { type Manifest, ManifestError, parseManifest } from './manifest.ts';

/** A server program with CORS middleware that corspec can start. */
export interface Implementation {
  /** The name of its folder. */
  readonly id: string;
  /** Absolute. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** A folder with an invalid `server.json`. */
export interface ManifestProblem {
  readonly id: string;
  readonly folder: string;
  /** Complete, and safe to print. */
  readonly message: string;
}

/** The folder of the bundled implementations. */
export const builtInServers: string = join(packageRoot, 'servers');

/**
 * All implementations in the subfolders of `folders`, in that order and by name within one. Subfolders without a
 * `server.json` (code that implementations share) and folders that do not exist are skipped. If two have the same id,
 * the first is used and the second is a problem.
 */
export async function findImplementations(
  folders: readonly string[],
): Promise<{ implementations: Implementation[]; problems: ManifestProblem[] }> {
  const found = new Map<string, Implementation>();
  const problems: ManifestProblem[] = [];
  const seen = new Set<string>();
  for (const folder of (await Promise.all(folders.map(subfolders))).flat()) {
    const real = await realpath(folder);
    // In corspec's own repository, ./servers is the built-in folder.
    if (seen.has(real)) continue;
    seen.add(real);
    const id = basename(folder);
    try {
      const first = found.get(id);
      if (first !== undefined) throw new ManifestError(alreadyTaken(id, folder, first.folder));
      found.set(id, await readImplementation(folder));
    } catch (error) {
      if (!(error instanceof ManifestError)) throw error;
      problems.push({ id, folder, message: error.message });
    }
  }
  return { implementations: [...found.values()], problems };
}

/**
 * The implementation in one folder; its id is the folder's name.
 * @throws ManifestError with each problem of its `server.json`, its place and the fix
 */
export async function readImplementation(folder: string): Promise<Implementation> {
  const absolute = resolve(folder);
  const path = join(absolute, 'server.json');
  const json = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'file not found' : error.message;
    throw new ManifestError(
      `${shownPath(path)}: cannot be read: ${printable(why)}. The folder of an implementation must contain a server.json.`,
    );
  });
  const manifest = parseManifest(json, shownPath(path));
  await checkKits(manifest, absolute, shownPath(path));
  return { id: basename(absolute), folder: absolute, manifest };
}

/** @throws ManifestError when a kit that it uses does not exist */
async function checkKits({ uses = [] }: Manifest, folder: string, shown: string): Promise<void> {
  if (uses.length === 0) return;
  const shared = sharedFolder(folder);
  const kits = await namesIn(shared);
  const problems = uses.flatMap((name, index) =>
    kits.includes(name)
      ? []
      : [`${shown}: uses[${index}]: ${shownPath(join(shared, name))} does not exist. ${available(kits)}`],
  );
  if (problems.length > 0) throw new ManifestError(problems.join('\n'));
}

function available(kits: readonly string[]): string {
  return kits.length === 0 ? 'Remove it.' : `There are: ${printable(kits.toSorted().join(', '))}.`;
}

async function subfolders(folder: string): Promise<string[]> {
  const absolute = resolve(folder);
  const entries = await namesIn(absolute);
  const names = entries.filter((name) => !name.startsWith('.')).sort();
  const withManifest = await Promise.all(
    names.map(async (name) => (await namesIn(join(absolute, name))).includes('server.json')),
  );
  return names.filter((_, index) => withManifest[index]).map((name) => join(absolute, name));
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}

function alreadyTaken(id: string, folder: string, first: string): string {
  return (
    `${shownPath(join(folder, 'server.json'))}: the id ${printable(id)} is already used by ${shownPath(first)}. ` +
    'Rename one of the two folders.'
  );
}

/** Relative if the path is below the working folder. */
function shownPath(path: string): string {
  const short = relative(process.cwd(), path);
  return printable(short.startsWith('..') || isAbsolute(short) ? path : short);
}
