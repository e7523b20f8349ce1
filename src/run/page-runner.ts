import type { BrowserDriver, BrowserSession } from '../browsers/index.ts';
import type { RecordingProxy } from '../proxy/index.ts';
import { type ReusedBrowser, reuseBrowser } from './browser-keeper.ts';
import { cookieBatches } from './cookie-batches.ts';
import { frameSetOrigins } from './frame-set-origins.ts';
import { documentsOf, type Stage, stagesOf, type TabChecks, tabsOf } from './documents.ts';
import { cookiesOf, type CheckRunner, type RunnerEvents, type PlayableCheck } from './check-runner.ts';
import { inParallel } from '../system/in-parallel.ts';
import { playPage, type Playing } from './page-player.ts';
import type { PageHost } from '../page/pages.ts';
import { reportOnce, trusted } from './reported-once.ts';

export interface PageRunnerOptions {
  readonly driver: BrowserDriver;
  readonly proxy: RecordingProxy;
  readonly host: PageHost;
  readonly timeoutMs: number;
  readonly jobs: number;
  /** Opens every page in a tab of its own. */
  readonly tabsOnly: boolean;
  readonly signal: AbortSignal;
}

interface PlayOptions extends PageRunnerOptions {
  /** Whether the browser has played checks of other targets, so that it has cookies of them. */
  readonly isAgain: boolean;
}

/** The number of concurrent tabs, not counting tabs that only wait. */
const tabsAtOnce = 3;

/** Starts a browser whose pages run the checks. */
export async function startPageRunner(options: PageRunnerOptions): Promise<CheckRunner> {
  const { driver, proxy, signal } = options;
  const { capabilities } = driver;
  const start = () =>
    driver.start({
      proxyPort: proxy.port,
      ...(proxy.remote && { remoteProxy: proxy.remote }),
      certificateFingerprint: proxy.certificateFingerprint,
      signal,
    });
  const first = await start();
  const browser = reuseBrowser(first, start);
  let hasPlayed = false;
  return {
    summary: { id: driver.id, name: first.name, version: first.version, driver: first.driver },
    capabilities:
      first.lacks === undefined
        ? capabilities
        : { ...capabilities, lacks: { ...capabilities.lacks, ...first.lacks } },
    play(checks, events) {
      const isAgain = hasPlayed;
      hasPlayed = true;
      return play(browser, { ...options, isAgain }, checks, events);
    },
    renew: () => browser.renew(),
    close: () => browser.close(),
  };
}

async function play<Check extends PlayableCheck>(
  browser: ReusedBrowser,
  options: PlayOptions,
  checks: readonly Check[],
  events: RunnerEvents<Check>,
): Promise<void> {
  // For each run: between runs, the proxy forgets all pages.
  for (const origin of frameSetOrigins) options.proxy.addPages(origin);
  for (const stage of stagesOf(checks)) {
    if (isOver(events)) return;
    const session = await browser.sessionFor(stage.owner).catch((error: unknown) => reasonOf(error));
    if (typeof session === 'string') {
      if (!isOver(events)) for (const check of stage.checks) events.onProblem(check, session);
    } else
      await reportOnce(stage.checks, trusted(events, session), (told) =>
        playStage(session, options, stage, told),
      );
  }
}

/** A function, because the value changes while checks run. */
function isOver({ signal }: Pick<RunnerEvents<never>, 'signal'>): boolean {
  return signal.aborted;
}

function reasonOf(error: unknown): string {
  return `The browser could not be restarted: ${error instanceof Error ? error.message : String(error)}`;
}

async function playStage<Check extends PlayableCheck>(
  session: BrowserSession,
  { host, proxy, timeoutMs, jobs, tabsOnly, isAgain }: PlayOptions,
  { owner, checks }: Stage<Check>,
  events: RunnerEvents<Check>,
): Promise<void> {
  const interrupted = whenInterrupted(session, events.signal);
  const tabs = Math.min(tabsAtOnce, jobs);
  const concurrency = Math.max(1, Math.floor(jobs / tabs));
  const playing = { session, host, timeoutMs, concurrency, events, interrupted };
  const open = (tab: TabChecks<Check>) =>
    tab.frames !== undefined && tab.runsTargetCode
      ? playFramedCode(playing, tab, { proxy, tabs })
      : playPage(playing, tab);
  const group = tabsOnly ? documentsOf<Check> : tabsOf<Check>;
  if (isAgain) await Promise.race([session.clearCookies?.(), interrupted]);
  const waits = (check: Check) => check.steps.some(({ waitMs }) => waitMs > 0);
  await Promise.race([setCookies(session, checks.filter(waits)), interrupted]);
  const waiting = group(checks.filter(waits)).map(open);
  for (const [index, batch] of cookieBatches(checks.filter((check) => !waits(check))).entries()) {
    // A cookie that was just set counts as never used: Chromium would evict it before those of the previous batch.
    if (index > 0 || owner !== null) await Promise.race([session.clearCookies?.(), interrupted]);
    await Promise.race([setCookies(session, batch), interrupted]);
    await inParallel(group(batch), tabs, open);
  }
  await Promise.all(waiting);
}

/**
 * Plays checks with code of a server at a URL in frames. Code that never ends or shows something else in its frame can
 * prevent the outcomes of other frames: a check without an outcome is played again, in a tab of its own.
 */
async function playFramedCode<Check extends PlayableCheck>(
  playing: Playing<Check>,
  tab: TabChecks<Check>,
  { proxy, tabs }: { readonly proxy: RecordingProxy; readonly tabs: number },
): Promise<void> {
  const again: Check[] = [];
  await playPage({ ...playing, events: { ...playing.events, onProblem: (check) => again.push(check) } }, tab);
  // Removes the exchanges that belong to no outcome.
  await Promise.all(again.map(({ id }) => proxy.take(id)));
  await inParallel(documentsOf(again), tabs, (document) => playPage(playing, document));
}

/** Resolves with the reason when no page can continue: the run was interrupted, or the browser has exited. */
function whenInterrupted(session: BrowserSession, signal: AbortSignal): Promise<string> {
  const aborted = new Promise<string>((resolve) => {
    const stop = () => {
      resolve('The run was interrupted.');
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  return Promise.race([aborted, session.ended.then((why) => `The browser exited: ${why}`)]);
}

async function setCookies(session: BrowserSession, checks: readonly PlayableCheck[]): Promise<void> {
  for (const cookie of cookiesOf(checks)) await session.setCookie(cookie);
}
