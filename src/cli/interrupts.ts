import { endingSignals } from '../system/processes.ts';
import type { Io } from './output.ts';
import { withOwnProcesses } from './own-processes.ts';

/**
 * Does something that starts processes and can be interrupted: the first signal (Ctrl-C, a closed terminal, `kill`)
 * aborts, so that the results so far can be reported; the second ends the process at once, with status 3. However this
 * process ends, what it started ends with it.
 */
export async function withInterrupts<T>(
  { stderr }: Io,
  action: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(3);
    controller.abort(new Error('interrupted'));
    stderr.write('\nInterrupted: reporting what is done. Once more ends at once.\n');
  };
  for (const name of endingSignals) process.on(name, onSignal);
  try {
    return await withOwnProcesses(() => action(controller.signal));
  } finally {
    for (const name of endingSignals) process.off(name, onSignal);
  }
}
