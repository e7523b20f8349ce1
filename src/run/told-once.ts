import type { EngineEvents } from './engine.ts';

/**
 * Plays checks so that each is reported once, whatever becomes of the browser: those that were not reported when playing
 * ended or threw have that as their problem.
 * @param play what plays them, and may throw when the browser is gone
 */
export async function tellOnce<Cell>(
  cells: readonly Cell[],
  events: EngineEvents<Cell>,
  play: (events: EngineEvents<Cell>) => Promise<void>,
): Promise<void> {
  const open = new Set(cells);
  const isFirst = (cell: Cell) => open.delete(cell);
  let problem = 'The browser did not report this check.';
  try {
    await play({
      signal: events.signal,
      onReport(cell, report, console) {
        if (isFirst(cell)) events.onReport(cell, report, console);
      },
      onProblem(cell, why) {
        if (isFirst(cell)) events.onProblem(cell, why);
      },
    });
  } catch (error) {
    problem = `The browser broke: ${error instanceof Error ? error.message : String(error)}`;
  }
  // What an interrupted run did not play is no problem of the browser.
  if (events.signal.aborted) return;
  for (const cell of open) events.onProblem(cell, problem);
}

/**
 * Reports of a browser, as long as it can be trusted: what it reports after it lost its cookies, caches and connections
 * is not about the server.
 * @param lost gives why it cannot be trusted any more
 */
export function trusted<Cell>(
  events: EngineEvents<Cell>,
  { lost }: { lost(): string | null },
): EngineEvents<Cell> {
  return {
    ...events,
    onReport(cell, report, console) {
      const why = lost();
      if (why === null) events.onReport(cell, report, console);
      else events.onProblem(cell, why);
    },
  };
}
