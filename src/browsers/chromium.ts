import { mkdir, writeFile } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import { join } from 'node:path';
import { allCapabilities } from './capabilities.ts';
import { findBrowser, headlessShells } from './discovery.ts';
import { connectDevTools } from './devtools.ts';
import { devToolsSession } from './devtools-session.ts';
import {
  startTimeoutMs,
  type BrowserDriver,
  type BrowserSession,
  type Found,
  type Missing,
  type StartOptions,
} from './driver.ts';
import { lastLines, startHelper } from './helper-process.ts';
import { browserEnvironment } from '../system/environment.ts';
import { makeTemporaryFolder } from '../system/temporary-folder.ts';
import { thisMachine } from '../system/machine.ts';
import { chromiumProducts } from './products.ts';
import { stateProcessFinder } from './state-process.ts';
import { playwrightBuild } from './playwright.ts';
import { inTime, reasonOf, requireFound, unlessAborted } from './starting.ts';

/** Disabled features: start-up traffic and upgrades of http. Features that affect CORS and redirects stay as users have them. */
const disabledFeatures = [
  'HttpsUpgrades',
  'DestroyProfileOnBrowserClose',
  'DialMediaRouteProvider',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'Translate',
];

/** No questions, no services of the browser, nothing that slows a tab in the background down. */
const quiet = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-field-trial-config',
  '--disable-background-networking',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-back-forward-cache',
  '--disable-breakpad',
  '--disable-client-side-phishing-detection',
  '--disable-component-extensions-with-background-pages',
  '--disable-component-update',
  '--disable-default-apps',
  // Containers often have a small /dev/shm.
  '--disable-dev-shm-usage',
  '--disable-extensions',
  '--disable-hang-monitor',
  '--disable-ipc-flooding-protection',
  '--disable-popup-blocking',
  '--disable-prompt-on-repost',
  '--disable-search-engine-choice-screen',
  // A process for each site doubles the cost of a run. The headless shell has none either, and the results are equal.
  '--disable-site-isolation-trials',
  '--disable-sync',
  '--enable-automation',
  '--hide-scrollbars',
  '--metrics-recording-only',
  '--mute-audio',
  '--no-service-autorun',
  '--password-store=basic',
  '--use-mock-keychain',
];

/** WebRTC only over TCP through the proxy, which refuses undeclared destinations. */
const withoutUdp = 'disable_non_proxied_udp';

/** Chromium and browsers based on it, over the DevTools protocol. */
export const chromiumDriver: BrowserDriver = {
  id: 'chromium',
  title: 'Chromium',
  capabilities: allCapabilities,
  find,
  start,
};

async function find(): Promise<Found | Missing> {
  const machine = thisMachine();
  const build = playwrightBuild('chromium', machine);
  return findBrowser(machine, {
    variable: 'CORSPEC_CHROMIUM',
    title: 'Chromium',
    playwrightBuilds: build === null ? [] : [...headlessShells(machine, build), build],
    products: chromiumProducts,
    help: 'Run `npx playwright install chromium`, install Chrome or Chromium, or set CORSPEC_CHROMIUM to the path of one.',
  });
}

async function start(options: StartOptions): Promise<BrowserSession> {
  options.signal?.throwIfAborted();
  const { executable, name } = requireFound('Chromium', await find());
  const profile = await makeTemporaryFolder();
  await writePreferences(profile.path);
  const findStateProcess = stateProcessFinder("Chromium's network service", /--utility-sub-type=network\./);
  const browser = startHelper(
    executable,
    switches(profile.path, options),
    ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    browserEnvironment(),
  );
  const said = lastLines(browser.child.stdio[2] as Readable);
  const stop = async () => {
    // Its profile is removed, so there is nothing to save.
    await browser.stop('SIGKILL');
    await profile.remove();
  };
  const connecting = devToolsSession({
    id: 'chromium',
    name,
    devTools: connectDevTools(browser.child.stdio[3] as Writable, browser.child.stdio[4] as Readable),
    exited: browser.ended,
    findStateProcess,
    stop,
  });
  try {
    return await unlessAborted(inTime(connecting, startTimeoutMs), options.signal, stop);
  } catch (thrown) {
    await stop();
    options.signal?.throwIfAborted();
    throw new Error(`${name} (${executable}) did not start: ${reasonOf(thrown)}${said()}`, { cause: thrown });
  }
}

/** Third-party cookies can be allowed by a profile, but not by a switch. */
async function writePreferences(folder: string): Promise<void> {
  const preferences = {
    profile: { cookie_controls_mode: 0, block_third_party_cookies: false },
    webrtc: { ip_handling_policy: withoutUdp, multiple_routes_enabled: false, nonproxied_udp_enabled: false },
  };
  await mkdir(join(folder, 'Default'));
  await writeFile(join(folder, 'Default', 'Preferences'), JSON.stringify(preferences));
}

/** https://peter.sh/experiments/chromium-command-line-switches/ */
function switches(profile: string, options: StartOptions): readonly string[] {
  return [
    '--headless',
    '--remote-debugging-pipe',
    `--user-data-dir=${profile}`,
    // Chromium does not start with its sandbox as root.
    ...(thisMachine().isRoot ? ['--no-sandbox'] : []),
    ...quiet,
    `--proxy-server=http://127.0.0.1:${options.proxyPort}`,
    // Replaces Chromium's default, which connects to loopback targets without the proxy.
    '--proxy-bypass-list=<-loopback>',
    `--disable-features=${disabledFeatures.join(',')}`,
    // No traffic bypasses the proxy: no UDP of WebRTC or QUIC, and no DNS, because the proxy knows all names.
    `--force-webrtc-ip-handling-policy=${withoutUdp}`,
    `--webrtc-ip-handling-policy=${withoutUdp}`,
    '--disable-quic',
    '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
    // Trusts certificates with this key. Merely ignored errors would exclude responses from the cache.
    `--ignore-certificate-errors-spki-list=${options.certificateFingerprint}`,
    'about:blank',
  ];
}
