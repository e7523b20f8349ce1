import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright';
import { allCapabilities } from './capabilities.ts';
import { findBrowser, headlessShells } from './discovery.ts';
import { startTimeoutMs, type BrowserDriver, type Found, type Missing, type StartOptions } from './driver.ts';
import { browserEnvironment } from '../system/environment.ts';
import { makeTemporaryFolder } from '../system/temporary-folder.ts';
import { thisMachine } from '../system/machine.ts';
import { playwrightSession } from './playwright-session.ts';
import { chromiumProducts } from './products.ts';
import { stateProcessFinder } from './state-process.ts';
import { preferredPlaywright } from './playwright.ts';
import { requireFound, unlessAborted } from './starting.ts';

/**
 * Disabled features. The switch replaces Playwright's list, which also disables features that affect CORS and redirects;
 * this list only covers start-up traffic and upgrades of http.
 */
const disabledFeatures = [
  'HttpsUpgrades',
  'DestroyProfileOnBrowserClose',
  'DialMediaRouteProvider',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'Translate',
];

/** WebRTC only over TCP through the proxy, which refuses undeclared destinations. */
const withoutUdp = 'disable_non_proxied_udp';

/** Chromium and browsers based on it, over Playwright. */
export const chromiumDriver: BrowserDriver = {
  id: 'chromium',
  title: 'Chromium',
  capabilities: allCapabilities,
  find,
  start,
};

async function find(): Promise<Found | Missing> {
  const { chromium } = preferredPlaywright().load();
  const machine = thisMachine();
  const build = chromium.executablePath();
  return findBrowser(machine, {
    variable: 'CORSPEC_CHROMIUM',
    title: 'Chromium',
    playwrightBuilds: [...headlessShells(machine, build), build],
    products: chromiumProducts,
    help: 'Run `npx playwright install chromium`, install Chrome or Chromium, or set CORSPEC_CHROMIUM to the path of one.',
  });
}

async function start(options: StartOptions) {
  options.signal?.throwIfAborted();
  const { executable, name } = requireFound('Chromium', await find());
  const profile = await makeTemporaryFolder();
  const discard = async (context: BrowserContext) => {
    await context.close();
    await profile.remove();
  };
  try {
    await writePreferences(profile.path);
    const findStateProcess = stateProcessFinder("Chromium's network service", /--utility-sub-type=network\./);
    const starting = launch(executable, profile.path, options);
    const context = await unlessAborted(starting, options.signal, discard);
    const version = context.browser()?.version() ?? 'unknown';
    return playwrightSession({
      id: 'chromium',
      name,
      version,
      playwright: preferredPlaywright().version,
      context,
      stateProcess: await findStateProcess(),
      stop: () => discard(context),
    });
  } catch (thrown) {
    await profile.remove();
    throw thrown;
  }
}

/** Playwright's contexts block third-party cookies; a profile can allow them, an option cannot. */
async function writePreferences(folder: string): Promise<void> {
  const preferences = {
    profile: { cookie_controls_mode: 0, block_third_party_cookies: false },
    webrtc: { ip_handling_policy: withoutUdp, multiple_routes_enabled: false, nonproxied_udp_enabled: false },
  };
  await mkdir(join(folder, 'Default'));
  await writeFile(join(folder, 'Default', 'Preferences'), JSON.stringify(preferences));
}

async function launch(
  executablePath: string,
  folder: string,
  options: StartOptions,
): Promise<BrowserContext> {
  const { chromium } = preferredPlaywright().load();
  const { isRoot } = thisMachine();
  return chromium.launchPersistentContext(folder, {
    executablePath,
    // Chromium does not start with its sandbox as root.
    chromiumSandbox: !isRoot,
    timeout: startTimeoutMs,
    // The bypass rule replaces Chromium's default, which connects to loopback targets without the proxy.
    proxy: { server: `http://127.0.0.1:${options.proxyPort}`, bypass: '<-loopback>' },
    args: [
      `--disable-features=${disabledFeatures.join(',')}`,
      // No traffic bypasses the proxy: no UDP of WebRTC or QUIC, and no DNS, because the proxy knows all names.
      `--force-webrtc-ip-handling-policy=${withoutUdp}`,
      `--webrtc-ip-handling-policy=${withoutUdp}`,
      '--disable-quic',
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
      // Trusts certificates with this key. Merely ignored errors would exclude responses from the cache.
      `--ignore-certificate-errors-spki-list=${options.certificateFingerprint}`,
    ],
    env: browserEnvironment(),
    // corspec handles signals itself, to report the results so far.
    handleSIGHUP: false,
    handleSIGINT: false,
    handleSIGTERM: false,
  });
}
