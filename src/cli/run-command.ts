import { withWebServers } from '../targets/web-server/index.ts';
import type { CommandLine } from './command-line.ts';
import type { Io } from './output.ts';
import { type CommandStatus, performRun, reportRun } from './perform-run.ts';
import { writeProblems } from './problems.ts';
import { resolveLine } from './resolve-line.ts';
import type { Services } from './services.ts';

export type { CommandStatus } from './perform-run.ts';

/**
 * `corspec run` and `corspec compare`: validates the command line, runs, and writes the reports. When `signal` is aborted,
 * the results so far are reported. Returns the exit status.
 */
export async function runCommand(
  line: CommandLine,
  services: Services,
  io: Io,
  signal: AbortSignal,
): Promise<CommandStatus> {
  const resolved = await resolveLine(line, services.catalogue);
  if (!resolved.ok) {
    writeProblems(io.stderr, `corspec ${line.command}`, resolved.problems);
    return 2;
  }
  const { plan } = resolved;
  const results = await performRun(plan, {
    line,
    services,
    io,
    signal,
    async run(servers, request, hooks) {
      const start = await services.loadRun();
      return withWebServers(servers, hooks, () => start(request, hooks));
    },
  });
  if (results === null) return 3;
  return (await reportRun(results, plan, { line, services, io })).status;
}
