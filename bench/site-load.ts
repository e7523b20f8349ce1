/**
 * Measures how the website loads in Chromium, from a static server on loopback: `node --import tsx bench/site-load.ts`, after `npm run
 * site`. Prints the first contentful paint, the load event and the bytes of each page; and how large the site is. The server does not
 * compress, so a server that does sends less.
 */
import { type Browser, chromium } from 'playwright';
import { chromiumDriver } from '../src/browsers/chromium.ts';
import { refuseArguments, runScript } from '../scripts/run-script.ts';
import { allBytes, builtFiles, sizeOf } from '../scripts/site/built-site.ts';
import { siteFacts } from '../scripts/site/facts.ts';
import { serveSite } from '../scripts/site/serve.ts';

const pages = {
  home: '',
  lesson: 'learn/preflight.html',
  playground: 'playground.html',
  matrix: 'matrix/',
} as const;

/** As Chrome's developer tools define them: bytes a second, and milliseconds of a request. */
const networks = {
  'no throttle': null,
  'Fast 4G': { download: (9_000_000 * 0.9) / 8, upload: (1_500_000 * 0.9) / 8, latency: 165 },
  'Slow 4G': { download: (1_600_000 * 0.9) / 8, upload: (750_000 * 0.9) / 8, latency: 562.5 },
} as const;

const times = 3;

interface Load {
  readonly paintMs: number;
  readonly loadMs: number;
  readonly bytes: number;
  readonly requests: number;
}

await runScript(async () => {
  refuseArguments();
  const found = await chromiumDriver.find();
  if (!found.found) throw new Error(found.help);
  const site = await serveSite(siteFacts().base);
  const browser = await chromium.launch({ executablePath: found.executable, args: ['--no-sandbox'] });
  try {
    console.log(row(['page', 'network', 'paint ms', 'load ms', 'kB', 'requests']));
    for (const [title, path] of Object.entries(pages))
      for (const network of Object.keys(networks) as (keyof typeof networks)[]) {
        const loads: Load[] = [];
        for (let time = 0; time < times; time++)
          loads.push(await loadOnce(browser, site.url + path, network));
        const middle = (of: (load: Load) => number) => Math.round(median(loads.map(of)));
        const bytes = middle((load) => load.bytes / 1000);
        const [paint, load, requests] = [
          middle(({ paintMs }) => paintMs),
          middle(({ loadMs }) => loadMs),
          middle((one) => one.requests),
        ];
        console.log(row([title, network, paint, load, bytes, requests]));
      }
  } finally {
    await browser.close();
    site.close();
  }
  const files = builtFiles();
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(2)} MB`;
  console.log(
    `\nThe site: ${megabytes(sizeOf(files))} without recorded runs, ${megabytes(allBytes(files))} with them.`,
  );
  return 0;
});

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

/** In a context of its own, so that nothing is in the cache. */
async function loadOnce(browser: Browser, url: string, network: keyof typeof networks): Promise<Load> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    const limits = networks[network];
    if (limits !== null)
      await session.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: limits.latency,
        downloadThroughput: limits.download,
        uploadThroughput: limits.upload,
      });
    const received = { bytes: 0, requests: 0 };
    session.on('Network.loadingFinished', ({ encodedDataLength }) => {
      received.bytes += encodedDataLength;
      received.requests += 1;
    });
    // The figures of a page that lacks something would look good.
    const missing: string[] = [];
    page.on('response', (response) => {
      if (response.status() >= 400) missing.push(`${response.status()} ${response.url()}`);
    });
    await page.goto(url, { waitUntil: 'networkidle' });
    if (missing.length > 0) throw new Error(`Run npm run site first: ${missing.join(', ')}`);
    const times = await page.evaluate(() => {
      const paint = performance.getEntriesByName('first-contentful-paint')[0]?.startTime;
      const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
      return { paintMs: paint, loadMs: navigation?.loadEventEnd };
    });
    const { paintMs, loadMs } = times;
    if (paintMs === undefined || loadMs === undefined) throw new Error(`${url} was not painted.`);
    return { paintMs, loadMs, ...received };
  } finally {
    await context.close();
  }
}

function row([page = '', network = '', ...figures]: readonly (string | number)[]): string {
  return [
    String(page).padEnd(12),
    String(network).padEnd(13),
    ...figures.map((one) => String(one).padStart(9)),
  ].join('');
}
