import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** The ids of all processes below one, as Linux has them in /proc. */
export function descendants(root: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? parentOf(Number(name)) : undefined;
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const below = (id: number): number[] =>
    (children.get(id) ?? []).flatMap((child) => [child, ...below(child)]);
  return below(root);
}

/**
 * The processes below this one that were started since, those left out that older ones started meanwhile: a browser that
 * was there before starts processes as it likes.
 */
export function startedSince(before: readonly number[]): readonly number[] {
  const older = new Set(before.flatMap((id) => [id, ...descendants(id)]));
  return descendants(process.pid).filter((id) => !older.has(id));
}

/** The command line of a process; empty when there is none. */
export function commandLine(id: number): string {
  return read(`/proc/${id}/cmdline`)?.replaceAll('\0', ' ') ?? '';
}

/** Resolves when none of these processes runs any more. A zombie has ended and waits for its parent alone. */
export async function untilGone(ids: readonly number[]): Promise<void> {
  while (ids.some((id) => parentOf(id) !== undefined)) await delay(20);
}

function parentOf(id: number): number | undefined {
  // The name in parentheses may hold anything: what counts comes after the last one.
  const fields = read(`/proc/${id}/stat`)
    ?.replace(/^.*\) /s, '')
    .split(' ');
  return fields === undefined || fields[0] === 'Z' ? undefined : Number(fields[1]);
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
