import type { Reporter } from '../../reports/reporter.ts';
import { join } from 'node:path';
import { exists, isFolder, readText, unwritableBecause } from '../system/files.ts';
import { builtInServers, findImplementations, readImplementation } from '../targets/index.ts';
import type { Catalogue, CommandInputs, TargetFolder } from './catalogue.ts';
import type { CommandLine } from './command-line.ts';
import { isPolicyFile } from './resolve-policies.ts';
import { bodyFiles } from './resolve-url-options.ts';
import { readOpenApiInput } from './resolve-openapi.ts';
import { isRoutesFile } from './resolve-routes.ts';
import { resolveReporter } from './resolve-reporters.ts';

/** Reads the files and folders that a command line names. What cannot be read is part of the result. */
export async function readInputs(line: CommandLine, catalogue: Catalogue): Promise<CommandInputs> {
  const { options } = line;
  const servers = options.servers ?? [];
  const { implementations, problems } = await findImplementations([builtInServers, ...servers]);
  const known = new Set(implementations.map(({ id }) => id));
  const baseline = options.baseline ? [options.baseline] : [];
  const written = [
    ...reportFiles(options.reporter, catalogue),
    ...(options.updateBaseline === true ? baseline : []),
    ...(options.resume ? [options.resume] : []),
  ];
  const openapi = await readOpenApiInput(options);
  return {
    ...(openapi !== undefined && { openapi }),
    implementations,
    unusable: problems,
    serverFolders: await mapOf(servers, serverFolderProblem),
    texts: await mapOf([...policyTexts(line, catalogue), ...baseline], readText),
    folders: await mapOf(line.targets.filter((target) => !known.has(target)), readFolder), // prettier-ignore
    unwritable: await mapOf(written, unwritableBecause),
  };
}

/** The files that a command line names for what is tested. A run may write the baseline, which is not one of them. */
export function textFiles(line: CommandLine, catalogue: Catalogue): readonly string[] {
  const { openapi } = line.options;
  const isFile = openapi !== undefined && !openapi.includes('://');
  return [...policyTexts(line, catalogue), ...(isFile ? [openapi] : [])];
}

/** Policy files, routes files, and bodies of requests. */
function policyTexts({ options }: CommandLine, catalogue: Catalogue): readonly string[] {
  const policies = (options.policy ?? []).filter((option) => isPolicyFile(option, catalogue));
  const routes = (options.routes ?? []).filter(isRoutesFile);
  return [...policies, ...routes, ...bodyFiles(options)];
}

function reportFiles<Input>(
  reporter: readonly string[] | undefined,
  catalogue: { readonly reporters: readonly Reporter<Input>[] },
): readonly string[] {
  const reports = (reporter ?? []).flatMap((option) => resolveReporter(option, catalogue).value);
  return reports.flatMap(({ file }) => (file === undefined ? [] : [file]));
}

/** The files of `--reporter` that cannot be written, and why. */
export function unwritableFiles<Input>(
  reporter: readonly string[] | undefined,
  catalogue: { readonly reporters: readonly Reporter<Input>[] },
): Promise<ReadonlyMap<string, string>> {
  return mapOf(reportFiles(reporter, catalogue), unwritableBecause);
}

/** The results of a function by key, without `undefined`. */
async function mapOf<T>(
  keys: readonly string[],
  find: (key: string) => Promise<T | undefined>,
): Promise<ReadonlyMap<string, T>> {
  const entries = await Promise.all(keys.map(async (key) => [key, await find(key)] as const));
  return new Map(entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])));
}

async function readFolder(target: string): Promise<TargetFolder | undefined> {
  if (target.includes('://') || !(await isFolder(target))) return undefined;
  try {
    return { ok: true, implementation: await readImplementation(target) };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** The problem with a folder of `--servers`, if there is one. */
export async function serverFolderProblem(folder: string): Promise<string | undefined> {
  const option = `--servers ${JSON.stringify(folder)}`;
  if (!(await isFolder(folder))) return `${option}: folder not found.`;
  if (await exists(join(folder, 'server.json')))
    return `${option}: this is the folder of one implementation. Pass it as a TARGET, or pass its parent folder here.`;
  const { implementations, problems } = await findImplementations([folder]);
  if (implementations.length + problems.length > 0) return undefined;
  return `${option}: no subfolder contains a server.json. Each implementation is a subfolder with a server.json.`;
}
