import { setTimeout as delay } from 'node:timers/promises';
import type { ProxyAddress } from '../../proxy/index.ts';
import { type BiDiConnection, connectBiDi } from '../bidi.ts';
import { bidiSession } from '../bidi-session.ts';
import { type BrowserDriver, type BrowserSession, startTimeoutMs, type StartOptions } from '../driver.ts';
import { reasonOf, unlessAborted } from '../starting.ts';
import { noStateProcess } from '../state-process.ts';
import { newSession, NoWebDriverError, type WebDriver, withoutUser } from '../webdriver.ts';
import { webdriverSession } from '../webdriver-session.ts';
import { givePassword } from './proxy-login.ts';
import { connectionProblem, proxyFor, type RemoteBrowser, shownUrl } from './remote-browser.ts';
import { capabilitiesOf, isEngine } from './webdriver-capabilities.ts';

/** How often a session that is driven over BiDi is used over HTTP: Selenium Grid ends sessions that seem unused. Milliseconds. */
const pulseMs = 5_000;

/** A browser of a WebDriver remote end: Selenium Grid, geckodriver, chromedriver, WebKitWebDriver. */
export function webdriverEnd(remote: RemoteBrowser, local: BrowserDriver): BrowserDriver {
  const { id, title, capabilities } = local;
  const via = `WebDriver server ${shownUrl(remote.url)}`;
  return {
    id,
    title,
    capabilities,
    find: () => Promise.resolve({ found: true, name: title, executable: '', via }),
    start: (options) => start(remote, title, options),
  };
}

async function start(remote: RemoteBrowser, title: string, options: StartOptions): Promise<BrowserSession> {
  const server = `The WebDriver server ${shownUrl(remote.url)}`;
  const proxy = proxyFor(remote, options);
  if (proxy === null)
    throw new Error(`${server} is on another machine. Add --proxy-address with an address of this machine`);
  // WebKitGTK knows a password from the URL of the proxy. When the proxy asks for it over http, libsoup requests the proxy itself.
  if (proxy.password !== null && remote.engine === 'webkit')
    throw new Error(
      `${title} does not give the password of the proxy over http. Use --proxy-address 127.0.0.1:PORT and an SSH tunnel to it`,
    );
  const base = remote.url.replace(/\/+$/, '');
  const wanted = capabilitiesOf(remote.engine, proxy, options.certificateFingerprint);
  // A session whose start is no longer wanted is ended too.
  const creating = newSession(base, wanted, AbortSignal.timeout(startTimeoutMs));
  const driver = await unlessAborted(creating, options.signal, async (late) => {
    await late.quit();
  }).catch((thrown: unknown) => {
    options.signal?.throwIfAborted();
    throw new Error(`${server} ${problemOf(thrown, title)}.`, { cause: thrown });
  });
  try {
    if (!isEngine(remote.engine, driver.browserName))
      throw new Error(`${server} started ${driver.browserName}, which is not ${title}.`);
    return await drive(remote, title, driver, proxy);
  } catch (thrown) {
    await driver.quit().catch(() => undefined);
    options.signal?.throwIfAborted();
    throw thrown;
  }
}

function problemOf(thrown: unknown, title: string): string {
  if (thrown instanceof NoWebDriverError)
    return `is not one: it answers with status ${thrown.status}. Check the URL: that of a Selenium Grid is http://HOST:4444`;
  const { cause, name } = thrown as Error;
  if (name === 'TimeoutError') return `did not start ${title} within ${startTimeoutMs / 1000} s`;
  if (cause !== undefined) return `could not be reached: ${connectionProblem(cause)}`;
  return `did not start ${title}: ${reasonOf(thrown)}`;
}

const withoutConsole = { console: 'WebDriver does not expose the console' } as const;

async function drive(
  remote: RemoteBrowser,
  title: string,
  driver: WebDriver,
  proxy: ProxyAddress,
): Promise<BrowserSession> {
  const { engine } = remote;
  const bidi = await connectTo(driver, remote);
  if (proxy.password !== null) await givePassword(bidi, proxy);
  if (bidi !== null && engine === 'firefox') return overBiDi(title, driver, bidi);
  return webdriverSession({
    id: engine,
    name: engine === 'webkit' ? 'WebKitGTK' : title,
    driverName: 'WebDriver, remote',
    driver,
    stateProcess: noStateProcess,
    serverEnded: new Promise(() => undefined),
    lacks: withoutConsole,
    stop: () => Promise.resolve(),
  });
}

/** Null where the remote end has no BiDi, or its address is only valid on its own machine. */
async function connectTo(
  { webSocketUrl }: WebDriver,
  { url }: RemoteBrowser,
): Promise<BiDiConnection | null> {
  if (webSocketUrl === undefined) return null;
  return connectBiDi(webSocketUrl, withoutUser(url).headers).catch(() => null);
}

function overBiDi(name: string, driver: WebDriver, bidi: BiDiConnection): Promise<BrowserSession> {
  const stopped = new AbortController();
  const lost = bidi.ended.then(() => 'the connection to the WebDriver server has ended');
  return bidiSession({
    id: 'firefox',
    name,
    bidi: { ...bidi, browserVersion: driver.browserVersion },
    exited: Promise.race([lost, pulse(driver, stopped.signal)]),
    driver: 'WebDriver BiDi, remote',
    async stop() {
      stopped.abort();
      await driver.quit().catch(() => undefined);
    },
  });
}

/** Resolves with the reason when the session is no longer there. */
async function pulse(driver: WebDriver, stopped: AbortSignal): Promise<string> {
  for (;;) {
    try {
      await delay(pulseMs, undefined, { signal: stopped });
      await driver.windowHandles();
    } catch (thrown) {
      if (stopped.aborted) return new Promise(() => undefined);
      return reasonOf(thrown);
    }
  }
}
