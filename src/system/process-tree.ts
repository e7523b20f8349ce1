import { readdirSync, readFileSync } from 'node:fs';

/**
 * The descendants of a process, from /proc on Linux. None on other platforms.
 * @param root is not included
 */
export function processesBelow(root: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const pid of allProcesses()) {
    const parent = parentOf(pid);
    if (parent === null) continue;
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [pid]);
    else siblings.push(pid);
  }
  const below = (pid: number): number[] =>
    (children.get(pid) ?? []).flatMap((child) => [child, ...below(child)]);
  return below(root);
}

/** The command line of a process, arguments separated by spaces; empty when there is none. */
export function commandLineOf(pid: number): string {
  return (read(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ').trimEnd();
}

/** Whether a process runs (Linux). A zombie does not. */
export function isRunning(pid: number): boolean {
  return parentOf(pid) !== null;
}

/** The processes of a process group (Linux). Zombies do not count. */
export function processesOfGroup(group: number): readonly number[] {
  return allProcesses().filter((pid) => statOf(pid)?.group === group);
}

/** The processes with an entry in the environment that they were started with (Linux). @param entry `NAME=value` */
export function markedProcesses(entry: string): readonly number[] {
  return allProcesses().filter(
    (pid) => (read(`/proc/${pid}/environ`) ?? '').split('\0').includes(entry) && isRunning(pid),
  );
}

function allProcesses(): readonly number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

function parentOf(pid: number): number | null {
  return statOf(pid)?.parent ?? null;
}

/** Null when it does not run. */
function statOf(pid: number): { readonly parent: number; readonly group: number } | null {
  const stat = read(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The name in parentheses may contain anything: the fields follow the last parenthesis.
  const [state, parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return state === 'Z' || state === 'X' ? null : { parent: Number(parent), group: Number(group) };
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
