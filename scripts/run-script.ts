/**
 * Runs a project script: its status becomes the exit status, Ctrl-C aborts the signal, and an error is one line with
 * status 2, so that an option that a script does not know is refused in words rather than with a stack.
 */
export async function runScript(main: (signal: AbortSignal) => Promise<number>): Promise<void> {
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

/** An option or a value that is wrong: what `parseArgs` throws, and what scripts throw as {@link UsageError}. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

function isUsageError(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
}

/** For scripts that have no options: ends the process with status 2 when there is an argument. */
export function refuseArguments(): void {
  const [first] = process.argv.slice(2);
  if (first === undefined) return;
  console.error(`This script takes no arguments: ${first}`);
  process.exit(2);
}
