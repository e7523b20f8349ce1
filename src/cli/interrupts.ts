import type { Io } from './output.ts';

const signals = ['SIGINT', 'SIGTERM'] as const;

/**
 * Does something that can be interrupted: the first Ctrl-C aborts the signal, so that what is done can be reported; the
 * second ends the process at once, with status 3.
 */
export async function withInterrupts<T>(
  { stderr }: Io,
  action: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const onSignal = () => {
    // Handlers of `exit` still run, so that browsers are not left behind.
    if (controller.signal.aborted) process.exit(3);
    stderr.write('\nInterrupted: reporting what is done. Once more ends at once.\n');
    controller.abort(new Error('interrupted'));
  };
  for (const name of signals) process.on(name, onSignal);
  try {
    return await action(controller.signal);
  } finally {
    for (const name of signals) process.off(name, onSignal);
  }
}
