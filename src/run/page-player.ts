import type { BrowserSession } from '../browsers/index.ts';
import type { PageCheck } from '../page/work.ts';
import { consoleLines } from './console-lines.ts';
import type { DocumentChecks, TabChecks } from './documents.ts';
import { type RunnerEvents, type PlayableCheck, pageTimeoutMs } from './check-runner.ts';
import type { OpenPage, PageHost } from '../page/pages.ts';

/** What all pages of a browser share. */
export interface Playing<Check> {
  readonly session: BrowserSession;
  readonly host: PageHost;
  readonly timeoutMs: number;
  /** Requests of one page at once. */
  readonly concurrency: number;
  readonly events: RunnerEvents<Check>;
  /** Resolves with the reason when no page can continue. */
  readonly interrupted: Promise<string>;
}

/**
 * How much longer than its checks a page may take in total before it counts as failed: milliseconds. A page with code of
 * a target gets less, because such code may never end and the page runs a single check.
 */
const extraTimeMs = 30_000;
const extraTimeWithCodeMs = 15_000;
/** How long a tab may take to close: milliseconds. */
const closingMs = 10_000;

/** Opens one page and waits until it has reported all its checks or has failed. */
export async function playPage<Check extends PlayableCheck>(
  playing: Playing<Check>,
  page: TabChecks<Check>,
): Promise<void> {
  const { host, events, concurrency, timeoutMs } = playing;
  if (events.signal.aborted) return;
  const open = new Map(page.checks.map((check) => [check.id, check]));
  const take = (id: string): Check | undefined => {
    const check = open.get(id);
    open.delete(id);
    return check;
  };
  const lines = consoleLines();
  const held: (() => void)[] = [];
  const documentJob = ({ origin, checks, runsTargetCode }: DocumentChecks<Check>) => ({
    origin,
    runsTargetCode,
    checks: checks.map((check) => toPageCheck(check, pageTimeoutMs(timeoutMs))),
  });
  const job = host.add({
    ...documentJob(page),
    ...(page.frames === undefined ? {} : { frames: page.frames.map(documentJob) }),
    concurrency,
    onReport(report) {
      const check = take(report.check);
      if (check === undefined) return;
      const tell = () => {
        events.onReport(check, report, lines.of(report.check));
      };
      // Console lines may arrive after the outcome, but not after the end of the page.
      if (check.awaitsConsole === true) held.push(tell);
      else tell();
    },
    onProblem(found) {
      const check = take(found.check);
      if (check !== undefined) events.onProblem(check, found.problem);
    },
  });
  const problem = await watch(playing, page, job, lines.add);
  job.close();
  if (isOver(events)) return;
  for (const tell of held) tell();
  for (const check of open.values())
    events.onProblem(check, problem ?? 'The page ended without a result for this check.');
}

/** A function, because the value changes while a page runs. */
function isOver({ signal }: Pick<RunnerEvents<never>, 'signal'>): boolean {
  return signal.aborted;
}

function pageTimeLimit(
  { checks, runsTargetCode }: DocumentChecks<Pick<PlayableCheck, 'steps'>>,
  timeoutMs: number,
): number {
  const totals = checks.map(({ steps }) => steps.reduce((sum, { waitMs }) => sum + waitMs + timeoutMs, 0));
  return Math.max(...totals) + (runsTargetCode ? extraTimeWithCodeMs : extraTimeMs + checks.length * 50);
}

/** Opens the page. Returns its problem, or null when it ended normally. */
async function watch<Check extends PlayableCheck>(
  { session, interrupted, timeoutMs }: Playing<Check>,
  page: DocumentChecks<Check>,
  job: OpenPage,
  onConsole: (line: string) => void,
): Promise<string | null> {
  const patienceFor = pageTimeLimit(page, pageTimeoutMs(timeoutMs));
  const late = timer(patienceFor, `The page did not finish within ${Math.round(patienceFor / 1000)} s.`);
  const closing: Timer[] = [];
  try {
    const tab = await Promise.race([session.open(job.url, onConsole), late.passed, interrupted]);
    if (typeof tab === 'string') return tab;
    const problem = await Promise.race([
      job.end.then((end) => (end.problem === undefined ? null : `The page failed: ${end.problem}`)),
      tab.closedBy.then((why) => `The page was closed: ${why}`),
      late.passed,
      interrupted,
    ]);
    const limit = timer(closingMs, '');
    closing.push(limit);
    // A tab is reused only if all its pages were corspec's own and ended normally.
    const reuse = problem === null && !(page.runsTargetCode && page.checks[0]?.target.owner !== undefined);
    await Promise.race([tab.close({ reuse }), limit.passed, interrupted]);
    return problem;
  } catch (error) {
    return `The browser could not open the page: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    for (const each of [late, ...closing]) each.clear();
  }
}

interface Timer {
  readonly passed: Promise<string>;
  readonly clear: () => void;
}

function timer(milliseconds: number, says: string): Timer {
  let handle: NodeJS.Timeout | undefined;
  const passed = new Promise<string>((resolve) => {
    handle = setTimeout(resolve, milliseconds, says);
  });
  return { passed, clear: () => clearTimeout(handle) }; // prettier-ignore
}

function toPageCheck({ id: check, steps }: PlayableCheck, timeoutMs: number): PageCheck {
  return { id: check, steps, timeoutMs };
}
