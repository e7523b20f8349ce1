import { machineProblem } from '../system/machine-problem.ts';
import { printable } from '../text/printable.ts';
import type { Io } from './output.ts';

/**
 * Runs a command as this process: its status becomes the exit status once everything is written, and what nobody
 * expected is said to be a fault of corspec, with status 3. Node.js by itself would end with 1, which says that a server
 * fails.
 */
export async function guard(io: Io, command: () => Promise<number>): Promise<void> {
  endQuietlyWithoutReader();
  const onFault = (error: unknown) => {
    sayFault(error, io);
    process.exit(3);
  };
  // Rejections that nobody heard arrive here too.
  process.on('uncaughtException', onFault);
  try {
    process.exitCode = await command();
  } catch (error) {
    sayFault(error, io);
    process.exitCode = 3;
  }
}

/** `corspec list | head` (EPIPE), or a terminal that was closed (EIO): there is no reader any more. */
function endQuietlyWithoutReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    });
  }
}

function sayFault(error: unknown, { stderr, env }: Io): void {
  const problem = machineProblem(error);
  if (problem !== null) {
    stderr.write(`corspec could not run the checks.\n${printable(problem)}\n`);
    return;
  }
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? error.stack : undefined;
  const debug = env['CORSPEC_DEBUG'] !== undefined && env['CORSPEC_DEBUG'] !== '';
  stderr.write(
    `corspec: ${printable(message, { keepNewlines: true })}\n` +
      `This is a fault of corspec, not of the server. Please report it${debug ? ':' : '; CORSPEC_DEBUG=1 shows where it happened.'}\n`,
  );
  if (debug && stack !== undefined) stderr.write(`${printable(stack, { keepNewlines: true })}\n`);
}
