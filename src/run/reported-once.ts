import type { RunnerEvents } from './check-runner.ts';

/**
 * Runs checks so that each is reported exactly once, even if the browser fails: a check that was not reported when `play`
 * returned or threw gets that as its problem.
 * @param play runs the checks, and may throw when the browser fails
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
    problem = `Browser error: ${error instanceof Error ? error.message : String(error)}`;
  }
  // Checks that an interrupted run did not reach are not a problem of the browser.
  if (events.signal.aborted) return;
  for (const check of open) events.onProblem(check, problem);
}

/**
 * Passes on the reports of a browser as long as they are valid: after the browser has lost its cookies, caches and
 * connections, an outcome does not show what the server does.
 * @param lost returns why reports are no longer valid, or null
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
