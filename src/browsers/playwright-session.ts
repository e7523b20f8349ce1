import { setTimeout as delay } from 'node:timers/promises';
import type { BrowserContext, ConsoleMessage, Page } from 'playwright';
import { blankPath } from '../proxy/reserved-paths.ts';
import type { BrowserId, BrowserSession, Cookie, Tab } from './driver.ts';
import type { StateProcess } from './state-process.ts';

export interface PlaywrightSessionParts {
  readonly id: BrowserId;
  readonly name: string;
  readonly version: string;
  /** The version of Playwright. */
  readonly playwright: string;
  readonly context: BrowserContext;
  readonly stateProcess: StateProcess;
  /** Of a remote browser: resolves with the reason when the connection to it has ended. */
  readonly whyClosed?: Promise<string>;
  readonly lacks?: NonNullable<BrowserSession['lacks']>;
  /** Ends the browser; called once. */
  readonly stop: () => Promise<void>;
}

/** A session over a Playwright context. Playwright does not observe or intercept traffic: that is the proxy's task. */
export function playwrightSession({
  id,
  name,
  version,
  playwright,
  context,
  stateProcess,
  whyClosed,
  lacks,
  stop,
}: PlaywrightSessionParts): BrowserSession {
  // A new page takes half a second in Firefox; another URL in an existing page takes a tenth of that.
  const idle: Page[] = [];
  let closing: Promise<void> | undefined;
  const ended = new Promise<string>((resolve) => {
    context.once('close', () => {
      if (closing) return;
      if (whyClosed === undefined) resolve(`${name} exited unexpectedly: it crashed or was killed.`);
      // The connection may have ended, or only the browser there.
      else void whyConnectionEnded(whyClosed).then((why) => resolve(`${name} was lost: ${why}.`));
    });
  });
  return {
    id,
    name,
    version,
    driver: `playwright ${playwright}`,
    ...(lacks && { lacks }),
    ended: Promise.race([ended, stateProcess.ended]),
    lost: stateProcess.lost,
    open: async (url, onConsole) => openTab(idle.pop() ?? (await context.newPage()), idle, url, onConsole),
    setCookie: (cookie) => context.addCookies([playwrightCookie(cookie)]),
    clearCookies: () => context.clearCookies(),
    close: () => (closing ??= stop()),
  };
}

/** Both are noticed at the same time. */
const noticedMs = 1000;

function whyConnectionEnded(whyClosed: Promise<string>): Promise<string> {
  return Promise.race([whyClosed, delay(noticedMs, 'the remote browser has exited')]);
}

async function openTab(
  page: Page,
  idle: Page[],
  url: string,
  onConsole: ((line: string) => void) | undefined,
): Promise<Tab> {
  let gone: (why: string) => void = () => {};
  const closedBy = new Promise<string>((resolve) => (gone = resolve));
  const onCrash = () => gone(`The tab of ${url} crashed.`);
  const onClose = () => gone(`The tab of ${url} was closed.`);
  const onMessage = (message: ConsoleMessage) => onConsole?.(consoleLine(message));
  // Over WebDriver BiDi, Firefox reports CORS messages as errors of the page.
  const onError = ({ name, message }: Error) => onConsole?.(`${name}: ${message}`);
  page.on('crash', onCrash).on('close', onClose).on('console', onMessage).on('pageerror', onError);
  const release = async (reuse: boolean) => {
    page.off('crash', onCrash).off('close', onClose);
    try {
      if (!reuse) {
        await page.close();
        return;
      }
      // Ends the scripts and requests of the page's document.
      await page.goto(new URL(blankPath, url).href, { waitUntil: 'commit' });
      // The last console lines of the page arrive before the next document.
      page.off('console', onMessage).off('pageerror', onError);
      idle.push(page);
    } catch {
      // A crashed page cannot be reused, and a closed one need not be closed.
      await page.close().catch(() => {});
    }
  };
  let closing: Promise<void> | undefined;
  const close = ({ reuse } = { reuse: true }) => (closing ??= release(reuse));
  try {
    await page.goto(url, { waitUntil: 'commit' });
  } catch (thrown) {
    await close();
    throw new Error(`${url} could not be opened: ${firstLine(thrown)}`, { cause: thrown });
  }
  return { closedBy, close };
}

/** Chromium's messages contain their URL only in the location. */
function consoleLine(message: ConsoleMessage): string {
  const { url } = message.location();
  const text = message.text();
  return url && !text.includes(url) ? `${text} (${url})` : text;
}

function playwrightCookie({ url, name, value }: Cookie) {
  const { hostname, protocol } = new URL(url);
  const secure = protocol === 'https:';
  return { name, value, domain: hostname, path: '/', secure, sameSite: secure ? 'None' : 'Lax' } as const;
}

function firstLine(thrown: unknown): string {
  return (thrown instanceof Error ? thrown.message : String(thrown)).split('\n', 1)[0] ?? '';
}
