import { setTimeout as delay } from 'node:timers/promises';
import { blankPath } from '../proxy/reserved-paths.ts';
import type { BrowserId, BrowserSession, Cookie, Tab } from './driver.ts';
import type { StateProcess } from './state-process.ts';
import type { WebDriver } from './webdriver.ts';

export interface WebDriverSessionParts {
  readonly id: BrowserId;
  readonly name: string;
  readonly driverName: string;
  readonly driver: WebDriver;
  readonly stateProcess: StateProcess;
  /** Resolves with the reason when the WebDriver server has exited; a remote one is not observed. */
  readonly serverEnded: Promise<string>;
  readonly lacks?: NonNullable<BrowserSession['lacks']>;
  /** Ends all processes. */
  readonly stop: () => Promise<void>;
}

/** How often the list of windows is requested, to detect a crash: milliseconds. */
const pulseMs = 500;

const forever = new Promise<never>(() => {});

interface OpenWindow {
  readonly url: string;
  readonly gone: (why: string) => void;
}

/** A session over WebDriver. There is no console, and commands address one window at a time. */
export async function webdriverSession(parts: WebDriverSessionParts): Promise<BrowserSession> {
  const { driver, name } = parts;
  // Every command needs a current window, also the command that opens a window: the first window stays open.
  const [firstWindow = ''] = await driver.windowHandles();
  const windows = new Map<string, OpenWindow>();
  // A new window takes several times as long as another URL in an existing one.
  const idle: string[] = [];
  const oneAtATime = createQueue();
  const stopped = new AbortController();
  let closing: Promise<void> | undefined;

  const end = async () => {
    stopped.abort();
    await oneAtATime(() => driver.quit()).catch(() => {});
    await parts.stop();
  };

  /** Navigates a new window and verifies its URL, because WebKitGTK shows errors as a page. */
  const openWindow = (url: string, then: (handle: string) => Promise<void>) =>
    oneAtATime(async () => {
      await driver.switchTo(firstWindow);
      const handle = idle.pop() ?? (await driver.newWindow());
      await driver.switchTo(handle);
      try {
        await driver.navigate(url);
        const shown = await driver.evaluate('return location.origin');
        if (shown !== new URL(url).origin)
          throw new Error(`the browser shows a page of ${String(shown)} instead`);
        await then(handle);
      } catch (thrown) {
        await driver.closeWindow().catch(() => {});
        throw new Error(`${url} could not be opened: ${(thrown as Error).message}`, { cause: thrown });
      }
      return handle;
    });

  const releaseWindow = (handle: string, reuse: boolean) =>
    oneAtATime(async () => {
      const open = windows.get(handle);
      // The window is closed already.
      if (!open || !windows.delete(handle)) return;
      await driver.switchTo(handle);
      if (!reuse) {
        await driver.closeWindow();
        return;
      }
      // Ends the scripts and requests of the page's document.
      await driver.navigate(new URL(blankPath, open.url).href);
      idle.push(handle);
    });

  const ended = Promise.race([
    watch(driver, oneAtATime, windows, stopped.signal),
    parts.serverEnded.then((why) => (stopped.signal.aborted ? forever : why)),
  ]).then((why) => `${name} exited unexpectedly: ${why}`);

  return {
    id: parts.id,
    name,
    version: driver.browserVersion,
    driver: parts.driverName,
    ...(parts.lacks && { lacks: parts.lacks }),
    ended: Promise.race([ended, parts.stateProcess.ended]),
    lost: parts.stateProcess.lost,
    async open(url): Promise<Tab> {
      let gone: (why: string) => void = () => {};
      const closedBy = new Promise<string>((resolve) => (gone = resolve));
      const handle = await openWindow(url, async (opened) => void windows.set(opened, { url, gone }));
      return { closedBy, close: ({ reuse } = { reuse: true }) => releaseWindow(handle, reuse) };
    },
    async setCookie(cookie) {
      const blank = new URL(blankPath, cookie.url).href;
      await openWindow(blank, async (handle) => {
        await driver.addCookie(webdriverCookie(cookie));
        idle.push(handle);
      });
    },
    close: () => (closing ??= end()),
  };
}

/** Resolves when the browser no longer responds. Reports each window that has closed. */
async function watch(
  driver: WebDriver,
  oneAtATime: ReturnType<typeof createQueue>,
  windows: Map<string, OpenWindow>,
  stopped: AbortSignal,
): Promise<string> {
  for (;;) {
    try {
      await delay(pulseMs, undefined, { signal: stopped });
      await oneAtATime(async () => {
        const present = await driver.windowHandles();
        for (const [handle, { url, gone }] of windows) {
          if (present.includes(handle)) continue;
          windows.delete(handle);
          gone(`The window of ${url} was closed.`);
        }
      });
    } catch (thrown) {
      return stopped.aborted ? forever : (thrown as Error).message;
    }
  }
}

function webdriverCookie({ url, name, value }: Cookie) {
  const secure = new URL(url).protocol === 'https:';
  return { name, value, path: '/', secure, sameSite: secure ? 'None' : 'Lax' };
}

/** Runs actions one after the other, even if earlier ones failed. */
function createQueue(): <T>(action: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (action) => {
    const next = last.then(action, action);
    last = next;
    return next;
  };
}
