import { mkdir, writeFile } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import { join } from 'node:path';
import { allCapabilities } from './capabilities.ts';
import { chromiumPreferences, chromiumSwitches } from './chromium-options.ts';
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

async function writePreferences(folder: string): Promise<void> {
  await mkdir(join(folder, 'Default'));
  await writeFile(join(folder, 'Default', 'Preferences'), JSON.stringify(chromiumPreferences));
}

function switches(profile: string, { proxyPort, certificateFingerprint }: StartOptions): readonly string[] {
  return [
    '--remote-debugging-pipe',
    `--user-data-dir=${profile}`,
    // Chromium does not start with its sandbox as root.
    ...(thisMachine().isRoot ? ['--no-sandbox'] : []),
    ...chromiumSwitches(`127.0.0.1:${proxyPort}`, certificateFingerprint),
    'about:blank',
  ];
}
