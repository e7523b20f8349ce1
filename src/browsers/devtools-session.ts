import { blankPath } from '../proxy/reserved-paths.ts';
import type { DevTools } from './devtools.ts';
import type { BrowserId, BrowserSession, Cookie, Tab } from './driver.ts';
import type { StateProcess } from './state-process.ts';

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
}

/** What the tabs of a browser share. */
interface Tabs {
  readonly devTools: DevTools;
  /** Open tabs that show a blank page: another URL in one takes less time than a new tab. */
  readonly idle: Target[];
  /** Called with the reason when a tab crashed or was closed, by its id. */
  readonly gone: Map<string, (why: string) => void>;
}

const forever = new Promise<never>(() => {});

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
  const tabs: Tabs = { devTools, idle: [], gone: new Map() };
  devTools.on('Target.targetCrashed', ({ targetId }) => tabs.gone.get(String(targetId))?.('crashed'));
  devTools.on('Target.targetDestroyed', ({ targetId }) => tabs.gone.get(String(targetId))?.('was closed'));
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
  const target = tabs.idle.pop() ?? (await newTarget(tabs.devTools));
  let tell: (why: string) => void = () => {};
  const closedBy = new Promise<string>((resolve) => (tell = resolve));
  tabs.gone.set(target.id, (why) => tell(`The tab of ${url} ${why}.`));
  const silence = onConsole === undefined ? null : await listen(tabs.devTools, target, onConsole);
  let closing: Promise<void> | undefined;
  const close = ({ reuse } = { reuse: true }) => (closing ??= release(tabs, target, url, reuse, silence));
  try {
    await navigate(tabs.devTools, target, url);
  } catch (thrown) {
    await close({ reuse: false });
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new Error(`${url} could not be opened: ${reason}`, { cause: thrown });
  }
  return { closedBy, close };
}

async function newTarget(devTools: DevTools): Promise<Target> {
  const { targetId } = await devTools.send<{ targetId: string }>('Target.createTarget', {
    url: 'about:blank',
  });
  const attached = await devTools.send<{ sessionId: string }>('Target.attachToTarget', {
    targetId,
    flatten: true,
  });
  return { id: targetId, session: attached.sessionId };
}

/** Resolves when the document is there. Rejects when the browser shows an error page instead. */
async function navigate(devTools: DevTools, { session }: Target, url: string): Promise<void> {
  const { errorText } = await devTools.send<{ errorText?: string }>('Page.navigate', { url }, session);
  if (errorText) throw new Error(errorText);
}

/** @param silence ends the console lines of the tab; null when there are none */
async function release(
  { devTools, idle, gone }: Tabs,
  target: Target,
  url: string,
  reuse: boolean,
  silence: (() => Promise<void>) | null,
): Promise<void> {
  gone.delete(target.id);
  try {
    // Ends the scripts and requests of the page's document.
    if (reuse) await navigate(devTools, target, new URL(blankPath, url).href);
    await silence?.();
    if (reuse) idle.push(target);
    else await devTools.send('Target.closeTarget', { targetId: target.id });
  } catch {
    // A crashed page cannot be reused, and a closed one need not be closed.
    await devTools.send('Target.closeTarget', { targetId: target.id }).catch(() => {});
  }
}

interface LogEntry {
  readonly text: string;
  readonly url?: string;
}

/**
 * Passes on what Chromium logs about a tab and its frames, which may have processes of their own. Returns a function that ends
 * that, after the lines so far.
 */
async function listen(
  { on, send }: DevTools,
  { session }: Target,
  onConsole: (line: string) => void,
): Promise<() => Promise<void>> {
  const sessions = new Set([session]);
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
  await Promise.all([send('Log.enable', {}, session), send('Target.setAutoAttach', attach, session)]);
  return async () => {
    await send('Log.disable', {}, session);
    for (const end of ends) end();
  };
}

function ignore(): void {
  // The frame has been removed.
}

/** Chromium's messages contain their URL only beside the text. */
function logLine({ text, url = '' }: LogEntry): string {
  return url && !text.includes(url) ? `${text} (${url})` : text;
}

function devToolsCookie({ url, name, value }: Cookie) {
  const secure = new URL(url).protocol === 'https:';
  return { name, value, url, path: '/', secure, sameSite: secure ? 'None' : 'Lax' } as const;
}
