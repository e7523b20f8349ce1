import { setTimeout as delay } from 'node:timers/promises';
import { commandLineOf, isRunning, processesBelow } from '../system/process-tree.ts';

/**
 * The process of a browser that holds its cookies, caches and connections. When it crashes, the browser starts another one
 * and continues without that state: outcomes then no longer show what the server does.
 */
export interface StateProcess {
  /** Why reports of the browser are no longer valid; null while the process runs, and if none was found. */
  lost(): string | null;
  /** Resolves with the same reason when `lost` first returns it. */
  readonly ended: Promise<string>;
}

/** How long such a process may take to start after the browser: milliseconds, in steps. */
const patience = { totalMs: 2000, stepMs: 25 };

/** For browsers whose main process holds the state. */
export const noStateProcess: StateProcess = { lost: () => null, ended: new Promise(() => {}) };

/**
 * Prepares to find the process of the browser that is started next. Only on Linux; elsewhere none is found.
 * @param name its name in messages
 * @param pattern matches its command line
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
  let report: (why: string) => void = () => undefined;
  const ended = new Promise<string>((resolve) => (report = resolve));
  const lost = () => {
    if (isRunning(pid)) return null;
    const why = `${name} exited, so the browser lost its cookies, caches and connections.`;
    report(why);
    return why;
  };
  return { lost, ended };
}
