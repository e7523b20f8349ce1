import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Browser } from 'playwright';
import { startBiDi } from './bidi.ts';
import { bidiSession } from './bidi-session.ts';
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
import { makeTemporaryFolder } from '../system/temporary-folder.ts';
import { thisMachine } from '../system/machine.ts';
import { lastLines, lineWith, startHelper } from './helper-process.ts';
import { playwrightSession } from './playwright-session.ts';
import { firefoxProducts } from './products.ts';
import { noStateProcess } from './state-process.ts';
import { playwrightBuild, preferredPlaywright } from './playwright.ts';
import { inTime, reasonOf, requireFound, unlessAborted } from './starting.ts';

/** Firefox: Playwright's build if it is installed, over Playwright; otherwise stock Firefox over WebDriver BiDi. */
export const firefoxDriver: BrowserDriver = {
  id: 'firefox',
  title: 'Firefox',
  capabilities: {
    ...allCapabilities,
    lacks: { 'fetch-later': 'Firefox has no fetchLater' },
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

async function start(options: StartOptions): Promise<BrowserSession> {
  options.signal?.throwIfAborted();
  const found = requireFound('Firefox', await find());
  // Playwright's build has another protocol than stock Firefox. Its path shows which one it is.
  return found.executable === playwrightBuild('firefox')
    ? startPlaywrightBuild(found, options)
    : startStock(found, options);
}

async function startStock({ executable, name }: Found, options: StartOptions): Promise<BrowserSession> {
  const profile = await makeTemporaryFolder();
  await writeFile(join(profile.path, 'user.js'), userFile({ ...quiet, ...preferences(options.proxyPort) }));
  const firefox = startHelper(
    executable,
    ['--headless', '--no-remote', '--profile', profile.path, '--remote-debugging-port=0'],
    ['ignore', 'ignore', 'pipe'],
    { ...browserEnvironment(), MOZ_CRASHREPORTER_DISABLE: '1' },
  );
  const complaints = firefox.child.stderr as Readable;
  const said = lastLines(complaints);
  const stop = async () => {
    // Its profile is removed, so there is nothing to save.
    await firefox.stop('SIGKILL');
    await profile.remove();
  };
  const connect = async () => {
    const bidi = await startBiDi(await lineWith(complaints, /ws:\/\/\S+/));
    return bidiSession({ id: 'firefox', name, bidi, exited: firefox.ended, stop });
  };
  const exited = firefox.ended.then((why) => Promise.reject(new Error(why)));
  try {
    return await unlessAborted(
      inTime(Promise.race([connect(), exited]), startTimeoutMs),
      options.signal,
      stop,
    );
  } catch (thrown) {
    await stop();
    options.signal?.throwIfAborted();
    throw new Error(`${name} (${executable}) did not start: ${reasonOf(thrown)}${said()}`, { cause: thrown });
  }
}

async function startPlaywrightBuild(found: Found, options: StartOptions): Promise<BrowserSession> {
  const { load, version } = preferredPlaywright();
  const launching = load().firefox.launch({
    executablePath: found.executable,
    timeout: startTimeoutMs,
    firefoxUserPrefs: preferences(options.proxyPort),
    env: browserEnvironment(),
    // corspec handles signals itself, to report the results so far.
    handleSIGHUP: false,
    handleSIGINT: false,
    handleSIGTERM: false,
  });
  const browser = await unlessAborted(launching, options.signal, (late: Browser) => late.close());
  try {
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    return playwrightSession({
      id: 'firefox',
      name: found.name,
      version: browser.version(),
      playwright: version,
      context,
      // The main process holds cookies, caches and connections.
      stateProcess: noStateProcess,
      stop: () => browser.close(),
    });
  } catch (thrown) {
    await browser.close();
    throw thrown;
  }
}

type Preferences = Readonly<Record<string, string | number | boolean>>;

/** https://kb.mozillazine.org/User.js_file */
function userFile(all: Preferences): string {
  return Object.entries(all)
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
    .join('');
}

/** No services of the browser and nothing that slows it down; its remote agent sets more of the kind. */
const quiet: Preferences = {
  'app.normandy.enabled': false,
  'app.update.disabledForTesting': true,
  'browser.contentblocking.category': 'custom',
  'browser.newtab.preload': false,
  'browser.newtabpage.enabled': false,
  'browser.safebrowsing.blockedURIs.enabled': false,
  'browser.safebrowsing.downloads.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.sessionstore.resume_from_crash': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.page': 0,
  'datareporting.policy.dataSubmissionEnabled': false,
  'dom.disable_open_during_load': true,
  'dom.ipc.reportProcessHangs': false,
  // Pages of all sites share a few processes: each takes a fifth of a second to start.
  'fission.webContentIsolationStrategy': 0,
  'dom.ipc.processCount': 4,
  'dom.ipc.keepProcessesAlive.web': 4,
  'dom.ipc.processPrelaunch.enabled': false,
  'extensions.update.enabled': false,
  // Frames a second: the window is not visible, and painting takes a seventh of all CPU time of a run.
  'layout.frame_rate': 10,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.http.speculative-parallel-limit': 0,
  'privacy.trackingprotection.enabled': false,
  'security.certerrors.mitm.priming.enabled': false,
  'toolkit.startup.max_resumed_crashes': -1,
  'toolkit.telemetry.enabled': false,
};

function preferences(port: number): Preferences {
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
