import type { BrowserSession } from '../browsers/index.ts';
import type { PageCell } from '../page/work.ts';
import { consoleLines } from './console-lines.ts';
import type { DocumentCells } from './documents.ts';
import { type EngineEvents, type PlayableCell, pageTimeoutMs } from './engine.ts';
import type { OpenPage, PageHost } from '../page/pages.ts';

/** What all pages of a browser are played with. */
export interface Playing<Cell> {
  readonly session: BrowserSession;
  readonly host: PageHost;
  readonly timeoutMs: number;
  /** Requests of one page at once. */
  readonly concurrency: number;
  readonly events: EngineEvents<Cell>;
  /** Resolves with why, when no page can go on. */
  readonly cut: Promise<string>;
}

/**
 * How much longer than its cells a page may take in all, before it is taken for dead: milliseconds. The code of a target
 * may never end, and has no other requests to wait for.
 */
const patienceMs = 30_000;
const patienceWithCodeMs = 15_000;
/** How long a tab may take to close: milliseconds. */
const closingMs = 10_000;

/** Opens one page, and waits until it has reported all its cells, or cannot any more. */
export async function playPage<Cell extends PlayableCell>(
  playing: Playing<Cell>,
  page: DocumentCells<Cell>,
): Promise<void> {
  const { host, events, concurrency, timeoutMs } = playing;
  if (events.signal.aborted) return;
  const open = new Map(page.cells.map((cell) => [cell.cell, cell]));
  const take = (id: string): Cell | undefined => {
    const cell = open.get(id);
    open.delete(id);
    return cell;
  };
  const lines = consoleLines();
  const held: (() => void)[] = [];
  const job = host.add({
    origin: page.origin,
    cells: page.cells.map((cell) => toPageCell(cell, pageTimeoutMs(timeoutMs))),
    concurrency,
    runsTargetCode: page.runsTargetCode,
    onReport(report) {
      const cell = take(report.cell);
      if (cell === undefined) return;
      const tell = () => {
        events.onReport(cell, report, lines.of(report.cell));
      };
      // The console's lines may come later than the outcome, and not later than the end of the page.
      if (cell.awaitsConsole === true) held.push(tell);
      else tell();
    },
    onProblem(found) {
      const cell = take(found.cell);
      if (cell !== undefined) events.onProblem(cell, found.problem);
    },
  });
  const problem = await watch(playing, page, job, lines.add);
  job.close();
  if (isOver(events)) return;
  for (const tell of held) tell();
  for (const cell of open.values())
    events.onProblem(cell, problem ?? 'The page ended without a word about this cell.');
}

/** Asked anew each time: it changes while a page is played. */
function isOver({ signal }: Pick<EngineEvents<never>, 'signal'>): boolean {
  return signal.aborted;
}

function patience(
  { cells, runsTargetCode }: DocumentCells<Pick<PlayableCell, 'steps'>>,
  timeoutMs: number,
): number {
  const totals = cells.map(({ steps }) => steps.reduce((sum, { waitMs }) => sum + waitMs + timeoutMs, 0));
  return Math.max(...totals) + (runsTargetCode ? patienceWithCodeMs : patienceMs + cells.length * 50);
}

/** Opens the page and gives what broke it; null when it ended well. */
async function watch<Cell extends PlayableCell>(
  { session, cut, timeoutMs }: Playing<Cell>,
  page: DocumentCells<Cell>,
  job: OpenPage,
  onConsole: (line: string) => void,
): Promise<string | null> {
  const patienceFor = patience(page, pageTimeoutMs(timeoutMs));
  const late = timer(patienceFor, `The page did not end within ${Math.round(patienceFor / 1000)} s.`);
  const closing: Timer[] = [];
  try {
    const tab = await Promise.race([session.open(job.url, onConsole), late.passed, cut]);
    if (typeof tab === 'string') return tab;
    const problem = await Promise.race([
      job.end.then((end) => (end.problem === undefined ? null : `The page broke: ${end.problem}`)),
      tab.closedBy.then((why) => `The page was closed: ${why}`),
      late.passed,
      cut,
    ]);
    const limit = timer(closingMs, '');
    closing.push(limit);
    // A tab that is used again has had no page but those of corspec, and they came to their end.
    const reuse = problem === null && !(page.runsTargetCode && page.cells[0]?.target.owner !== undefined);
    await Promise.race([tab.close({ reuse }), limit.passed, cut]);
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

function toPageCell({ cell, steps }: PlayableCell, timeoutMs: number): PageCell {
  return { cell, steps, timeoutMs };
}
