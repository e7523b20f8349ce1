import { constants } from 'node:fs';
import { access, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { builtInServers, findImplementations, readImplementation } from '../targets/index.ts';
import type { Catalogue, CommandInputs, TargetFolder, TextFile } from './catalogue.ts';
import type { CommandLine } from './command-line.ts';
import { isPolicyFile } from './resolve-policies.ts';
import { resolveReporter } from './resolve-reporters.ts';

/** Reads from this machine whatever a command line speaks of. What cannot be read is part of what is found. */
export async function readInputs(line: CommandLine, catalogue: Catalogue): Promise<CommandInputs> {
  const { options } = line;
  const servers = options.servers ?? [];
  const { implementations, problems } = await findImplementations([builtInServers, ...servers]);
  const known = new Set(implementations.map(({ id }) => id));
  const policies = (options.policy ?? []).filter((option) => isPolicyFile(option, catalogue));
  const routes = options.routes === undefined || options.routes === 'standard' ? [] : [options.routes];
  const reports = (options.reporter ?? []).flatMap((option) => resolveReporter(option, catalogue).value);
  const files = reports.flatMap(({ file }) => (file === undefined ? [] : [file]));
  return {
    implementations,
    unusable: problems,
    serverFolders: await mapOf(servers, serverFolderProblem),
    texts: await mapOf([...policies, ...routes], readText),
    folders: await mapOf(line.targets.filter((target) => !known.has(target)), readFolder), // prettier-ignore
    unwritable: await mapOf(files, unwritableBecause),
  };
}

/** What a function finds about each key, where it finds anything. */
async function mapOf<T>(
  keys: readonly string[],
  find: (key: string) => Promise<T | undefined>,
): Promise<ReadonlyMap<string, T>> {
  const entries = await Promise.all(keys.map(async (key) => [key, await find(key)] as const));
  return new Map(entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])));
}

async function readText(path: string): Promise<TextFile> {
  try {
    return { ok: true, text: await readFile(path, 'utf8') };
  } catch (error) {
    return { ok: false, reason: reasonOf(error, 'there is no such file') };
  }
}

async function readFolder(target: string): Promise<TargetFolder | undefined> {
  if (target.includes('://') || !(await isFolder(target))) return undefined;
  try {
    return { ok: true, implementation: await readImplementation(target) };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** What is wrong with a folder of `--servers`, if anything. */
export async function serverFolderProblem(folder: string): Promise<string | undefined> {
  const option = `--servers ${JSON.stringify(folder)}`;
  if (!(await isFolder(folder))) return `${option}: there is no such folder.`;
  if (await exists(join(folder, 'server.json')))
    return `${option}: this is the folder of one implementation. Name it as a TARGET, or name the folder above it here.`;
  const { implementations, problems } = await findImplementations([folder]);
  if (implementations.length + problems.length > 0) return undefined;
  return `${option}: none of its subfolders has a server.json. Each implementation is a subfolder with one.`;
}

/** A report is written at the end of a run: that there is no place for it is found out before. */
async function unwritableBecause(file: string): Promise<string | undefined> {
  const folder = dirname(file);
  if (!(await isFolder(folder)))
    return `there is no folder ${JSON.stringify(folder)}. Make it, or write elsewhere`;
  if (await isFolder(file)) return 'this is a folder. Name a file in it';
  const place = (await exists(file)) ? file : folder;
  try {
    await access(place, constants.W_OK);
    return undefined;
  } catch (error) {
    return `${reasonOf(error, 'it is gone')}. Write elsewhere`;
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function reasonOf(error: unknown, missing: string): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return missing;
  if (code === 'EISDIR') return 'this is a folder, not a file';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'there is no permission to do that';
  return message;
}
