import type { BrowserDriver, BrowserSession } from '../browser/index.ts';
import type { PageCell } from '../vocabulary/page-work.ts';
import { cellParameter } from '../vocabulary/exchange.ts';
import type { Wire } from '../wire/index.ts';
import { cookieBatches } from './cookie-batches.ts';
import { cookiesOf, type Engine, type EngineEvents, type PlayableCell, pageTimeoutMs } from './engine.ts';
import { inParallel } from './in-parallel.ts';
import type { OpenPage, PageHost } from './pages.ts';

export interface PageEngineOptions {
  readonly driver: BrowserDriver;
  readonly wire: Wire;
  readonly host: PageHost;
  readonly timeoutMs: number;
  readonly jobs: number;
  readonly signal: AbortSignal;
}

/** Tabs that work at once, beside those that only wait. */
const tabsAtOnce = 3;

/** How much longer than its cells a page may take in all, before it is taken for dead: milliseconds. */
const patienceMs = 30_000;

/** Starts a browser whose pages play the cells. */
export async function startPageEngine(options: PageEngineOptions): Promise<Engine> {
  const { driver, wire, signal } = options;
  const session = await driver.start({
    proxyPort: wire.port,
    certificateFingerprint: wire.certificateFingerprint,
    signal,
  });
  return {
    summary: { id: driver.id, name: session.name, version: session.version, driver: session.driver },
    play: (cells, events) => play(session, options, cells, events),
    close: () => session.close(),
  };
}

async function play<Cell extends PlayableCell>(
  session: BrowserSession,
  options: PageEngineOptions,
  cells: readonly Cell[],
  events: EngineEvents<Cell>,
): Promise<void> {
  const cut = cutShort(session, events.signal);
  const tabs = Math.min(tabsAtOnce, options.jobs);
  const concurrency = Math.max(1, Math.floor(options.jobs / tabs));
  const waits = (cell: Cell) => cell.steps.some(({ waitMs }) => waitMs > 0);
  const open = (page: PageOfCells<Cell>) => playPage({ session, options, concurrency, events, cut }, page);
  await Promise.race([setCookies(session, cells.filter(waits)), cut]);
  const waiting = byOrigin(cells.filter(waits)).map(open);
  for (const [index, batch] of cookieBatches(cells.filter((cell) => !waits(cell))).entries()) {
    // A cookie that is put there counts as never used: Chromium would throw it away before those of the last batch.
    if (index > 0) await Promise.race([session.clearCookies?.(), cut]);
    await Promise.race([setCookies(session, batch), cut]);
    await inParallel(byOrigin(batch), tabs, open);
  }
  await Promise.all(waiting);
}

/** Resolves with why, when no page can go on: the run was interrupted, or the browser has ended. */
function cutShort(session: BrowserSession, signal: AbortSignal): Promise<string> {
  const aborted = new Promise<string>((resolve) => {
    const stop = () => {
      resolve('The run was interrupted.');
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  return Promise.race([aborted, session.ended.then((why) => `The browser ended: ${why}`)]);
}

interface PageOfCells<Cell> {
  readonly origin: string;
  readonly cells: readonly Cell[];
}

function byOrigin<Cell extends PlayableCell>(cells: readonly Cell[]): readonly PageOfCells<Cell>[] {
  const pages = new Map<string, Cell[]>();
  for (const cell of cells) {
    const page = pages.get(cell.origin);
    if (page === undefined) pages.set(cell.origin, [cell]);
    else page.push(cell);
  }
  return [...pages].map(([origin, own]) => ({ origin, cells: own }));
}

async function setCookies(session: BrowserSession, cells: readonly PlayableCell[]): Promise<void> {
  for (const cookie of cookiesOf(cells)) await session.setCookie(cookie);
}

interface Playing<Cell> {
  readonly session: BrowserSession;
  readonly options: PageEngineOptions;
  readonly concurrency: number;
  readonly events: EngineEvents<Cell>;
  readonly cut: Promise<string>;
}

/** Opens one page, and waits until it has told of all its cells, or cannot any more. */
async function playPage<Cell extends PlayableCell>(
  playing: Playing<Cell>,
  page: PageOfCells<Cell>,
): Promise<void> {
  const { options, events, concurrency } = playing;
  if (events.signal.aborted) return;
  const open = new Map(page.cells.map((cell) => [cell.cell, cell]));
  const lines = consoleLines();
  const held: (() => void)[] = [];
  const job = options.host.add({
    origin: page.origin,
    cells: page.cells.map((cell) => toPageCell(cell, pageTimeoutMs(options.timeoutMs))),
    concurrency,
    onReport(report) {
      const cell = open.get(report.cell);
      if (cell === undefined || !open.delete(report.cell)) return;
      const tell = () => {
        events.onReport(cell, report, lines.of(report.cell));
      };
      // The console's lines may come later than the outcome, and not later than the end of the page.
      if (cell.awaitsConsole === true) held.push(tell);
      else tell();
    },
  });
  const problem = await watch(
    playing,
    job,
    lines.add,
    patience(page.cells, pageTimeoutMs(options.timeoutMs)),
  );
  if (isOver(events)) return;
  for (const tell of held) tell();
  for (const cell of open.values())
    events.onProblem(cell, problem ?? 'The page ended without a word about this cell.');
}

/** Asked anew each time: it changes while a page is played. */
function isOver({ signal }: Pick<EngineEvents<never>, 'signal'>): boolean {
  return signal.aborted;
}

function patience(cells: readonly PlayableCell[], timeoutMs: number): number {
  const totals = cells.map(({ steps }) => steps.reduce((sum, { waitMs }) => sum + waitMs + timeoutMs, 0));
  return Math.max(...totals) + patienceMs + cells.length * 50;
}

/** Opens the page and gives what broke it; null when it ended well. */
async function watch(
  { session, cut }: Pick<Playing<never>, 'session' | 'cut'>,
  job: OpenPage,
  onConsole: (line: string) => void,
  patienceFor: number,
): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(
      resolve,
      patienceFor,
      `The page did not end within ${Math.round(patienceFor / 1000)} s.`,
    );
  });
  try {
    const tab = await Promise.race([session.open(job.url, onConsole), late, cut]);
    if (typeof tab === 'string') return tab;
    const problem = await Promise.race([
      job.end.then((end) => (end.problem === undefined ? null : `The page broke: ${end.problem}`)),
      tab.closedBy.then((why) => `The page was closed: ${why}`),
      late,
      cut,
    ]);
    await Promise.race([tab.close(), cut]);
    return problem;
  } catch (error) {
    return `The browser could not open the page: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    clearTimeout(timer);
  }
}

function toPageCell({ cell, steps }: PlayableCell, timeoutMs: number): PageCell {
  return { cell, steps, timeoutMs };
}

/** Lines of a page's console, by the cell whose URL they name. A list grows while the page is open. */
function consoleLines(): { add: (line: string) => void; of: (cell: string) => readonly string[] } {
  const byCell = new Map<string, string[]>();
  const named = new RegExp(`${cellParameter}=([\\w-]+)`);
  const linesOf = (cell: string): string[] => {
    const lines = byCell.get(cell) ?? [];
    byCell.set(cell, lines);
    return lines;
  };
  return {
    add(line) {
      const cell = named.exec(line)?.[1];
      if (cell === undefined) return;
      linesOf(cell).push(line.replaceAll(new RegExp(`[?&]${cellParameter}=[\\w-]+`, 'g'), ''));
    },
    of: linesOf,
  };
}
