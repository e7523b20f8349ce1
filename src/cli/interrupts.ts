import { endingSignals } from '../system/processes.ts';
import type { Io } from './output.ts';
import { withOwnProcesses } from './own-processes.ts';

/** Set by an action while it only waits: an interrupt then ends it, and there are no results to report. */
export interface IdleState {
  isIdle: boolean;
}

/**
 * Runs an action that starts processes and can be interrupted: the first signal (Ctrl-C, a closed terminal, `kill`)
 * aborts, so that the results so far can be reported; the second ends the process immediately, with status 3. The
 * processes that it started always end with it.
 */
export async function withInterrupts<T>(
  { stderr }: Io,
  action: (signal: AbortSignal, idle: IdleState) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const idle: IdleState = { isIdle: false };
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(3);
    controller.abort(new Error('interrupted'));
    if (idle.isIdle) return;
    stderr.write('\nInterrupted. Reporting the results so far; interrupt again to stop immediately.\n');
  };
  for (const name of endingSignals) process.on(name, onSignal);
  try {
    return await withOwnProcesses(() => action(controller.signal, idle));
  } finally {
    for (const name of endingSignals) process.off(name, onSignal);
  }
}
