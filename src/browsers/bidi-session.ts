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
  bidi.on('browsingContext.contextDestroyed', ({ context }) => {
    tabs.idle.delete(String(context));
    tabs.onGone.get(String(context))?.();
  });
  bidi.on('log.entryAdded', ({ text }) => {
    for (const tell of tabs.consoles) tell(String(text));
  });
  await bidi.send('session.subscribe', { events: ['log.entryAdded', 'browsingContext.contextDestroyed'] });
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
  const gone = new Promise<void>((resolve) => {
    onGone.set(tab, resolve);
  });
  if (onConsole !== undefined) consoles.add(onConsole);
  const release = async (reuse: boolean) => {
    onGone.delete(tab);
    try {
      // Ends the scripts and requests of the page's document; console lines arrive before the next document.
      if (reuse) await navigate(bidi, tab, new URL(blankPath, url).href, gone);
      if (reuse) idle.add(tab);
      else await bidi.send('browsingContext.close', { context: tab });
    } catch {
      // A crashed page cannot be reused, and a closed one need not be closed.
      await bidi.send('browsingContext.close', { context: tab }).catch(() => {});
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
