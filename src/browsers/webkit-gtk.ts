import { createServer, type AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { withoutAuthorities } from './certificate-authorities.ts';
import { startTimeoutMs, type BrowserSession, type StartOptions } from './driver.ts';
import { firstLine, startHelper, type HelperProcess } from './helper-process.ts';
import { browserEnvironment } from '../system/environment.ts';
import { thisMachine } from '../system/machine.ts';
import { makeTemporaryFolder } from '../system/temporary-folder.ts';
import { type StateProcess, stateProcessFinder } from './state-process.ts';
import { inTime, reasonOf } from './starting.ts';
import { newSession, untilReady } from './webdriver.ts';
import { webdriverSession } from './webdriver-session.ts';

export interface WebkitGtkPrograms {
  /** WebKitWebDriver. */
  readonly webDriver: string;
  readonly miniBrowser: string;
  /** Absent if only the user's display is available. */
  readonly xvfb: string | undefined;
}

/** Call before WebKit starts. */
export function webkitStateProcess(): () => Promise<StateProcess> {
  return stateProcessFinder("WebKit's network process", /NetworkProcess/);
}

/** Starts WebKitGTK's MiniBrowser over WebDriver, on a virtual display. */
export async function startWebkitGtk(
  programs: WebkitGtkPrograms,
  options: StartOptions,
): Promise<BrowserSession> {
  const late = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, late.signal]) : late.signal;
  const profile = await makeTemporaryFolder();
  const helpers: HelperProcess[] = [];
  const stop = async () => {
    // The display ends last, because the browser uses it.
    for (const helper of helpers.toReversed()) await helper.stop();
    await profile.remove();
  };
  const connect = async () => {
    const [display, port, prefix] = await Promise.all([
      programs.xvfb ? startDisplay(programs.xvfb, helpers) : process.env['DISPLAY'],
      freePort(),
      withoutAuthorities(thisMachine(), profile.path),
    ]);
    const findStateProcess = webkitStateProcess();
    const [file, ...args] = [...prefix, programs.webDriver, `--port=${port}`];
    const server = startHelper(file, args, 'ignore', environment(profile.path, display));
    helpers.push(server);
    const base = `http://127.0.0.1:${port}`;
    await beforeItEnds(server, untilReady(base, signal));
    const driver = await beforeItEnds(server, newSession(base, capabilities(programs, options), signal));
    return webdriverSession({
      id: 'webkit',
      name: 'WebKitGTK',
      driverName: 'WebKitWebDriver',
      driver,
      stateProcess: await findStateProcess(),
      serverEnded: server.ended,
      stop,
    });
  };
  try {
    return await inTime(connect(), startTimeoutMs);
  } catch (thrown) {
    late.abort();
    await stop();
    options.signal?.throwIfAborted();
    throw new Error(`WebKitGTK did not start: ${reasonOf(thrown)}`, { cause: thrown });
  }
}

function capabilities({ miniBrowser }: WebkitGtkPrograms, { proxyPort }: StartOptions) {
  const args = miniBrowserArguments(`http://127.0.0.1:${proxyPort}`);
  return { 'webkitgtk:browserOptions': { binary: miniBrowser, args } };
}

/** Proxy and certificates are options of MiniBrowser: WebDriver's `proxy` capability does not cover https here. */
export function miniBrowserArguments(proxy: string): readonly string[] {
  return [
    '--automation',
    '--ignore-tls-errors',
    `--proxy=${proxy}`,
    // No traffic bypasses the proxy.
    '--enable-webrtc=false',
    '--features=-LinkDNSPrefetch',
  ];
}

async function startDisplay(xvfb: string, helpers: HelperProcess[]): Promise<string> {
  // Xvfb chooses a free display and writes its number to the file descriptor.
  const args = ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'];
  const helper = startHelper(xvfb, args, ['ignore', 'ignore', 'ignore', 'pipe']);
  helpers.push(helper);
  return `:${await beforeItEnds(helper, firstLine(helper.child.stdio[3] as Readable))}`;
}

/** The profile folder replaces the folders in the user's home. */
function environment(folder: string, display: string | undefined): NodeJS.ProcessEnv {
  const { WAYLAND_DISPLAY: _, ...rest } = browserEnvironment();
  return {
    ...rest,
    ...(display && { DISPLAY: display }),
    GDK_BACKEND: 'x11',
    NO_AT_BRIDGE: '1',
    // What pages show has no effect on checks. Without a GPU, composing layers takes a quarter of all CPU time of a run.
    WEBKIT_DISABLE_COMPOSITING_MODE: '1',
    XDG_DATA_HOME: folder,
    XDG_CACHE_HOME: folder,
    XDG_CONFIG_HOME: folder,
  };
}

async function beforeItEnds<T>(helper: HelperProcess, waiting: Promise<T>): Promise<T> {
  const failed = helper.ended.then((why) => Promise.reject(new Error(why)));
  return Promise.race([waiting, failed]);
}

/** WebKitWebDriver does not report its port, so corspec chooses one. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
