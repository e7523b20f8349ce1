import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';

/** Output of installation and tools: not part of an implementation's sources. */
const derived = new Set(['node_modules', '__pycache__', 'target', 'vendor', 'build', 'dist', 'bin', 'obj']);

/** Files that determine which libraries an install command installs. */
const dependencyFile =
  /^(server\.json|package(-lock)?\.json|npm-shrinkwrap\.json|(pnpm-lock|yarn)\.(yaml|lock)|(requirements|constraints).*\.txt|pyproject\.toml|setup\.(py|cfg)|(poetry|uv|Cargo|Gemfile|composer)\.lock|Cargo\.toml|Gemfile|composer\.json|go\.(mod|sum|work|work\.sum)|pom\.xml|build\.gradle(\.kts)?)$/;

/** Sources that an install command compiles. */
const compiledSource = /\.(go|rs|java|kt|cs|csproj|c|cc|cpp|h|hpp|ts|ex|exs|hs|swift|zig)$/;

/** The source files below a folder, sorted, without derived and hidden folders and corspec's own files. */
export async function sourceFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = await Promise.all(
    entries
      .filter((entry) => !derived.has(entry.name) && !entry.name.startsWith('.corspec-'))
      .filter((entry) => !(entry.isDirectory() && entry.name.startsWith('.')))
      .map(async (entry) => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return await sourceFiles(path);
        return entry.isFile() ? [path] : [];
      }),
  );
  return files.flat().sort();
}

/** The folders in `shared` with the content that routes send. Every implementation may read them. */
const contentFolders = ['assets', 'static'];

/** Where an implementation is, and which kits of `shared` it uses. */
export interface Sources {
  readonly folder: string;
  /** Absent: all of them. */
  readonly uses?: readonly string[] | undefined;
}

/** Hash of what `install` depends on: when it changes, the installation is out of date. */
export async function installFingerprint(sources: Sources): Promise<string> {
  const all = [
    ...(await sourceFiles(sources.folder)),
    ...(await sharedFiles(sources)),
    ...(await replacingModules(sources.folder)),
  ];
  const relevant = [...new Set(all)].filter(
    (path) => dependencyFile.test(basename(path)) || compiledSource.test(path),
  );
  return hashFiles(sources.folder, relevant);
}

/** Hash of all files of a copy of the folder. */
export async function wholeFingerprint(sources: Sources): Promise<string> {
  return hashFiles(sources.folder, [...(await sourceFiles(sources.folder)), ...(await sharedFiles(sources))]);
}

/** The sibling folder with code that implementations share. */
export function sharedFolder(folder: string): string {
  return join(dirname(folder), 'shared');
}

/** The files of the kits that an implementation uses; none without a folder `shared`. */
export async function sharedFiles({ folder, uses }: Sources): Promise<string[]> {
  const shared = sharedFolder(folder);
  const folders =
    uses === undefined
      ? [shared]
      : [...new Set([...uses, ...contentFolders])].map((name) => join(shared, name));
  const files = await Promise.all(folders.map((one) => sourceFiles(one).catch(noneIfMissing)));
  return files.flat().sort();
}

/** The files of the Go modules elsewhere that its go.mod takes instead of published ones: they are compiled into it. */
async function replacingModules(folder: string): Promise<string[]> {
  const text = await readFile(join(folder, 'go.mod'), 'utf8').catch(() => '');
  const folders = Array.from(text.matchAll(/=>\s+(\.\.?\/\S+)\s*$/gm), ([, path = '']) => join(folder, path));
  const files = await Promise.all(folders.map((one) => sourceFiles(one).catch(noneIfMissing)));
  return files.flat().sort();
}

function noneIfMissing(error: NodeJS.ErrnoException): string[] {
  if (error.code !== 'ENOENT') throw error;
  return [];
}

async function hashFiles(folder: string, paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) {
    const content = await readFile(path);
    hash.update(`${relative(folder, path)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}
