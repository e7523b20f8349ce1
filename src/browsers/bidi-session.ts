import { blankPath } from '../proxy/reserved-paths.ts';
import type { BiDi } from './bidi.ts';
import type { BrowserId, BrowserSession, Cookie, Tab } from './driver.ts';
import { showPage, takeIdle } from './tab-pages.ts';

export interface BiDiSessionParts {
  readonly id: BrowserId;
  readonly name: string;
  readonly bidi: BiDi;
  /** Resolves with the reason when the browser has exited. */
  readonly exited: Promise<string>;
  readonly driver?: string;
  /** Ends the browser; called once. */
  readonly stop: () => Promise<void>;
}

/** What the tabs of a browser share. */
interface Tabs {
  readonly bidi: BiDi;
  /** Tabs that show a blank page: a new tab takes several times as long as another URL in one. */
  readonly idle: Set<string>;
  /** Called when a tab was closed or has crashed, by its browsing context. */
  readonly onGone: Map<string, () => void>;
  /** Receive the console lines of all tabs. */
  readonly consoles: Set<(line: string) => void>;
}

const forever = new Promise<never>(() => {});

/**
 * A session over WebDriver BiDi. It subscribes to no event of traffic: that is the proxy's task, and each event costs time in
 * the browser and here.
 */
export async function bidiSession({
  id,
  name,
  bidi,
  exited,
  driver = 'WebDriver BiDi',
  stop,
}: BiDiSessionParts): Promise<BrowserSession> {
  const tabs: Tabs = { bidi, idle: new Set(), onGone: new Map(), consoles: new Set() };
  const lose = (context: string) => {
    tabs.idle.delete(context);
    tabs.onGone.get(context)?.();
  };
  bidi.on('browsingContext.contextDestroyed', ({ context }) => {
    lose(String(context));
  });
  // A tab whose process has exited is not destroyed: Firefox replaces its document. No page of corspec navigates there.
  bidi.on('browsingContext.navigationCommitted', ({ context, url }) => {
    if (url === 'about:blank') lose(String(context));
  });
  bidi.on('log.entryAdded', ({ text }) => {
    for (const tell of tabs.consoles) tell(String(text));
  });
  await bidi.send('session.subscribe', { events: ['log.entryAdded', 'browsingContext.contextDestroyed'] });
  // Browsers before 2025 do not have this event: there, a page whose process has exited takes all its time.
  await bidi.send('session.subscribe', { events: ['browsingContext.navigationCommitted'] }).catch(() => {});
  let closing: Promise<void> | undefined;
  const ended = exited.then((why) =>
    closing ? forever : `${name} exited unexpectedly: it crashed or was killed (${why}).`,
  );
  return {
    id,
    name,
    version: bidi.browserVersion,
    driver,
    ended,
    // The main process holds cookies, caches and connections.
    lost: () => null,
    open: (url, onConsole) => openTab(tabs, url, onConsole),
    async setCookie(cookie) {
      await bidi.send('storage.setCookie', { cookie: bidiCookie(cookie) });
    },
    async clearCookies() {
      await bidi.send('storage.deleteCookies');
    },
    close: () => (closing ??= stop()),
  };
}

/** The console lines of other tabs come too: a check finds its own by its URL. */
async function openTab(
  tabs: Tabs,
  url: string,
  onConsole: ((line: string) => void) | undefined,
): Promise<Tab> {
  const { bidi, idle, onGone, consoles } = tabs;
  const tab = takeIdle(idle) ?? (await newTab(bidi));
  let isGone = false;
  const gone = new Promise<void>((resolve) => {
    onGone.set(tab, () => {
      isGone = true;
      resolve();
    });
  });
  if (onConsole !== undefined) consoles.add(onConsole);
  const release = async (reuse: boolean) => {
    onGone.delete(tab);
    const closeTab = () => bidi.send('browsingContext.close', { context: tab });
    try {
      // Firefox may never answer the command for a tab without a process.
      if (isGone) void closeTab().catch(() => {});
      // Ends the scripts and requests of the page's document; console lines arrive before the next document.
      else if (reuse) await navigate(bidi, tab, new URL(blankPath, url).href, gone);
      if (reuse && !isGone) idle.add(tab);
      else if (!isGone) await closeTab();
    } catch {
      // A crashed page cannot be reused, and a closed one need not be closed.
      await closeTab().catch(() => {});
    } finally {
      if (onConsole !== undefined) consoles.delete(onConsole);
    }
  };
  const close = await showPage(url, () => navigate(bidi, tab, url, gone), release);
  return { closedBy: gone.then(() => `The tab of ${url} was closed, or it crashed.`), close };
}

/** In the background: selecting a tab updates and paints the whole window, which takes longer than opening it. */
async function newTab(bidi: BiDi): Promise<string> {
  const tab = { type: 'tab', background: true };
  const { context } = await bidi.send<{ context: string }>('browsingContext.create', tab);
  return context;
}

/** Resolves when the document is there. Rejects when the browser shows an error page instead, or the tab has gone. */
async function navigate(bidi: BiDi, context: string, url: string, gone: Promise<void>): Promise<void> {
  const lost = gone.then(() => Promise.reject(new Error('the tab was closed, or it crashed')));
  await Promise.race([bidi.send('browsingContext.navigate', { context, url, wait: 'interactive' }), lost]);
}

function bidiCookie({ url, name, value }: Cookie) {
  const { hostname, protocol } = new URL(url);
  const secure = protocol === 'https:';
  const sameSite = secure ? 'none' : 'lax';
  return { name, value: { type: 'string', value }, domain: hostname, path: '/', secure, sameSite };
}
