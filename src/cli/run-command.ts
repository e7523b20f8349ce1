import { withWebServers } from '../targets/web-server/index.ts';
import type { CommandLine } from './command-line.ts';
import type { Io } from './output.ts';
import type { RunRequest } from '../run/request.ts';
import { PartError } from './part-error.ts';
import { type CommandStatus, performRun, reportRun, type RunEventHooks } from './perform-run.ts';
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
  try {
    const results = await performRun(plan, {
      line,
      services,
      io,
      signal,
      async run(servers, request, hooks) {
        const start = await services.loadRun();
        const whole = (asked: RunRequest, own: RunEventHooks) =>
          withWebServers(servers, own, () => start(asked, own));
        if (plan.part === undefined) return whole(request, hooks);
        const { runPart } = await import('./run-part.ts');
        return runPart(plan.part, request, hooks, whole);
      },
    });
    if (results === null) return 3;
    return (await reportRun(results, plan, { line, services, io })).status;
  } catch (error) {
    if (!(error instanceof PartError)) throw error;
    writeProblems(io.stderr, `corspec ${line.command}`, error.problems);
    return 2;
  }
}
