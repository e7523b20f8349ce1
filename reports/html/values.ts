import { mapFields } from '../../src/results/late-fields.ts';
import { printableLines } from '../shared/escape.ts';

/** A copy of a value with all strings made printable, including keys. */
export function clean<T>(value: T): T {
  if (typeof value === 'string') return printableLines(value) as T;
  if (Array.isArray(value)) return value.map(clean) as T;
  if (typeof value !== 'object' || value === null) return value;
  return mapFields(value, (item, key) => [printableLines(key), clean(item)]) as T;
}

/** A list of different values that grows by the ones whose index is requested. */
export interface Interner<T = unknown> {
  readonly all: T[];
  readonly indexOf: (value: unknown) => number;
}

/** Assigns an index to each different value; -1 for undefined and null. */
export function interner(): Interner {
  const all: unknown[] = [];
  const known = new Map<string, number>();
  return {
    all,
    indexOf(value) {
      if (value === undefined || value === null) return -1;
      const key = JSON.stringify(value);
      const index = known.get(key) ?? all.push(value) - 1;
      known.set(key, index);
      return index;
    },
  };
}

/** A list that grows by the requested names. */
export function nameList(initial: readonly string[]): Interner<string> {
  const { all, indexOf } = interner();
  for (const name of initial) indexOf(name);
  return { all: all as string[], indexOf };
}
