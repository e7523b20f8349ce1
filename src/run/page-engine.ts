import type { BrowserDriver, BrowserSession } from '../browsers/index.ts';
import type { Wire } from '../proxy/index.ts';
import { type BrowserKeeper, keepBrowser } from './browser-keeper.ts';
import { cookieBatches } from './cookie-batches.ts';
import { documentsOf, type Stage, stagesOf } from './documents.ts';
import { cookiesOf, type Engine, type EngineEvents, type PlayableCell } from './engine.ts';
import { inParallel } from '../system/in-parallel.ts';
import { playPage } from './page-player.ts';
import type { PageHost } from '../page/pages.ts';
import { tellOnce, trusted } from './told-once.ts';

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

/** Starts a browser whose pages play the cells. */
export async function startPageEngine(options: PageEngineOptions): Promise<Engine> {
  const { driver, wire, signal } = options;
  const start = () =>
    driver.start({ proxyPort: wire.port, certificateFingerprint: wire.certificateFingerprint, signal });
  const first = await start();
  const browser = keepBrowser(first, start);
  return {
    summary: { id: driver.id, name: first.name, version: first.version, driver: first.driver },
    play: (cells, events) => play(browser, options, cells, events),
    close: () => browser.close(),
  };
}

async function play<Cell extends PlayableCell>(
  browser: BrowserKeeper,
  options: PageEngineOptions,
  cells: readonly Cell[],
  events: EngineEvents<Cell>,
): Promise<void> {
  for (const stage of stagesOf(cells)) {
    if (isOver(events)) return;
    const session = await browser.sessionFor(stage.owner).catch((error: unknown) => reasonOf(error));
    if (typeof session === 'string') {
      if (!isOver(events)) for (const cell of stage.cells) events.onProblem(cell, session);
    } else
      await tellOnce(stage.cells, trusted(events, session), (told) =>
        playStage(session, options, stage, told),
      );
  }
}

/** Asked anew each time: it changes while cells are played. */
function isOver({ signal }: Pick<EngineEvents<never>, 'signal'>): boolean {
  return signal.aborted;
}

function reasonOf(error: unknown): string {
  return `The browser did not start again: ${error instanceof Error ? error.message : String(error)}`;
}

async function playStage<Cell extends PlayableCell>(
  session: BrowserSession,
  { host, timeoutMs, jobs }: PageEngineOptions,
  { owner, cells }: Stage<Cell>,
  events: EngineEvents<Cell>,
): Promise<void> {
  const cut = cutShort(session, events.signal);
  const tabs = Math.min(tabsAtOnce, jobs);
  const concurrency = Math.max(1, Math.floor(jobs / tabs));
  const playing = { session, host, timeoutMs, concurrency, events, cut };
  const open = (document: ReturnType<typeof documentsOf<Cell>>[number]) => playPage(playing, document);
  const waits = (cell: Cell) => cell.steps.some(({ waitMs }) => waitMs > 0);
  await Promise.race([setCookies(session, cells.filter(waits)), cut]);
  const waiting = documentsOf(cells.filter(waits)).map(open);
  for (const [index, batch] of cookieBatches(cells.filter((cell) => !waits(cell))).entries()) {
    // A cookie that is put there counts as never used: Chromium would throw it away before those of the last batch.
    if (index > 0 || owner !== null) await Promise.race([session.clearCookies?.(), cut]);
    await Promise.race([setCookies(session, batch), cut]);
    await inParallel(documentsOf(batch), tabs, open);
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

async function setCookies(session: BrowserSession, cells: readonly PlayableCell[]): Promise<void> {
  for (const cookie of cookiesOf(cells)) await session.setCookie(cookie);
}
