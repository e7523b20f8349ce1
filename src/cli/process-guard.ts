import { exitWhenIdle } from '../system/exit.ts';
import { machineProblem } from '../system/machine-problem.ts';
import { printable } from '../text/printable.ts';
import type { Io } from './output.ts';

/**
 * Runs a command as this process: its status becomes the exit status once all output is written, and an unexpected error
 * is reported as a bug in corspec, with status 3. By default Node.js would exit with 1, which means that a server fails.
 */
export async function guard(io: Io, command: () => Promise<number>): Promise<void> {
  ignoreClosedOutput();
  exitWhenIdle();
  const onError = (error: unknown) => {
    writeError(error, io);
    process.exit(3);
  };
  // Unhandled rejections arrive here too.
  process.on('uncaughtException', onError);
  try {
    process.exitCode = await command();
  } catch (error) {
    writeError(error, io);
    process.exitCode = 3;
  }
}

/** `corspec list | head` (EPIPE), or a closed terminal (EIO): the output is not read any more. */
function ignoreClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    });
  }
}

function writeError(error: unknown, { stderr, env }: Io): void {
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
      `This is a bug in corspec, not in the server. Please report it${debug ? ':' : '; CORSPEC_DEBUG=1 shows the stack trace.'}\n`,
  );
  if (debug && stack !== undefined) stderr.write(`${printable(stack, { keepNewlines: true })}\n`);
}
