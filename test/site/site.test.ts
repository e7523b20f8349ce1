import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brokenLinks, builtFiles, mostBytes, sizeOf } from '../../scripts/site/built-site.ts';
import { siteFacts } from '../../scripts/site/facts.ts';
import { type ServedSite, serveSite } from '../../scripts/site/serve.ts';
import { chromiumDriver } from '../../src/browsers/chromium.ts';
import { packageRoot } from '../../src/package.ts';
import { need } from '../requirements.ts';

const { base } = siteFacts();
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** One of each kind of page. */
const kinds = [
  '', 'learn/', 'learn/preflight.html', 'learn/tutorials.html', 'playground.html', 'matrix/', 'matrix/failures.html',
  'matrix/koa-cors.html', 'causes/', 'causes/vary-missing.html', 'fixes/credentials.html', 'scenarios/', 'scenarios/credentials.html',
  'advisories.html', 'browsers.html',
]; // prettier-ignore

/** Waits for a value: other tests may run on the machine at the same time. */
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 60_000 });

let browser: Browser | undefined;
let site: ServedSite | undefined;

const { missing } = await need('chromium');

beforeAll(async () => {
  // Vitest gives up on a worker that does not respond for a minute, so nothing here may block it.
  await promisify(execFile)(process.execPath, ['--import', 'tsx', 'scripts/site.ts'], { cwd: packageRoot });
  const found = await chromiumDriver.find();
  if (!found.found) return;
  browser = await chromium.launch({ executablePath: found.executable, args: ['--no-sandbox'] });
  site = await serveSite(base);
}, 600_000);

afterAll(async () => {
  site?.close();
  await browser?.close();
});

interface Look {
  readonly width?: number;
  readonly dark?: boolean;
}

/** Opens a page; its console must stay empty, and it must ask no other server. */
async function visit(
  path: string,
  { width = 1280, dark = false }: Look,
  look: (page: Page) => Promise<void>,
) {
  const context: BrowserContext = await browser!.newContext({
    viewport: { width, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  const complaints: string[] = [];
  try {
    context.setDefaultTimeout(60_000);
    const page = await context.newPage();
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(site!.url) && !request.url().startsWith('data:'))
        complaints.push(request.url());
    });
    page.on('requestfailed', (request) => {
      // A page that is left aborts what it still loads.
      const reason = request.failure()?.errorText;
      if (reason !== 'net::ERR_ABORTED') complaints.push(`${reason}: ${request.url()}`);
    });
    await page.goto(site!.url + path);
    await page.waitForFunction(() => '__vue_app__' in (document.querySelector('#app') ?? {}));
    await look(page);
  } finally {
    await context.close();
  }
  expect(complaints).toEqual([]);
}

