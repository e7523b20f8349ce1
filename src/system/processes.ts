import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { createHash } from 'node:crypto';

/** Signals that end a process: from the user, a closed terminal, or a supervisor. */
export const endingSignals: readonly NodeJS.Signals[] =
  process.platform === 'win32'
    ? ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK']
    : ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Whether a child process gets its own process group, so that it can be ended with its descendants and Ctrl-C in the
 * terminal reaches only corspec. On Windows this would open a console window, and children end with their parent.
 */
export const ownGroup = process.platform !== 'win32';

/**
 * Sends a signal to the process group of a child. The group exists as long as one of its processes does, and its number is
 * not reused until then.
 */
export function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(ownGroup ? -pid : pid, signal);
  } catch {
    // The group has no more processes.
  }
}

/** Whether a process with this id exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists and belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * When a process was started, in the kernel's unit, to detect reused process ids. `0` if the platform does not report it or
 * the process does not exist.
 */
export function startTimeOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name, which may contain spaces and parentheses.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0';
  } catch {
    return '0';
  }
}

/** A short id of the machine and its process namespace: process ids of other containers or machines are not comparable. */
export function processSpace(): string {
  let namespace = '';
  try {
    namespace = readlinkSync('/proc/self/ns/pid');
  } catch {
    // Only Linux has process namespaces.
  }
  return createHash('sha256').update(`${hostname()} ${namespace}`).digest('hex').slice(0, 6);
}

/** A name for files and folders of this process: `<machine>-<pid>-<start>`. {@link stateOfOwner} reads it. */
export function ownerName(): string {
  return [processSpace(), process.pid, startTimeOf(process.pid)].join('-');
}

/** Whether the process with an owner's name runs: `unknown` on another machine, and where the text is no such name. */
export function stateOfOwner(owner: string): 'alive' | 'ended' | 'unknown' {
  const [, space, pid, start] = /^([0-9a-f]{6})-(\d+)-(\d+)$/.exec(owner) ?? [];
  if (space !== processSpace() || pid === undefined) return 'unknown';
  if (!isAlive(Number(pid))) return 'ended';
  const startNow = startTimeOf(Number(pid));
  return startNow !== '0' && startNow !== start ? 'ended' : 'alive';
}
