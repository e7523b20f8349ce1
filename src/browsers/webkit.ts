import type { Browser, BrowserType } from 'playwright';
import { allCapabilities } from './capabilities.ts';
import { findBrowser } from './discovery.ts';
import {
  startTimeoutMs,
  type BrowserDriver,
  type BrowserSession,
  type Found,
  type Missing,
  type StartOptions,
} from './driver.ts';
import { browserEnvironment } from '../system/environment.ts';
import { findProgram, thisMachine, type Machine } from '../system/machine.ts';
import { playwrightSession } from './playwright-session.ts';
import { webkitProducts } from './products.ts';
import { playwrightBuild, preferredPlaywright } from './playwright.ts';
import { requireFound, unlessAborted } from './starting.ts';
import { startWebkitGtk, webkitStateProcess } from './webkit-gtk.ts';

/**
 * WebKit: Playwright's build if it is installed, otherwise WebKitGTK over WebDriver. Safari itself is not supported:
 * safaridriver does not support a proxy, so its traffic could not be recorded.
 */
export const webkitDriver: BrowserDriver = {
  id: 'webkit',
  title: 'WebKit',
  capabilities: {
    ...allCapabilities,
    lacks: {
      console: 'WebDriver does not expose the console',
      'http-cache': 'a WebDriver session has no HTTP cache',
      'fetch-later': 'WebKit has no fetchLater',
      credentialless: 'WebKit has no `Cross-Origin-Embedder-Policy: credentialless`',
    },
    refusedInHosts: ['double-quote', 'opening-brace', 'closing-brace', 'semicolon', 'backtick'],
    // `loopback-is-mixed-content` in fixtures/known-deviations.ts.
    trustsLoopback: false,
  },
  find,
  start,
};

const help =
  'Run `npx playwright install webkit`, or on Debian and Ubuntu `apt-get install webkit2gtk-driver xvfb`, ' +
  'or set CORSPEC_WEBKIT to the path of WebKitWebDriver.';

/** The first WebKit of a machine. WebKitGTK also needs its MiniBrowser, and a display or Xvfb. */
export function findWebkit(machine: Machine, build: string): Found | Missing {
  const result = findBrowser(machine, {
    variable: 'CORSPEC_WEBKIT',
    title: 'WebKit',
    playwrightBuilds: [build],
    products: webkitProducts,
    help,
  });
  if (!result.found || result.via === 'playwright install') return result;
  const looked = [result.executable];
  if (!findMiniBrowser(machine))
    return {
      found: false,
      help: `WebKitWebDriver was found, but not WebKitGTK's MiniBrowser. ${help}`,
      looked,
    };
  if (!findXvfb(machine) && !machine.environment['DISPLAY'])
    return {
      found: false,
      help: `WebKitGTK was found, but no display and no Xvfb. ${help}`,
      looked,
    };
  return result;
}

/** The browser that WebKitWebDriver starts: the newest in the usual folders of Linux distributions. */
export function findMiniBrowser(machine: Machine): string | undefined {
  const libraries = ['/usr/lib', '/usr/lib64', '/usr/libexec'];
  const folders = [...libraries, ...machine.list('/usr/lib').map((name) => `/usr/lib/${name}`)];
  return folders
    .flatMap((folder) =>
      machine
        .list(folder)
        .filter((name) => /^webkit(2gtk|gtk)-\d/.test(name))
        .map((name) => `${folder}/${name}/MiniBrowser`),
    )
    .toSorted()
    .findLast((path) => machine.isExecutable(path));
}

/** The virtual display. */
export function findXvfb(machine: Machine): string | undefined {
  return findProgram('Xvfb', machine) ?? undefined;
}

async function find(): Promise<Found | Missing> {
  return findWebkit(thisMachine(), playwrightBuild('webkit') ?? '');
}

async function start(options: StartOptions): Promise<BrowserSession> {
  options.signal?.throwIfAborted();
  const machine = thisMachine();
  const found = requireFound('WebKit', await find());
  if (found.executable === playwrightBuild('webkit'))
    return startPlaywrightBuild(preferredPlaywright().load().webkit, found, options);
  return startWebkitGtk(
    {
      webDriver: found.executable,
      miniBrowser: findMiniBrowser(machine) ?? 'MiniBrowser',
      xvfb: findXvfb(machine),
    },
    options,
  );
}

async function startPlaywrightBuild(
  webkit: BrowserType,
  found: Found,
  options: StartOptions,
): Promise<BrowserSession> {
  const findStateProcess = webkitStateProcess();
  const launching = webkit.launch({
    executablePath: found.executable,
    timeout: startTimeoutMs,
    proxy: { server: `http://127.0.0.1:${options.proxyPort}` },
    env: browserEnvironment(),
    // corspec handles signals itself, to report the results so far.
    handleSIGHUP: false,
    handleSIGINT: false,
    handleSIGTERM: false,
  });
  const browser = await unlessAborted(launching, options.signal, (late: Browser) => late.close());
  try {
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const stop = () => browser.close();
    return playwrightSession({
      id: 'webkit',
      name: found.name,
      version: browser.version(),
      playwright: preferredPlaywright().version,
      context,
      stateProcess: await findStateProcess(),
      stop,
    });
  } catch (thrown) {
    await browser.close();
    throw thrown;
  }
}
