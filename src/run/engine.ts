import type { Cookie } from '../browsers/index.ts';
import type { PageReport } from '../page/work.ts';
import type { BrowserSummary } from '../results/results.ts';
import type { PlannedCell } from './plan.ts';
import type { ReadyTarget } from '../targets/ready-target.ts';

/** What an engine needs to know of a cell. */
export interface PlayableCell extends Pick<
  PlannedCell,
  'cell' | 'origin' | 'steps' | 'alias' | 'awaitsConsole'
> {
  readonly target: Pick<ReadyTarget, 'origin' | 'cookieName' | 'owner'>;
  /** What is in the jar before; when absent, the target's own cookie for who relies on it. */
  readonly cookies?: readonly Cookie[];
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

/**
 * How long a page waits for one request: longer than the proxy does for its preflight and its actual request, so that it
 * is the proxy that tells what was waited for.
 * @param timeoutMs for a response on the wire: milliseconds
 */
export function pageTimeoutMs(timeoutMs: number): number {
  return 2 * timeoutMs + 1000;
}

/** The cookies that these cells find in the jar, each once. One under a name of its own has none until it sets it. */
export function cookiesOf(cells: readonly PlayableCell[]): readonly Cookie[] {
  const all = cells.flatMap((cell): readonly Cookie[] => {
    if (cell.cookies !== undefined) return cell.cookies;
    const { origin, cookieName } = cell.target;
    return reliesOnCookie(cell) ? [{ url: origin, name: cookieName, value: 'corspec' }] : [];
  });
  return [...new Map(all.map((cookie) => [`${cookie.url} ${cookie.name}`, cookie])).values()];
}

/** Whether a cell relies on the cookie that a target finds in the jar. */
function reliesOnCookie({ steps, alias, origin, target }: PlayableCell): boolean {
  return (
    alias === undefined &&
    (origin === target.origin || steps.some(({ request }) => request.credentials === 'include'))
  );
}
