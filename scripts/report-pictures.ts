import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import cors from 'cors';
import express from 'express';
import { chromium, type Page } from 'playwright';
import { chromiumDriver } from '../src/browsers/chromium.ts';
import { refuseArguments, runScript } from './run-script.ts';

/** Pixels around the diagram. */
const margin = 16;

/**
 * Makes docs/report.png and docs/report-check.png: the HTML report of `corspec run` on an Express server that reflects every
 * origin with credentials. Run it again when the report looks different: `npm run docs:pictures`
 */
await runScript(async (signal) => {
  refuseArguments();
  const found = await chromiumDriver.find();
  if (!found.found) throw new Error(found.help);
  const folder = await mkdtemp(join(tmpdir(), 'corspec-pictures-'));
  try {
    const report = join(folder, 'report.html');
    await runOnMistake(report, signal);
    const browser = await chromium.launch({ executablePath: found.executable, args: ['--no-sandbox'] });
    try {
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme: 'light' });
      await page.goto(pathToFileURL(report).href);
      await page.locator('table.grid').waitFor();
      await page.screenshot({ path: 'docs/report.png' });
      await explanation(page);
    } finally {
      await browser.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return 0;
});

/** Runs corspec on the server with the mistake; its exit status is 1, because the server fails. */
async function runOnMistake(report: string, signal: AbortSignal): Promise<void> {
  const app = express();
  app.use(cors({ origin: true, credentials: true }));
  app.get('/api/items', (_request, response) => response.json([{ id: 1 }, { id: 2 }]));
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const target = [`http://127.0.0.1:${port}/api/items`, '--origin', 'https://app.example.com'];
  const args = [...target, '--credentials', '--browser', 'chromium', '--reporter', `html=${report}`];
  try {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', 'run', ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
      signal,
    });
    const [status] = (await once(child, 'exit')) as [number | null];
    if (status !== 1) throw new Error(`corspec run ended with status ${status}; expected 1.`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/** The sequence diagram of the worst failure. */
async function explanation(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /^Show its/ })
    .first()
    .click();
  await page.locator('td[data-row="0"]').first().click();
  await page.setViewportSize({ width: 1280, height: 2400 });
  const section = page.locator('dialog section', { has: page.locator('.sequence') });
  const box = await section.boundingBox();
  if (box === null) throw new Error('The report has no explanation.');
  const { x, y, width, height } = box;
  const clip = { x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin };
  await page.screenshot({ path: 'docs/report-check.png', clip });
}
