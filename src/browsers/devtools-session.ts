import { blankPath } from '../proxy/reserved-paths.ts';
import type { DevTools } from './devtools.ts';
import type { BrowserId, BrowserSession, Cookie, Tab } from './driver.ts';
import type { StateProcess } from './state-process.ts';
import { showPage, takeIdle } from './tab-pages.ts';

export interface DevToolsSessionParts {
  readonly id: BrowserId;
  readonly name: string;
  readonly devTools: DevTools;
  /** Resolves with the reason when the browser has exited. */
  readonly exited: Promise<string>;
  /** Finds the process with the browser's state; called when the browser has started. */
  readonly findStateProcess: () => Promise<StateProcess>;
  /** Ends the browser; called once. */
  readonly stop: () => Promise<void>;
}

/** A tab, with the session of the protocol that is attached to it. */
interface Target {
  readonly id: string;
  readonly session: string;
  /** Resolves when it has crashed or was closed: then no command is answered. */
  readonly gone: Promise<string>;
  /** The URL of its last document; a script of it may show another. */
  url: string;
}

interface TargetInfo {
  readonly targetId: string;
  readonly type: string;
  readonly url: string;
}

/** What the tabs of a browser share. */
interface Tabs {
  readonly devTools: DevTools;
  /** Tabs that show a blank page: another URL in one takes less time than a new tab. */
  readonly idle: Set<Target>;
  /** Called with the reason when a tab has gone, by its id. */
  readonly onGone: Map<string, (why: string) => void>;
  /** Called with the URL of the document that a tab shows, by the tab's id. */
  readonly onShown: Map<string, (url: string) => void>;
}

const forever = new Promise<never>(() => {});

/** How long a tab may take to show a document whose response is there: milliseconds. It usually takes ten. */
const showingMs = 10_000;

/**
 * A session over the DevTools protocol. No domain of the protocol that reports traffic is enabled: that is the proxy's task,
 * and each event costs time in the browser and here.
 */
export async function devToolsSession(parts: DevToolsSessionParts): Promise<BrowserSession> {
  const { id, name, devTools, stop } = parts;
  const { product, protocolVersion } = await devTools.send<{ product: string; protocolVersion: string }>(
    'Browser.getVersion',
  );
  await devTools.send('Browser.setDownloadBehavior', { behavior: 'deny' });
  await devTools.send('Target.setDiscoverTargets', { discover: true });
  const stateProcess = await parts.findStateProcess();
  const tabs: Tabs = { devTools, idle: new Set(), onGone: new Map(), onShown: new Map() };
  devTools.on('Target.targetCrashed', ({ targetId }) => tabs.onGone.get(String(targetId))?.('crashed'));
  devTools.on('Target.targetDestroyed', ({ targetId }) => tabs.onGone.get(String(targetId))?.('was closed'));
  devTools.on('Target.targetInfoChanged', ({ targetInfo }) => {
    const { targetId, url } = targetInfo as TargetInfo;
    tabs.onShown.get(targetId)?.(url);
  });
  await useFirstTabs(tabs);
  let closing: Promise<void> | undefined;
  const ended = parts.exited.then((why) =>
    closing ? forever : `${name} exited unexpectedly: it crashed or was killed (${why}).`,
  );
  return {
    id,
    name,
    version: product.slice(product.indexOf('/') + 1),
    driver: `DevTools protocol ${protocolVersion}`,
    ended: Promise.race([ended, stateProcess.ended]),
    lost: stateProcess.lost,
    open: (url, onConsole) => openTab(tabs, url, onConsole),
    async setCookie(cookie) {
      await devTools.send('Storage.setCookies', { cookies: [devToolsCookie(cookie)] });
    },
    async clearCookies() {
      await devTools.send('Storage.clearCookies');
    },
    close: () => (closing ??= stop()),
  };
}

async function openTab(
  tabs: Tabs,
  url: string,
  onConsole: ((line: string) => void) | undefined,
): Promise<Tab> {
  const { devTools } = tabs;
  const target = takeIdle(tabs.idle) ?? (await newTarget(tabs));
  let silence: Silence | null = null;
  const show = async () => {
    silence = onConsole === undefined ? null : await listen(devTools, target, onConsole);
    await navigate(tabs, target, url);
  };
  const close = await showPage(url, show, (reuse) => release(tabs, target, url, reuse, silence));
  return { closedBy: target.gone.then((why) => `The tab of ${url} ${why}.`), close };
}

/** A browser starts with a blank tab, whose process is ready. */
async function useFirstTabs(tabs: Tabs): Promise<void> {
  const { targetInfos } = await tabs.devTools.send<{ targetInfos: readonly TargetInfo[] }>(
    'Target.getTargets',
  );
  const blank = targetInfos.filter(({ type, url }) => type === 'page' && url === 'about:blank');
  for (const { targetId } of blank) tabs.idle.add(await attach(tabs, targetId));
}