async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<AxeResults> } };
    const { violations: found } = await axe.run();
    return found.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map(({ html }) => html.slice(0, 150))
          .join('  ')}`,
    );
  });
}

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

describe('the built site', () => {
  it('has no link that leads nowhere, and loads nothing of other sites', () => {
    expect(brokenLinks(base)).toEqual([]);
  });

  it('is smaller than its bound', () => {
    expect(sizeOf(builtFiles())).toBeLessThan(mostBytes);
  });

  it('has a badge as SVG and as JSON for each implementation, and the results', () => {
    const files = builtFiles();
    expect(files).toEqual(
      expect.arrayContaining(['matrix.json.gz', 'badges/koa-cors.svg', 'badges/koa-cors.json']),
    );
    const endpoint = JSON.parse(
      readFileSync(join(packageRoot, 'dist/site/badges/koa-cors.json'), 'utf8'),
    ) as unknown;
    expect(endpoint).toMatchObject({ schemaVersion: 1, label: 'CORS' });
  });
});

describe.skipIf(missing)('the site in Chromium', () => {
  it.each(kinds)('has nothing that axe finds, in light and dark: /%s', async (path) => {
    for (const dark of [false, true])
      await visit(path, { dark }, async (page) => {
        expect(await violations(page)).toEqual([]);
      });
  });

  it.each(kinds)('is not wider than a phone: /%s', async (path) => {
    await visit(path, { width: 360 }, async (page) => {
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    });
  });

  it('steps through the diagram of a lesson by keyboard', async () => {
    await visit('learn/preflight.html', {}, async (page) => {
      const count = page.locator('.count');
      await eventually(() => count.textContent()).toMatch(/^Step 1 of \d+$/);
      await page.locator('button.next').focus();
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('ArrowRight');
      await eventually(() => count.textContent()).toMatch(/^Step 3 of/);
      await page.keyboard.press('End');
      await eventually(() => page.locator('.sequence .ending').textContent()).toContain(
        'can read the response',
      );
    });
  });

  it('answers a switch of a lesson in the page', async () => {
    await visit('learn/simple.html', {}, async (page) => {
      const source = page.locator('.lesson .source');
      await eventually(() => source.textContent()).toContain('Recorded:');
      await page.locator('select[name="page"]').focus();
      await page.keyboard.type('https://app.example.com:8443');
      await page.getByRole('button', { name: 'Show all' }).click();
      await eventually(() => source.textContent()).toContain('Not recorded');
      await eventually(() => page.locator('.sequence .ending').textContent()).toContain(
        'cannot read the response',
      );
      await eventually(() => page.locator('.details').textContent()).toContain(
        "No 'Access-Control-Allow-Origin' header",
      );
    });
  });

  it('changes the client of a lesson by keyboard', async () => {
    await visit('learn/credentials.html', {}, async (page) => {
      await page.getByRole('tab', { name: 'fetch' }).focus();
      await page.keyboard.press('ArrowRight');
      await eventually(() => page.locator('.client-code').textContent()).toContain(
        'xhr.withCredentials = true',
      );
      await page.keyboard.press('ArrowRight');
      await eventually(() => page.locator('.client-code').textContent()).toContain('axios.get');
    });
  });

  it('judges a pasted response in the playground, typed by keyboard, and keeps it in the address', async () => {
    await visit('playground.html', {}, async (page) => {
      await page.locator('textarea[name="response"]').focus();
      await page.keyboard.type('HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: *');
      const verdict = page.locator('.verdict h2');
      await eventually(() => verdict.textContent()).toBe('The script can read the response');
      expect(await violations(page)).toEqual([]);
      await page.locator('input[name="credentials"]').focus();
      await page.keyboard.press('Space');
      await eventually(() => verdict.textContent()).toBe('Blocked');
      await eventually(() => page.url()).toContain('credentials=true');
      await page.reload();
      await eventually(() => verdict.textContent()).toBe('Blocked');
      await page.locator('input[name="origin"]').fill('app.example.com');
      await eventually(() => page.locator('#problem-origin').textContent()).toContain(
        'the scheme is missing',
      );
      expect(await violations(page)).toEqual([]);
    });
  });

  it('filters the matrix, and shows families', async () => {
    await visit('matrix/', {}, async (page) => {
      await page.locator('input[name="words"]').fill('koa');
      await eventually(() => page.locator('.matrix tbody tr').count()).toBe(1);
      await page.locator('input[value="families"]').check();
      await eventually(() => page.locator('.matrix thead').textContent()).toContain('Preflights');
      expect(await violations(page)).toEqual([]);
    });
  });

  it('finds a cause by the search', async () => {
    await visit('', {}, async (page) => {
      await page.keyboard.press('Control+k');
      await page.locator('#localsearch-input').fill('trailing slash');
      const links = () =>
        page.locator('a.result').evaluateAll((all) => all.map((one) => one.getAttribute('href')).join(' '));
      await eventually(links).toContain('/causes/trailing-slash');
    });
  });

  it('opens another page whole, and goes back', async () => {
    await visit('learn/', {}, async (page) => {
      await page.locator('.VPDoc').getByRole('link', { name: 'Preflights' }).click();
      await page.locator('.lesson').waitFor();
      await page.goBack();
      await eventually(() => page.locator('h1').textContent()).toContain('Learn CORS');
    });
  });
});
