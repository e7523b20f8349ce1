import { printable } from '../text/printable.ts';

/**
 * The result of checking options, of the command line or of code. With problems, the value is as complete as possible, so that the
 * others can be checked too and all problems are reported at once.
 */
export interface Validated<T> {
  readonly value: T;
  readonly problems: readonly string[];
  readonly warnings?: readonly string[];
}

/** The members of comma-separated lists, without empty ones. */
export function members(lists: readonly string[] = []): readonly string[] {
  const all = lists.flatMap((list) => list.split(',')).map((member) => member.trim());
  return [...new Set(all.filter((member) => member !== ''))];
}

/** A value as messages show it: quoted, control characters escaped. */
export function quoted(value: string): string {
  return printable(JSON.stringify(value));
}
