import { isAlive, ownGroup, signalGroup } from './processes.ts';
import { markedProcesses, processesOfGroup } from './process-tree.ts';

/** All processes of something that was started, those in the background too. */
export interface StartedProcesses {
  /** The ids of those that run. */
  list(): readonly number[];
  signal(signal: NodeJS.Signals): void;
}

/**
 * The processes of a group, and those that have left it but have the marker in their environment (Linux).
 * @param leader the process that was started with `ownGroup`
 * @param marker `NAME=value` in the environment of all of them
 */
export function findStartedProcesses(leader: number | undefined, marker: string): StartedProcesses {
  const list = () => {
    const group = groupOf(leader);
    return [...new Set([...group, ...markedProcesses(marker)])];
  };
  return {
    list,
    signal(signal) {
      signalGroup(leader, signal);
      const group = new Set(groupOf(leader));
      for (const pid of markedProcesses(marker)) if (!group.has(pid)) signalOne(pid, signal);
    },
  };
}

function groupOf(leader: number | undefined): readonly number[] {
  if (leader === undefined) return [];
  if (process.platform === 'linux') return processesOfGroup(leader);
  // Without /proc: a group exists as long as one of its processes does.
  return isAlive(ownGroup ? -leader : leader) ? [leader] : [];
}

function signalOne(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended.
  }
}
