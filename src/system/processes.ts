import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { createHash } from 'node:crypto';

/** Signals by which a user, a terminal that is closed, or a supervisor asks a process to end. */
export const endingSignals: readonly NodeJS.Signals[] =
  process.platform === 'win32'
    ? ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK']
    : ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Whether a child gets a process group of its own, so that it can be ended with everything that it starts and Ctrl-C in
 * the terminal reaches corspec alone. On Windows this would open a console window, and children end with their parent.
 */
export const ownGroup = process.platform !== 'win32';

/**
 * Sends a signal to a child that has a process group of its own, and to everything in that group. The group outlives its
 * first process for as long as something in it lives, and its number is not used again.
 */
export function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(ownGroup ? -pid : pid, signal);
  } catch {
    // No process of the group is left.
  }
}

/** Whether there is a process with this number. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: there is one, of another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * When a process was started, in the kernel's own unit: numbers of processes are used again, and this tells two of them
 * apart. `0` where the platform does not tell, or no such process is there.
 */
export function startTimeOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name, and may hold spaces and parentheses.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0';
  } catch {
    return '0';
  }
}

/** A short name for the numbering of processes: those of another container or machine mean nothing here. */
export function processSpace(): string {
  let namespace = '';
  try {
    namespace = readlinkSync('/proc/self/ns/pid');
  } catch {
    // Only Linux has several on one machine.
  }
  return createHash('sha256').update(`${hostname()} ${namespace}`).digest('hex').slice(0, 6);
}
