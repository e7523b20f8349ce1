import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import cors from 'cors';
import express from 'express';
import { chromium, type Page } from 'playwright';
import { chromiumDriver } from '../src/browsers/chromium.ts';
import { refuseArguments, runScript } from './run-script.ts';
import { terminalSvg } from './terminal-svg.ts';

/** Pixels around the diagram. */
const margin = 16;

/** The port that the documentation of Express uses. */
const usualPort = 3000;

/** Characters of a line that a picture has room for. */
const widest = 100;

/**
 * Makes docs/report.png, docs/report-check.png and docs/terminal.svg: the reports of `corspec run` on an Express server that reflects
 * every origin with credentials. Run it again when a report looks different: `npm run docs:pictures`
 */
await runScript(async (signal) => {
  refuseArguments();
  const found = await chromiumDriver.find();
  if (!found.found) throw new Error(found.help);
  const folder = await mkdtemp(join(tmpdir(), 'corspec-pictures-'));
  try {
    const report = join(folder, 'report.html');
    const { printed, command } = await runOnMistake(report, signal);
    await writeFile('docs/terminal.svg', terminalSvg(shortened(printed), command));
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

interface MistakeRun {
  /** With escape sequences for colors. */
  readonly printed: string;
  readonly command: string;
}

/** Runs corspec on the server with the mistake; its exit status is 1, because the server fails. */
async function runOnMistake(report: string, signal: AbortSignal): Promise<MistakeRun> {
  const app = express();
  app.use(cors({ origin: true, credentials: true }));
  app.get('/api/items', (_request, response) => response.json([{ id: 1 }, { id: 2 }]));
  const server = createServer(app).listen(usualPort, '127.0.0.1');
  await once(server, 'listening');
  const words = ['run', `http://localhost:${usualPort}/api/items`, '--origin', 'https://app.example.com'];
  words.push('--credentials');
  const reporters = ['--reporter', 'terminal', '--reporter', `html=${report}`];
  const args = [...words, '--browser', 'chromium', ...reporters];
  try {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, FORCE_COLOR: '1' },
      signal,
    });
    const [printed, [status]] = await Promise.all([
      text(child.stdout),
      once(child, 'exit') as Promise<[number | null]>,
    ]);
    if (status !== 1) throw new Error(`corspec run ended with status ${status}; expected 1.`);
    return { printed, command: ['npx corspec', ...words].join(' ') };
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/** Without the lines that say which checks did not run and why, and with long commands cut: a picture has no room for them. */
function shortened(printed: string): string {
  const lines = printed.split('\n');
  const first = lines.findIndex((line) => line.includes('coverage:'));
  const end = lines.findIndex((line, index) => index > first && line === '');
  const kept = first < 0 || end < 0 ? lines : lines.toSpliced(first, end - first + 1);
  return kept
    .map((line) => {
      const excess = stripVTControlCharacters(line).length - widest;
      return excess > 0 ? `${line.slice(0, -excess - 1)}…` : line;
    })
    .join('\n');
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
