import type { PageReport } from '../vocabulary/page-work.ts';
import type { BrowserSummary } from '../vocabulary/results.ts';
import type { PlannedCell } from './plan.ts';

/** What plays cells: a browser, or the standard's algorithm in the place of one. */
export interface Engine {
  readonly summary: BrowserSummary;
  /**
   * Plays all cells. Every cell is told of once, with its outcome or with what broke, unless the signal ends it before.
   */
  play(cells: readonly PlannedCell[], events: EngineEvents): Promise<void>;
  close(): Promise<void>;
}

export interface EngineEvents {
  readonly onReport: (cell: PlannedCell, report: PageReport, console: readonly string[]) => void;
  readonly onProblem: (cell: PlannedCell, problem: string) => void;
  readonly signal: AbortSignal;
}

/** Whether a cell relies on the cookie that a target finds in the jar. */
export function asksAboutCookies({ steps, alias, origin, target }: PlannedCell): boolean {
  return (
    alias === undefined &&
    (origin === target.origin || steps.some(({ request }) => request.credentials === 'include'))
  );
}
