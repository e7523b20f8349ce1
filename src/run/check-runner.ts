import type { BrowserCapabilities, Cookie } from '../browsers/index.ts';
import type { PageReport } from '../page/work.ts';
import type { BrowserSummary } from '../results/results.ts';
import type { PlannedCheck } from './plan.ts';
import type { ReadyTarget } from '../targets/ready-target.ts';
import { cookiePairs } from './cookie-pairs.ts';

/** The part of a planned check that a runner needs. */
export interface PlayableCheck extends Pick<
  PlannedCheck,
  'id' | 'origin' | 'steps' | 'alias' | 'awaitsConsole'
> {
  readonly target: Pick<ReadyTarget, 'origin' | 'cookieName' | 'cookies' | 'owner'>;
  /** The cookies set before the check; when absent, the target's cookie if the check relies on it. */
  readonly cookies?: readonly Cookie[];
}

/** Runs checks in a browser, or by the standard's algorithm without one. */
export interface CheckRunner {
  readonly summary: BrowserSummary;
  readonly capabilities: BrowserCapabilities;
  /**
   * For how many targets checks are planned and played at a time, so that the plan of a long run is never in memory as a
   * whole. Absent: all at once, because pages of one origin serve all targets.
   */
  readonly targetsAtOnce?: number;
  /**
   * Runs all checks. Each is reported once, with its outcome or its problem, unless the signal ends it before.
   */
  play<Check extends PlayableCheck>(checks: readonly Check[], events: RunnerEvents<Check>): Promise<void>;
  /** Removes what a run has left, such as cookies, so that it does not affect the next one. */
  renew(): Promise<void>;
  close(): Promise<void>;
}

export interface RunnerEvents<Check> {
  readonly onReport: (check: Check, report: PageReport, console: readonly string[]) => void;
  readonly onProblem: (check: Check, problem: string) => void;
  readonly signal: AbortSignal;
}

/**
 * How long a page waits for one request: longer than the proxy waits for the preflight and the actual request, so that
 * the proxy reports the timeout, which knows the cause.
 * @param timeoutMs for a response on the wire: milliseconds
 */
export function pageTimeoutMs(timeoutMs: number): number {
  return 2 * timeoutMs + 1000;
}

/** The cookies that these checks need, each once. A check with its own host name starts without cookies. */
export function cookiesOf(checks: readonly PlayableCheck[]): readonly Cookie[] {
  const all = checks.flatMap((check): readonly Cookie[] => {
    if (check.cookies !== undefined) return check.cookies;
    if (!reliesOnCookie(check)) return [];
    return cookiePairs(check.target).map(([name, value]) => ({ url: check.target.origin, name, value }));
  });
  return [...new Map(all.map((cookie) => [`${cookie.url} ${cookie.name}`, cookie])).values()];
}

/** Whether a check relies on the target's cookie. */
function reliesOnCookie({ steps, alias, origin, target }: PlayableCheck): boolean {
  return (
    alias === undefined &&
    (origin === target.origin || steps.some(({ request }) => request.credentials === 'include'))
  );
}
