import type { Browser } from 'playwright';
import { allCapabilities } from './capabilities.ts';
import { findBrowser } from './discovery.ts';
import { startTimeoutMs, type BrowserDriver, type Found, type Missing, type StartOptions } from './driver.ts';
import { browserEnvironment } from '../system/environment.ts';
import { thisMachine } from '../system/machine.ts';
import { playwrightSession } from './playwright-session.ts';
import { firefoxProducts } from './products.ts';
import { noStateProcess } from './state-process.ts';
import {
  drivesStockFirefox,
  playwrightBuild,
  playwrightForStockFirefox,
  preferredPlaywright,
  type PlaywrightInstallation,
} from './playwright.ts';
import { requireFound, unlessAborted } from './starting.ts';

/** Firefox over Playwright: Playwright's build if it is installed, otherwise stock Firefox over WebDriver BiDi. */
export const firefoxDriver: BrowserDriver = {
  id: 'firefox',
  title: 'Firefox',
  capabilities: {
    ...allCapabilities,
    refusedInHosts: [
      'double-quote',
      'opening-brace',
      'closing-brace',
      'exclamation-mark',
      'tilde',
      'semicolon',
      'ampersand',
      'apostrophe',
      'opening-parenthesis',
      'closing-parenthesis',
      'comma',
      'equals',
      'backtick',
    ],
  },
  find,
  start,
};

async function find(): Promise<Found | Missing> {
  const build = playwrightBuild('firefox');
  return findBrowser(thisMachine(), {
    variable: 'CORSPEC_FIREFOX',
    title: 'Firefox',
    playwrightBuilds: build === null ? [] : [build],
    products: firefoxProducts,
    help: 'Run `npx playwright install firefox`, install Firefox, or set CORSPEC_FIREFOX to the path of one.',
  });
}

async function start(options: StartOptions) {
  options.signal?.throwIfAborted();
  const found = requireFound('Firefox', await find());
  const preferred = preferredPlaywright();
  // Playwright's build uses another protocol than stock Firefox. Its path shows which one it is.
  const isStock = found.executable !== playwrightBuild('firefox');
  const playwright = isStock ? playwrightForStockFirefox(preferred) : preferred;
  const browser = await unlessAborted(
    launch(playwright, found, isStock, options),
    options.signal,
    (late: Browser) => late.close(),
  );
  try {
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const stop = () => browser.close();
    return playwrightSession({
      id: 'firefox',
      name: found.name,
      version: browser.version(),
      playwright: playwright.version,
      context,
      // The main process holds cookies, caches and connections.
      stateProcess: noStateProcess,
      stop,
    });
  } catch (thrown) {
    const version = browser.version();
    await browser.close();
    throw isStock && !drivesStockFirefox(playwright) ? unknownCommand(playwright, version, thrown) : thrown;
  }
}

function unknownCommand({ version }: PlaywrightInstallation, firefox: string, cause: unknown): Error {
  return new Error(
    `Playwright ${version} cannot drive Firefox ${firefox}: it sends a command that this Firefox does not know. ` +
      'Run `npx playwright install firefox`, or install playwright 1.64.',
    { cause },
  );
}

function launch(
  playwright: PlaywrightInstallation,
  found: Found,
  isStock: boolean,
  options: StartOptions,
): Promise<Browser> {
  return playwright.load().firefox.launch({
    executablePath: found.executable,
    ...(isStock && { channel: 'moz-firefox' }),
    timeout: startTimeoutMs,
    firefoxUserPrefs: preferences(options.proxyPort),
    env: browserEnvironment(),
    // corspec handles signals itself, to report the results so far.
    handleSIGHUP: false,
    handleSIGINT: false,
    handleSIGTERM: false,
  });
}

/** Playwright's `proxy` option does not cover https in stock Firefox, hence the preferences. */
function preferences(port: number): Record<string, string | number | boolean> {
  return {
    'network.proxy.type': 1,
    'network.proxy.http': '127.0.0.1',
    'network.proxy.http_port': port,
    'network.proxy.ssl': '127.0.0.1',
    'network.proxy.ssl_port': port,
    'network.proxy.no_proxies_on': '',
    // Without this, requests to loopback targets bypass the proxy.
    'network.proxy.allow_hijacking_localhost': true,
    // Third-party cookies are sent, and not partitioned by the page's site.
    'network.cookie.cookieBehavior': 0,
    // No traffic bypasses the proxy: no UDP of WebRTC or QUIC, no DNS.
    'media.peerconnection.enabled': false,
    // Firefox would retry its own requests without the proxy when the proxy refuses them.
    'network.proxy.failover_direct': false,
    'network.proxy.allow_bypass': false,
    'network.webtransport.enabled': false,
    'network.http.http3.enable': false,
    'network.dns.disablePrefetch': true,
    'network.dns.disablePrefetchFromHTTPS': true,
    // No upgrades of http to https.
    'dom.security.https_first': false,
    // No throttling of timers in background tabs, because several pages run concurrently.
    'dom.min_background_timeout_value': 4,
    'dom.timeout.enable_budget_timer_throttling': false,
  };
}
