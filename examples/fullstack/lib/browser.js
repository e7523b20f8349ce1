import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from './corspec.js';
import { PlainError } from './ports.js';

const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'chrome'];

/** The browser of CORSPEC_CHROMIUM, that of Playwright, or one on PATH. */
function findChromium() {
  const given = process.env.CORSPEC_CHROMIUM;
  if (given) return given;
  const own = chromium.executablePath();
  if (existsSync(own)) return own;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
  return found;
}

export async function openBrowser(cleanup) {
  const executablePath = findChromium();
  // Signals are handled by the cleanup, in order.
  const signals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
  // Without a path: Google Chrome, where macOS and Windows have it.
  const which = executablePath === undefined ? { channel: 'chrome' } : { executablePath };
  const browser = await chromium.launch({ ...which, ...signals }).catch((error) => {
    throw new PlainError(
      `Chromium does not start. Install one: npx playwright install chromium\n${error.message}`,
    );
  });
  cleanup.add(() => browser.close());
  return browser;
}

/** For each blocked request, Chromium prints `net::ERR_FAILED` as well, which names no reason. */
const isTelling = (text) => /blocked by CORS policy|responded with a status/.test(text);

/** Opens a page as a new person: no cookies, and no remembered preflights. */
export async function openPage(cleanup, browser, url) {
  const context = await browser.newContext();
  cleanup.add(() => context.close());
  const page = await context.newPage();
  const errors = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  const seen = async (done) => {
    await page.locator(`#message[data-ended="${done}"]`).waitFor();
    const message = await page.locator('#message').innerText();
    // The console's text may arrive later than what the page shows.
    if (message.startsWith('Error') && !errors.some(isTelling))
      await page.waitForEvent('console', { predicate: (one) => isTelling(one.text()), timeout: 10_000 });
    return {
      message,
      total: await page.locator('#total').innerText(),
      bars: await page.locator('#chart .bar').count(),
      console: errors.splice(0).filter(isTelling),
    };
  };
  let done = 0;
  return {
    page,
    /** Opens the page, which loads the stats. */
    open: async () => {
      await page.goto(url);
      done = 1;
      return seen(done);
    },
    fill: async (category, value) => {
      await page.fill('input[name=category]', category);
      await page.fill('input[name=value]', String(value));
    },
    /** Clicks a button, and waits until its request has ended. */
    click: async (selector) => {
      await page.locator(selector).first().click();
      done += 1;
      return seen(done);
    },
  };
}

/** Opens a page in the browser of the person. */
export function openOnDesktop(url) {
  const commands = { darwin: ['open', url], win32: ['cmd', '/c', 'start', '', url] };
  const [program, ...args] = commands[process.platform] ?? ['xdg-open', url];
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}
