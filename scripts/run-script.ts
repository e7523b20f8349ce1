import { exitWhenIdle } from '../src/system/exit.ts';

/**
 * Runs a project script: its status becomes the exit status, Ctrl-C aborts the signal, and an invalid option gives status 2
 * and a one-line message instead of a stack trace.
 */
export async function runScript(main: (signal: AbortSignal) => Promise<number>): Promise<void> {
  exitWhenIdle();
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  try {
    process.exitCode = await main(controller.signal);
  } catch (error) {
    if (!isUsageError(error)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}

/** An invalid option or value: an error of `parseArgs`, or a {@link UsageError} of a script. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

function isUsageError(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
}

/** For scripts without options: exits with status 2 when there is an argument. */
export function refuseArguments(): void {
  const [first] = process.argv.slice(2);
  if (first === undefined) return;
  console.error(`This script takes no arguments: ${first}`);
  process.exit(2);
}
