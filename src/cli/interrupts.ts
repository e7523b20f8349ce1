import { endingSignals } from '../system/processes.ts';
import type { Io } from './output.ts';
import { withOwnProcesses } from './own-processes.ts';

/**
 * Runs an action that starts processes and can be interrupted: the first signal (Ctrl-C, a closed terminal, `kill`)
 * aborts, so that the results so far can be reported; the second ends the process immediately, with status 3. The
 * processes that it started always end with it.
 */
export async function withInterrupts<T>(
  { stderr }: Io,
  action: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(3);
    controller.abort(new Error('interrupted'));
    stderr.write('\nInterrupted. Reporting the results so far; interrupt again to stop immediately.\n');
  };
  for (const name of endingSignals) process.on(name, onSignal);
  try {
    return await withOwnProcesses(() => action(controller.signal));
  } finally {
    for (const name of endingSignals) process.off(name, onSignal);
  }
}
