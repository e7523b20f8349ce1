import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Browser } from 'playwright';
import { startBiDi } from './bidi.ts';
import { bidiSession } from './bidi-session.ts';
import { allCapabilities } from './capabilities.ts';
import { findBrowser } from './discovery.ts';
import { firefoxPreferences, type Preferences, quietPreferences } from './firefox-preferences.ts';
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
  await writeFile(join(profile.path, 'user.js'), userFile({ ...quietPreferences, ...preferences(options) }));
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
    firefoxUserPrefs: preferences(options),
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

/** https://kb.mozillazine.org/User.js_file */
function userFile(all: Preferences): string {
  return Object.entries(all)
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
    .join('');
}

function preferences({ proxyPort }: StartOptions): Preferences {
  return firefoxPreferences({ host: '127.0.0.1', port: proxyPort });
}
