import type { BrowserCapabilities, Cookie } from '../browsers/index.ts';
import type { PageReport } from '../page/work.ts';
import type { BrowserSummary } from '../results/results.ts';
import type { PlannedCheck } from './plan.ts';
import type { ReadyTarget } from '../targets/ready-target.ts';

/** What an engine needs to know of a check. */
export interface PlayableCheck extends Pick<
  PlannedCheck,
  'id' | 'origin' | 'steps' | 'alias' | 'awaitsConsole'
> {
  readonly target: Pick<ReadyTarget, 'origin' | 'cookieName' | 'owner'>;
  /** What is in the jar before; when absent, the target's own cookie for who relies on it. */
  readonly cookies?: readonly Cookie[];
}

/** What plays checks: a browser, or the standard's algorithm in the place of one. */
export interface CheckRunner {
  readonly summary: BrowserSummary;
  readonly capabilities: BrowserCapabilities;
  /**
   * Plays all checks. Every check is told of once, with its outcome or with what broke, unless the signal ends it before.
   */
  play<Check extends PlayableCheck>(checks: readonly Check[], events: RunnerEvents<Check>): Promise<void>;
  close(): Promise<void>;
}

export interface RunnerEvents<Check> {
  readonly onReport: (check: Check, report: PageReport, console: readonly string[]) => void;
  readonly onProblem: (check: Check, problem: string) => void;
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

/** The cookies that these checks find in the jar, each once. One under a name of its own has none until it sets it. */
export function cookiesOf(checks: readonly PlayableCheck[]): readonly Cookie[] {
  const all = checks.flatMap((check): readonly Cookie[] => {
    if (check.cookies !== undefined) return check.cookies;
    const { origin, cookieName } = check.target;
    return reliesOnCookie(check) ? [{ url: origin, name: cookieName, value: 'corspec' }] : [];
  });
  return [...new Map(all.map((cookie) => [`${cookie.url} ${cookie.name}`, cookie])).values()];
}

/** Whether a check relies on the cookie that a target finds in the jar. */
function reliesOnCookie({ steps, alias, origin, target }: PlayableCheck): boolean {
  return (
    alias === undefined &&
    (origin === target.origin || steps.some(({ request }) => request.credentials === 'include'))
  );
}
