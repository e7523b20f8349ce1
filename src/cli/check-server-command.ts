import { checkServer, type ServerCheck } from '../targets/check-server/index.ts';
import type { TargetRequest } from '../targets/target-request.ts';
import { CannotRunError } from '../results/cannot-run-error.ts';
import { printable } from '../text/printable.ts';
import { unmasked } from '../results/redaction.ts';
import type { Catalogue } from './catalogue.ts';
import type { CheckServerOptions } from './command-line.ts';
import { checkServerText } from './check-server-text.ts';
import type { CommandLine } from './command-line.ts';
import { readInputs } from './read-inputs.ts';
import { type Io, wantsColor } from './output.ts';
import { writeProblems } from './problems.ts';
import { shortSecret } from '../options/short-secret.ts';
import { resolveTargets } from './resolve-targets.ts';
import type { CommandStatus } from './run-command.ts';

/**
 * `corspec check-server TARGET`: checks that a server follows the route contract and, for an implementation, the protocol
 * of start and stop. Returns 0 when it does, 1 when it does not, 2 for an invalid command, and 3 when the server cannot be
 * reached or started.
 */
export async function checkServerCommand(
  target: string,
  options: CheckServerOptions,
  catalogue: Catalogue,
  io: Io,
  signal: AbortSignal,
): Promise<CommandStatus> {
  // A server that is checked must have all routes, unless a file lists others.
  const { json, ...given } = options;
  const line: CommandLine = { command: 'run', targets: [target], options: { ...given, routes: options.routes ?? ['standard'] } }; // prettier-ignore
  const { value, problems } = resolveTargets(line, await readInputs(line, catalogue));
  const [resolved] = value;
  if (problems.length > 0 || resolved === undefined) {
    writeProblems(io.stderr, 'corspec check-server', problems);
    return 2;
  }
  for (const name of resolved.kind === 'url' ? unmasked(resolved.headers) : [])
    io.stderr.write(`Warning: --target-header ${printable(shortSecret(name))}\n`);
  const check = await tryCheck(resolved, catalogue, io, signal);
  if (typeof check === 'string') {
    io.stderr.write(`corspec could not check the server.\n${printable(check, { keepNewlines: true })}\n`);
    return 3;
  }
  io.stdout.write(
    json === true
      ? `${JSON.stringify(check, null, 2)}\n`
      : checkServerText(check, wantsColor(io.stdout, io.env)),
  );
  return check.keeps ? 0 : 1;
}

/** The result, or why there is none. Any other error is a bug in corspec. */
async function tryCheck(
  target: TargetRequest,
  { policies }: Catalogue,
  io: Io,
  signal: AbortSignal,
): Promise<ServerCheck | string> {
  try {
    return await checkServer(target, {
      policies,
      signal,
      onEvent: (event) => {
        io.stderr.write(`${printable(event.text, { keepNewlines: true })}\n`);
      },
    });
  } catch (error) {
    if (error instanceof CannotRunError) return error.message;
    throw error;
  }
}
