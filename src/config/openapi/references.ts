import { readFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import type { JsonPath } from '../../text/json-text.ts';
import { printable } from '../../text/printable.ts';
import type { Source } from './source.ts';

/** A value with the file that it is in: its references are relative to that file. */
export interface Located {
  readonly value: unknown;
  /** Absolute. */
  readonly file: string;
}

/** A document with the files that it refers to. */
export interface Bundle {
  /** By absolute path. */
  readonly sources: ReadonlyMap<string, Source>;
  /** Complete lines: references that lead nowhere, and those to other machines, which are never requested. */
  readonly problems: readonly string[];
}

/** Reads the local files that a document refers to, and those that they refer to. */
export async function readReferences(file: string, source: Source): Promise<Bundle> {
  const sources = new Map([[file, source]]);
  const problems: string[] = [];
  for (const [from, { value, at }] of sources) {
    for (const { path, target } of referencesIn(value)) {
      const shown = printable(JSON.stringify(target), { limit: 200 });
      if (isRemote(target)) {
        problems.push(`${at(path)}: $ref ${shown}: corspec does not fetch references. Save a copy, and refer to that file.`); // prettier-ignore
        continue;
      }
      const other = fileOf(target, from);
      if (!sources.has(other)) {
        const read = await readSource(other);
        if (typeof read === 'string') {
          problems.push(`${at(path)}: $ref ${shown}: ${read}`);
          continue;
        }
        sources.set(other, read);
      }
      if (valueAt(sources.get(other)?.value, pointerOf(target)) === undefined)
        problems.push(`${at(path)}: $ref ${shown}: there is nothing at this place.`);
    }
  }
  return { sources, problems: [...new Set(problems)] };
}

/** A source, or why there is none. */
async function readSource(file: string): Promise<Source | string> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return 'file not found.';
  const { parseSource } = await import('./source.ts');
  const parsed = parseSource(text, relative(process.cwd(), file) || file);
  return parsed.ok ? parsed.value : parsed.reason;
}

/** A value, or what its reference leads to. A reference to itself gives `undefined`. */
export function follow(located: Located, { sources }: Bundle): Located {
  let { value, file } = located;
  for (let step = 0; step < mostSteps; step++) {
    const target = targetOf(value);
    if (target === null || isRemote(target)) return { value, file };
    file = fileOf(target, file);
    value = valueAt(sources.get(file)?.value, pointerOf(target));
  }
  return { value: undefined, file };
}

const mostSteps = 20;

interface Reference {
  readonly path: JsonPath;
  readonly target: string;
}

function referencesIn(value: unknown, path: JsonPath = []): readonly Reference[] {
  if (typeof value !== 'object' || value === null) return [];
  const target = targetOf(value);
  if (target !== null) return [{ path: [...path, '$ref'], target }];
  return Object.entries(value).flatMap(([key, inner]) =>
    // What an example contains is data, and so is an extension.
    key === 'example' || key.startsWith('x-') ? [] : referencesIn(inner, [...path, key]),
  );
}

function targetOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const { $ref: target } = value as { readonly $ref?: unknown };
  return typeof target === 'string' ? target : null;
}

function isRemote(target: string): boolean {
  return /^([a-z][a-z\d+.-]+:)?\/\//i.test(target) && !target.startsWith('file:');
}

function fileOf(target: string, from: string): string {
  const [file = ''] = target.split('#');
  return file === '' ? from : resolve(dirname(from), decode(file));
}

/** The keys of a JSON pointer. */
function pointerOf(target: string): readonly string[] {
  const pointer = target.split('#')[1] ?? '';
  return pointer.split('/').slice(1).map((key) => decode(key).replaceAll('~1', '/').replaceAll('~0', '~')); // prettier-ignore
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function valueAt(root: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string, unknown>)[key]
        : undefined,
    root,
  );
}
