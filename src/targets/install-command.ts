import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { printable } from '../text/printable.ts';
import { hiccupIn, registryOf } from './registry-hiccup.ts';
import { describeEnd, tailOf, TargetError } from './target-error.ts';
import { textTail } from './text-tail.ts';

export interface CommandContext {
  /** The id of the implementation. */
  readonly id: string;
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Receives the command and its output, line by line, escaped. */
  readonly onLine: (line: string) => void;
  /** Receives why a command runs again, with the last lines of its output. Default: `onLine`. */
  readonly onRetry?: ((text: string) => void) | undefined;
  /** How long to wait before a command whose registry did not respond runs again, each time: ms. */
  readonly retryMs?: readonly number[];
}

/** A registry that is back after some seconds is asked in time; one that is not would only delay the run. */
const defaultRetryMs: readonly number[] = [2000, 8000];

/** How many lines of the output say what happened. */
const shownLines = 3;

/**
 * Runs a command in the shell, in corspec's process group, so that Ctrl-C reaches the command too. If its registry did not
 * respond, it runs again, three times in all.
 * @returns the end of its output, at most 64 KiB
 * @throws TargetError 'install-failed' with the end of its output
 */
export async function runInstallCommand(command: string, context: CommandContext): Promise<string> {
  const { retryMs = defaultRetryMs, onLine, onRetry = onLine } = context;
  const attempts = retryMs.length + 1;
  for (let attempt = 1; ; attempt += 1) {
    const result = await runOnce(command, context);
    if (result.failed === null) return result.output;
    const hiccup = hiccupIn(result.output);
    const waitMs = retryMs[attempt - 1];
    if (hiccup === null || waitMs === undefined) throw failed(command, context, { result, hiccup, attempt });
    const lines = result.output.trim().split('\n').slice(-shownLines).join('\n');
    onRetry(
      `${context.id}: ${registryOf(command)} did not respond (${printable(hiccup)}), attempt ${attempt} of ${attempts}; ` +
        `trying again in ${Math.round(waitMs / 1000)} s.${tailOf(`\`${printable(command)}\` wrote at last:`, lines)}`,
    );
    await delay(waitMs);
  }
}

interface CommandResult {
  readonly output: string;
  /** How it ended, if it failed. */
  readonly failed: string | null;
}

async function runOnce(
  command: string,
  { cwd, environment, onLine }: CommandContext,
): Promise<CommandResult> {
  onLine(`$ ${printable(command)}`);
  const child = spawn(command, { cwd, shell: true, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = textTail(64 * 1024);
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', output.push);
    createInterface({ input: stream }).on('line', (line) => onLine(printable(line)));
  }
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { output: output.text(), failed: code === 0 ? null : describeEnd({ code, signal }) };
}

interface Failure {
  readonly result: CommandResult;
  readonly hiccup: string | null;
  readonly attempt: number;
}

function failed(command: string, { id, cwd }: CommandContext, { result, hiccup, attempt }: Failure) {
  const why =
    hiccup === null
      ? 'It may need access to a package registry; run it there manually for details.'
      : `${registryOf(command)} did not respond in ${attempt} attempt${attempt === 1 ? '' : 's'} (${printable(hiccup)}): try again later, or check the network and the proxy.`;
  return new TargetError(
    'install-failed',
    id,
    `${id} could not be installed: \`${printable(command)}\` failed with ${result.failed ?? 'an error'} in ${printable(cwd)}. ` +
      `${why}${tailOf('End of its output:', result.output)}`,
  );
}
