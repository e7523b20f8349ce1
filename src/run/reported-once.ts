import type { RunnerEvents } from './check-runner.ts';

/**
 * Plays checks so that each is reported once, whatever becomes of the browser: those that were not reported when playing
 * ended or threw have that as their problem.
 * @param play what plays them, and may throw when the browser is gone
 */
export async function reportOnce<Check>(
  checks: readonly Check[],
  events: RunnerEvents<Check>,
  play: (events: RunnerEvents<Check>) => Promise<void>,
): Promise<void> {
  const open = new Set(checks);
  const isFirst = (check: Check) => open.delete(check);
  let problem = 'The browser did not report this check.';
  try {
    await play({
      signal: events.signal,
      onReport(check, report, console) {
        if (isFirst(check)) events.onReport(check, report, console);
      },
      onProblem(check, why) {
        if (isFirst(check)) events.onProblem(check, why);
      },
    });
  } catch (error) {
    problem = `The browser broke: ${error instanceof Error ? error.message : String(error)}`;
  }
  // What an interrupted run did not play is no problem of the browser.
  if (events.signal.aborted) return;
  for (const check of open) events.onProblem(check, problem);
}

/**
 * Reports of a browser, as long as it can be trusted: what it reports after it lost its cookies, caches and connections
 * is not about the server.
 * @param lost gives why it cannot be trusted any more
 */
export function trusted<Check>(
  events: RunnerEvents<Check>,
  { lost }: { lost(): string | null },
): RunnerEvents<Check> {
  return {
    ...events,
    onReport(check, report, console) {
      const why = lost();
      if (why === null) events.onReport(check, report, console);
      else events.onProblem(check, why);
    },
  };
}
