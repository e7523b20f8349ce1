import type { PageReport } from '../vocabulary/page-work.ts';
import type { BrowserSummary } from '../vocabulary/results.ts';
import type { PlannedCell } from './plan.ts';
import type { ReadyTarget } from './ready-target.ts';

/** What an engine needs to know of a cell. */
export interface PlayableCell extends Pick<PlannedCell, 'cell' | 'origin' | 'steps' | 'alias'> {
  readonly target: Pick<ReadyTarget, 'origin' | 'cookieName'>;
}

/** What plays cells: a browser, or the standard's algorithm in the place of one. */
export interface Engine {
  readonly summary: BrowserSummary;
  /**
   * Plays all cells. Every cell is told of once, with its outcome or with what broke, unless the signal ends it before.
   */
  play<Cell extends PlayableCell>(cells: readonly Cell[], events: EngineEvents<Cell>): Promise<void>;
  close(): Promise<void>;
}

export interface EngineEvents<Cell> {
  readonly onReport: (cell: Cell, report: PageReport, console: readonly string[]) => void;
  readonly onProblem: (cell: Cell, problem: string) => void;
  readonly signal: AbortSignal;
}

/** Whether a cell relies on the cookie that a target finds in the jar. */
export function asksAboutCookies({ steps, alias, origin, target }: PlayableCell): boolean {
  return (
    alias === undefined &&
    (origin === target.origin || steps.some(({ request }) => request.credentials === 'include'))
  );
}
