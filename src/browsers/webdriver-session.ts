import { setTimeout as delay } from 'node:timers/promises';
import { blankPath } from '../proxy/reserved-paths.ts';
import type { BrowserId, BrowserSession, Cookie, Tab } from './driver.ts';
import type { HelperProcess } from './helper-process.ts';
import type { StateProcess } from './state-process.ts';
import type { WebDriver } from './webdriver.ts';

export interface WebDriverSessionParts {
  readonly id: BrowserId;
  readonly name: string;
  readonly driverName: string;
  readonly driver: WebDriver;
  readonly stateProcess: StateProcess;
  /** The WebDriver server. */
  readonly server: HelperProcess;
  /** Ends all processes. */
  readonly stop: () => Promise<void>;
}

/** How often the browser is asked which windows it has, which is how a crash is noticed: milliseconds. */
const pulseMs = 500;

const forever = new Promise<never>(() => {});

interface OpenWindow {
  readonly url: string;
  readonly gone: (why: string) => void;
}

/** A session over WebDriver. There is no console, and one window at a time is spoken to. */
export async function webdriverSession(parts: WebDriverSessionParts): Promise<BrowserSession> {
  const { driver, name } = parts;
  // Commands need a current window, the one that opens a new one too: the first stays for that.
  const [firstWindow = ''] = await driver.windowHandles();
  const windows = new Map<string, OpenWindow>();
  // A new window takes several times as long as another URL in one that is there.
  const idle: string[] = [];
  const oneAtATime = createQueue();
  const stopped = new AbortController();
  let closing: Promise<void> | undefined;

  const end = async () => {
    stopped.abort();
    await oneAtATime(() => driver.quit()).catch(() => {});
    await parts.stop();
  };

  /** Navigates a new window and makes sure that it shows what it should: WebKitGTK shows errors as a page. */
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
      // A window that is gone already is what was asked for.
      if (!open || !windows.delete(handle)) return;
      await driver.switchTo(handle);
      if (!reuse) {
        await driver.closeWindow();
        return;
      }
      // Whatever the page still does ends with its document.
      await driver.navigate(new URL(blankPath, open.url).href);
      idle.push(handle);
    });

  const ended = Promise.race([
    watch(driver, oneAtATime, windows, stopped.signal),
    parts.server.ended.then((why) => (stopped.signal.aborted ? forever : why)),
  ]).then((why) => `${name} ended by itself: ${why}`);

  return {
    id: parts.id,
    name,
    version: driver.browserVersion,
    driver: parts.driverName,
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

/** Resolves when the browser no longer answers, and tells each window that is there no more. */
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
          gone(`The window of ${url} is gone.`);
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

/** Runs actions one after the other, whatever became of those before. */
function createQueue(): <T>(action: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (action) => {
    const next = last.then(action, action);
    last = next;
    return next;
  };
}
