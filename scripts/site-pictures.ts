import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright';
import { chromiumDriver } from '../src/browsers/chromium.ts';
import { packageRoot } from '../src/package.ts';
import { refuseArguments, runScript } from './run-script.ts';
import { siteFacts } from './site/facts.ts';
import { type ServedSite, serveSite } from './site/serve.ts';

/** Larger pictures make every clone larger. */
const mostBytes = 150_000;

interface Picture {
  readonly name: string;
  /** Below the base, with the fragment. */
  readonly path: string;
  readonly prepare?: (page: Page) => Promise<void>;
}

const showAll = (page: Page) => page.getByRole('button', { name: 'Show all' }).click();
const blocked = new URLSearchParams({
  credentials: 'true',
  response: 'HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: *\nContent-Type: application/json',
});

const pictures: readonly Picture[] = [
  { name: 'lesson-preflight', path: 'learn/preflight.html', prepare: showAll },
  { name: 'lesson-credentials', path: 'learn/credentials.html', prepare: showAll },
  { name: 'lesson-vary', path: 'learn/vary.html', prepare: showAll },
  { name: 'playground', path: `playground.html#${blocked.toString()}`, prepare: showAll },
  { name: 'matrix', path: 'matrix/' },
];

const sizes = [
  { suffix: '', viewport: { width: 1280, height: 1000 } },
  { suffix: '-phone', viewport: { width: 390, height: 844 } },
] as const;

const folder = join(packageRoot, 'docs/site');

/** Makes the pictures of the website in docs/site, from dist/site: `npm run site && npm run site:pictures`. */
await runScript(async () => {
  refuseArguments();
  const found = await chromiumDriver.find();
  if (!found.found) throw new Error(found.help);
  mkdirSync(folder, { recursive: true });
  const site = await serveSite(siteFacts().base);
  const browser = await chromium.launch({ executablePath: found.executable, args: ['--no-sandbox'] });
  try {
    const files = await takeAll(browser, site);
    const large = files.filter((file) => statSync(file).size > mostBytes);
    for (const file of large) console.error(`${file} is larger than ${mostBytes} bytes.`);
    return large.length === 0 ? 0 : 1;
  } finally {
    await browser.close();
    site.close();
  }
});

async function takeAll(browser: Browser, site: ServedSite): Promise<readonly string[]> {
  const files: string[] = [];
  for (const { suffix, viewport } of sizes)
    for (const { name, path, prepare } of pictures) {
      const page = await browser.newPage({ viewport, colorScheme: 'light', reducedMotion: 'reduce' });
      await page.goto(site.url + path);
      await page.waitForFunction(() => '__vue_app__' in (document.querySelector('#app') ?? {}));
      await prepare?.(page);
      await page.evaluate(() => window.scrollTo(0, 0));
      const file = join(folder, `${name}${suffix}.png`);
      await page.screenshot({ path: file });
      await page.close();
      files.push(file);
    }
  return files;
}
