import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join, relative, resolve } from 'node:path';
import { type Attempt, failure, success } from '../text/attempt.ts';
import { parseJson, positionOfKey, positionOfValue } from '../text/json-text.ts';
import { checkConfig, type Names } from './check.ts';
import type { Config } from './config.ts';
import type { ConfigProblem } from './issues.ts';
import { packageRoot } from '../package.ts';
import { printable } from '../text/printable.ts';
import type { FindPosition, SyntaxProblem } from './source-positions.ts';

/** In the order in which they are looked for. */
export const configFiles = [
  'corspec.config.ts',
  'corspec.config.mts',
  'corspec.config.js',
  'corspec.config.mjs',
  'corspec.config.json',
] as const;

/** A configuration as it stands in its file. */
export interface ConfigFile {
  /** As messages name it: relative to the working directory. */
  readonly name: string;
  /** Absolute. Paths in the configuration are relative to it. */
  readonly folder: string;
  readonly config: Config;
  readonly positionOf: FindPosition;
  /** What is wrong in the file; the rest of it is valid. */
  readonly problems: readonly ConfigProblem[];
  /** The indexes of targets that have problems. */
  readonly broken: ReadonlySet<number>;
}

/** The configuration file in a folder, or null. @returns its absolute path */
export function findConfig(folder: string): string | null {
  return configFiles.map((name) => join(folder, name)).find((file) => existsSync(file)) ?? null;
}

/** Reads and validates a configuration file. Fails where it holds no configuration, with the place. Never throws. */
export async function readConfig(file: string, names: Names): Promise<Attempt<ConfigFile, string>> {
  const path = resolve(file);
  const name = relative(process.cwd(), path) || file;
  const read = await (extname(path) === '.json' ? readJson(path, name) : readModule(path, name));
  if (!read.ok) return read;
  const { value, positionOf } = read.value;
  const checked = checkConfig(value, names);
  if (!checked.ok) return failure(problemLines([checked.reason], name, positionOf).join('\n'));
  return success({ name, folder: dirname(path), positionOf, ...checked.value });
}

/** `corspec.config.ts:3:5: targets[0].url: …`, in the order of the file. */
export function problemLines(
  problems: readonly ConfigProblem[],
  name: string,
  positionOf: FindPosition,
): readonly string[] {
  return problems
    .map(({ path, part, text }) => ({ ...positionOf(path, part), text }))
    .sort((a, b) => a.line - b.line || a.column - b.column)
    .map(({ line, column, text }) => `${name}:${line}:${column}: ${text}`);
}

interface Exported {
  readonly value: unknown;
  readonly positionOf: FindPosition;
}

async function readJson(path: string, name: string): Promise<Attempt<Exported, string>> {
  const text = await read(path, name);
  if (!text.ok) return text;
  const parsed = parseJson(text.value);
  if (!parsed.ok) return failure(`${name}:${parsed.line}:${parsed.column}: invalid JSON: ${parsed.message}`);
  return success({
    value: parsed.value,
    positionOf: (place, part) => (part === 'key' ? positionOfKey : positionOfValue)(text.value, place),
  });
}

async function readModule(path: string, name: string): Promise<Attempt<Exported, string>> {
  const text = await read(path, name);
  if (!text.ok) return text;
  // Loaded here, as only configurations need a parser and a loader of TypeScript.
  const { positionsIn, syntaxProblemIn } = await import('./source-positions.ts');
  const { createJiti } = await import('jiti');
  try {
    // Without the caches: a run reads the file as it is now.
    const options = { fsCache: false, moduleCache: false, interopDefault: false };
    const jiti = createJiti(import.meta.url, { ...options, ...ownPackageFor(path) });
    const exported = await jiti.import<Readonly<Record<string, unknown>>>(path);
    const value = exported['default'] ?? (extname(path) === '.js' ? exported : undefined);
    return success({ value, positionOf: positionsIn(text.value) });
  } catch (thrown) {
    return failure(`${name}${loadProblem(thrown, path, syntaxProblemIn(text.value))}`);
  }
}

/** `npx corspec` runs where the package is not installed; the file can import `defineConfig` all the same. */
function ownPackageFor(path: string): { readonly alias?: Record<string, string> } {
  try {
    createRequire(path).resolve('corspec/package.json');
    return {};
  } catch {
    const own = import.meta.url.endsWith('.ts') ? 'src/config/config.ts' : 'dist/src/config/config.js';
    return { alias: { corspec: join(packageRoot, own) } };
  }
}

/** `:3:5: …`. The loader's own columns are those of its translation. */
function loadProblem(thrown: unknown, path: string, syntax: SyntaxProblem | null): string {
  if (syntax !== null) return `:${syntax.line}:${syntax.column}: ${syntax.message}`;
  const message = firstLine(thrown instanceof Error ? thrown.message : String(thrown));
  return `${lineOf(thrown, path)}: the file cannot be loaded: ${message}`;
}

/** `:3`, where the stack names a line of the file. */
function lineOf(thrown: unknown, path: string): string {
  const stack = thrown instanceof Error ? (thrown.stack ?? '') : '';
  const at = stack.indexOf(`${path}:`);
  return at === -1 ? '' : (/^:\d+/.exec(stack.slice(at + path.length))?.[0] ?? '');
}

function firstLine(text: string): string {
  return printable(text.split('\n', 1)[0] ?? '');
}

async function read(path: string, name: string): Promise<Attempt<string, string>> {
  try {
    return success(await readFile(path, 'utf8'));
  } catch (thrown) {
    const { code, message } = thrown as NodeJS.ErrnoException;
    return failure(`${name}: ${code === 'ENOENT' ? 'file not found' : code === 'EISDIR' ? 'this is a folder, not a file' : message}.`); // prettier-ignore
  }
}
