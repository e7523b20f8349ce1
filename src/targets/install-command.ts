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
  /** How long to wait before a command whose registry did not respond runs again: ms. Default: 3 s. */
  readonly retryMs?: number;
}

/**
 * Runs a command in the shell, in corspec's process group, so that Ctrl-C reaches the command too. If its registry did not
 * respond, it runs once more.
 * @returns the end of its output, at most 64 KiB
 * @throws TargetError 'install-failed' with the end of its output
 */
export async function runInstallCommand(command: string, context: CommandContext): Promise<string> {
  const first = await runOnce(command, context);
  if (first.failed === null) return first.output;
  const hiccup = hiccupIn(first.output);
  if (hiccup === null) throw failed(command, context, first);
  context.onLine(`${registryOf(command)} did not respond (${printable(hiccup)}); trying again.`);
  await delay(context.retryMs ?? 3000);
  const second = await runOnce(command, context);
  if (second.failed === null) return second.output;
  throw failed(command, context, second);
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

function failed(command: string, { id, cwd }: CommandContext, { output, failed: end }: CommandResult) {
  const hiccup = hiccupIn(output);
  const why =
    hiccup === null
      ? 'It may need access to a package registry; run it there manually for details.'
      : `${registryOf(command)} did not respond, twice (${printable(hiccup)}): try again later, or check the network and the proxy.`;
  return new TargetError(
    'install-failed',
    id,
    `${id} could not be installed: \`${printable(command)}\` failed with ${end ?? 'an error'} in ${printable(cwd)}. ` +
      `${why}${tailOf('End of its output:', output)}`,
  );
}
