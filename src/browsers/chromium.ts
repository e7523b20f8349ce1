import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright';
import { allCapabilities } from './capabilities.ts';
import { findBrowser } from './discovery.ts';
import {
  defaultStartTimeoutMs,
  type BrowserDriver,
  type Found,
  type Missing,
  type StartOptions,
} from './driver.ts';
import { browserEnvironment } from '../system/environment.ts';
import { makeTemporaryFolder } from '../system/temporary-folder.ts';
import { thisMachine } from '../system/machine.ts';
import { playwrightSession } from './playwright-session.ts';
import { chromiumProducts } from './products.ts';
import { stateProcessFinder } from './state-process.ts';
import { loadPlaywright, requireFound, unlessAborted } from './starting.ts';

/**
 * Features that are off. The switch replaces Playwright's own list, which also turns off some that decide how CORS and
 * redirects go together; what is left here is about start-up traffic and about http staying http.
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

/** WebRTC by TCP through the proxy alone, which refuses what was not declared. */
const withoutUdp = 'disable_non_proxied_udp';

/** Chromium and its relatives, over Playwright. */
export const chromiumDriver: BrowserDriver = {
  id: 'chromium',
  title: 'Chromium',
  capabilities: allCapabilities,
  find,
  start,
};

async function find(): Promise<Found | Missing> {
  const { chromium } = await loadPlaywright();
  return findBrowser(thisMachine(), {
    variable: 'CORSPEC_CHROMIUM',
    title: 'Chromium',
    playwrightBuild: chromium.executablePath(),
    products: chromiumProducts,
    help: 'Run `npx playwright install chromium`, install Chrome or Chromium, or set CORSPEC_CHROMIUM to one.',
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
      context,
      stateProcess: await findStateProcess(),
      stop: () => discard(context),
    });
  } catch (thrown) {
    await profile.remove();
    throw thrown;
  }
}

/** Third-party cookies are blocked in Playwright's contexts; a profile can say otherwise, an option cannot. */
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
  const { chromium } = await loadPlaywright();
  const { isRoot } = thisMachine();
  return chromium.launchPersistentContext(folder, {
    executablePath,
    // As root, Chromium refuses to start with its sandbox.
    chromiumSandbox: !isRoot,
    timeout: options.startTimeoutMs ?? defaultStartTimeoutMs,
    // The bypass rule takes away Chromium's own, by which loopback targets are reached without the proxy.
    proxy: { server: `http://127.0.0.1:${options.proxyPort}`, bypass: '<-loopback>' },
    args: [
      `--disable-features=${disabledFeatures.join(',')}`,
      // Nothing goes around the proxy: no UDP of WebRTC or QUIC, and no name is looked up, as the proxy knows them all.
      `--force-webrtc-ip-handling-policy=${withoutUdp}`,
      `--webrtc-ip-handling-policy=${withoutUdp}`,
      '--disable-quic',
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
      // Certificates with this key are trusted wholly: errors that are merely ignored keep responses from the cache.
      `--ignore-certificate-errors-spki-list=${options.certificateFingerprint}`,
    ],
    env: browserEnvironment(),
    // Who runs corspec handles these: the results so far are to be told.
    handleSIGHUP: false,
    handleSIGINT: false,
    handleSIGTERM: false,
  });
}
