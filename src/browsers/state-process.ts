import { setTimeout as delay } from 'node:timers/promises';
import { commandLineOf, isRunning, processesBelow } from '../system/process-tree.ts';

/**
 * The process of a browser that holds its cookies, caches and connections. When it crashes, browsers start another one
 * and go on without that state: what their pages report then is not about the server any more.
 */
export interface StateProcess {
  /** Why what the browser reports cannot be trusted any more; null while the process runs, and where none was found. */
  lost(): string | null;
  /** Resolves with the same when `lost` first gives it. */
  readonly ended: Promise<string>;
}

/** How long such a process may take to appear after its browser: milliseconds, in steps. */
const patience = { totalMs: 2000, stepMs: 25 };

/** For browsers without such a process, where the main process holds the state. */
export const noStateProcess: StateProcess = { lost: () => null, ended: new Promise(() => {}) };

/**
 * Prepares to find the process of a browser that is started next. Linux shows processes; elsewhere none is found.
 * @param name what messages call it
 * @param pattern what its command line has
 */
export function stateProcessFinder(name: string, pattern: RegExp): () => Promise<StateProcess> {
  if (process.platform !== 'linux') return () => Promise.resolve(noStateProcess);
  const before = new Set(processesBelow(process.pid));
  const find = () =>
    processesBelow(process.pid).find((pid) => !before.has(pid) && pattern.test(commandLineOf(pid)));
  return async () => {
    for (let waited = 0; waited < patience.totalMs; waited += patience.stepMs) {
      const pid = find();
      if (pid !== undefined) return watch(name, pid);
      await delay(patience.stepMs);
    }
    return noStateProcess;
  };
}

function watch(name: string, pid: number): StateProcess {
  let tell: (why: string) => void = () => undefined;
  const ended = new Promise<string>((resolve) => (tell = resolve));
  const lost = () => {
    if (isRunning(pid)) return null;
    const why = `${name} has ended, and with it the browser's cookies, caches and connections.`;
    tell(why);
    return why;
  };
  return { lost, ended };
}