async function newTarget(tabs: Tabs): Promise<Target> {
  // Hidden: not drawn, and not shown in a window, which takes a tenth of a run. A headless shell has no windows, and ignores it.
  const blank = { url: 'about:blank', hidden: true };
  const { targetId } = await tabs.devTools.send<{ targetId: string }>('Target.createTarget', blank);
  return attach(tabs, targetId);
}

async function attach({ devTools, idle, onGone }: Tabs, id: string): Promise<Target> {
  const gone = new Promise<string>((resolve) => {
    onGone.set(id, (why) => {
      onGone.delete(id);
      idle.delete(target);
      resolve(why);
    });
  });
  const attached = { targetId: id, flatten: true };
  const { sessionId } = await devTools.send<{ sessionId: string }>('Target.attachToTarget', attached);
  const target = { id, session: sessionId, gone, url: 'about:blank' };
  return target;
}

/** Sends a command to a tab. Rejects when the tab has gone, too. */
function sendTo<Result>(
  { send }: DevTools,
  target: Target,
  method: string,
  params: Readonly<Record<string, unknown>> = {},
): Promise<Result> {
  return Promise.race([send<Result>(method, params, target.session), lostWith(target)]);
}

/** Rejects when the tab has gone. */
function lostWith({ gone }: Target): Promise<never> {
  return gone.then((why) => Promise.reject(new Error(`the tab ${why}`)));
}

/** Resolves when the tab shows the document. Rejects when the browser shows an error page instead, or the tab has gone. */
async function navigate({ devTools, onGone, onShown }: Tabs, target: Target, url: string): Promise<void> {
  const shown = new Promise<void>((resolve) => {
    onShown.set(target.id, (now) => {
      if (now !== '' && now !== target.url) resolve();
    });
  });
  let late: NodeJS.Timeout | undefined;
  try {
    const { errorText } = await sendTo<{ errorText?: string }>(devTools, target, 'Page.navigate', { url });
    if (errorText) throw new Error(errorText);
    // Chromium answers before it shows the document. If the tab's process ends in between, it does not say so, and answers
    // no later command to the tab.
    late = setTimeout(() => onGone.get(target.id)?.('did not show its document'), showingMs);
    await Promise.race([shown, lostWith(target)]);
    target.url = url;
  } finally {
    clearTimeout(late);
    onShown.delete(target.id);
  }
}

async function release(
  tabs: Tabs,
  target: Target,
  url: string,
  reuse: boolean,
  silence: Silence | null,
): Promise<void> {
  const { devTools, idle } = tabs;
  const closeTarget = () => devTools.send('Target.closeTarget', { targetId: target.id });
  try {
    // Ends the scripts and requests of the page's document.
    if (reuse) await navigate(tabs, target, new URL(blankPath, url).href);
    await silence?.();
    if (reuse) idle.add(target);
    else await closeTarget();
  } catch {
    // A crashed page cannot be reused, and a closed one need not be closed.
    await closeTarget().catch(ignore);
  }
}

function ignore(): void {
  // What was closed need not be closed again.
}

/** Ends the console lines of a tab, after those so far. */
type Silence = () => Promise<void>;

interface LogEntry {
  readonly text: string;
  readonly url?: string;
}

/** Passes on what Chromium logs about a tab and its frames, which may have processes of their own. */
async function listen(
  devTools: DevTools,
  target: Target,
  onConsole: (line: string) => void,
): Promise<Silence> {
  const { on, send } = devTools;
  const sessions = new Set([target.session]);
  const ends = [
    on('Log.entryAdded', (params, of = '') => {
      if (sessions.has(of)) onConsole(logLine(params['entry'] as LogEntry));
    }),
    on('Target.attachedToTarget', (params, of = '') => {
      if (!sessions.has(of)) return;
      const frame = String(params['sessionId']);
      sessions.add(frame);
      send('Log.enable', {}, frame).catch(ignore);
    }),
  ];
  const attach = { autoAttach: true, waitForDebuggerOnStart: false, flatten: true };
  await Promise.all([
    sendTo(devTools, target, 'Log.enable'),
    sendTo(devTools, target, 'Target.setAutoAttach', attach),
  ]);
  return async () => {
    try {
      await sendTo(devTools, target, 'Log.disable');
    } finally {
      for (const end of ends) end();
    }
  };
}

/** Chromium's messages contain their URL only beside the text. */
function logLine({ text, url = '' }: LogEntry): string {
  return url && !text.includes(url) ? `${text} (${url})` : text;
}

function devToolsCookie({ url, name, value }: Cookie) {
  const secure = new URL(url).protocol === 'https:';
  return { name, value, url, path: '/', secure, sameSite: secure ? 'None' : 'Lax' } as const;
}
