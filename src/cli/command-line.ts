import { printable } from '../text/printable.ts';

/** What stands on the command line of `run` and `compare`, as text: commander has parsed it, nobody has judged it. */
export interface CommandLine {
  readonly command: 'run' | 'compare';
  /** TARGET… or ID… */
  readonly targets: readonly string[];
  readonly options: RunOptions;
}

export interface RunOptions {
  readonly policy?: readonly string[];
  readonly origin?: readonly string[];
  readonly credentials?: boolean;
  readonly methods?: string;
  readonly requestHeaders?: string;
  readonly expose?: string;
  readonly maxAge?: string;
  readonly routes?: string;
  readonly allowWrites?: boolean;
  readonly targetHeader?: readonly string[];
  readonly insecure?: boolean;
  readonly servers?: readonly string[];
  readonly browser?: readonly string[];
  readonly suite?: readonly string[];
  readonly scenario?: readonly string[];
  readonly level?: readonly string[];
  readonly strict?: boolean;
  readonly gate?: boolean;
  readonly reporter?: readonly string[];
  readonly timeout?: string;
  readonly jobs?: string;
  readonly evidence?: string;
}

/**
 * What was made of a part of the command line. With problems, the value is as good as it could be, so that the other
 * parts can be judged too and everything that is wrong is said at once.
 */
export interface Finding<T> {
  readonly value: T;
  readonly problems: readonly string[];
  readonly warnings?: readonly string[];
}

/** Members of comma-separated lists; empty ones are passed over. */
export function members(lists: readonly string[] = []): readonly string[] {
  const all = lists.flatMap((list) => list.split(',')).map((member) => member.trim());
  return [...new Set(all.filter((member) => member !== ''))];
}

/** A value as messages show it: quoted, control characters escaped. */
export function quoted(value: string): string {
  return printable(JSON.stringify(value));
}
