import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/** Output of installation and tools: not part of an implementation's sources. */
const derived = new Set(['node_modules', '__pycache__', 'target', 'vendor', 'build', 'dist', 'bin', 'obj']);

/** Files that determine which libraries an install command installs. */
const dependencyFile =
  /^(server\.json|package(-lock)?\.json|npm-shrinkwrap\.json|(pnpm-lock|yarn)\.(yaml|lock)|(requirements|constraints).*\.txt|pyproject\.toml|(poetry|uv|Cargo|Gemfile|composer)\.lock|Cargo\.toml|Gemfile|composer\.json|go\.(mod|sum)|pom\.xml|build\.gradle(\.kts)?)$/;

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

/** Hash of what `install` depends on: when it changes, the installation is out of date. */
export async function installFingerprint(folder: string): Promise<string> {
  const own = await sourceFiles(folder);
  const shared = (await sharedFiles(folder)).filter((path) => compiledSource.test(path));
  const relevant = own.filter((path) => dependencyFile.test(lastPart(path)) || compiledSource.test(path));
  return hashFiles(folder, [...relevant, ...shared]);
}

/** Hash of all files of a copy of the folder. */
export async function wholeFingerprint(folder: string): Promise<string> {
  return hashFiles(folder, [...(await sourceFiles(folder)), ...(await sharedFiles(folder))]);
}

/** The sibling folder with code that implementations share. */
export function sharedFolder(folder: string): string {
  return join(dirname(folder), 'shared');
}

async function sharedFiles(folder: string): Promise<string[]> {
  return sourceFiles(sharedFolder(folder)).catch(() => []);
}

async function hashFiles(folder: string, paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) {
    const content = await readFile(path);
    hash.update(`${relative(folder, path)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

function lastPart(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
