/**
 * Measures a run of many services in the model: `node --import tsx bench/many-services.ts [COUNT]`, after `npm run build`.
 * The servers are of twenty kinds, from one that conforms to one that reflects every origin. Prints the time and the most memory
 * that corspec had at a time (Linux), and how long the HTML report takes to open in Chromium.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright';
import { chromiumDriver } from '../src/browsers/chromium.ts';
import type { Results } from '../src/results/results.ts';
import { makeTemporaryFolder } from '../src/system/temporary-folder.ts';
import { mainFile } from './command.ts';
import { endedText, untilEnded } from './peak-memory.ts';

const count = Number(process.argv[2] ?? 500);
const kinds = 20;
const allowed = 'https://app.example.com';

interface Kind {
  readonly origin: 'listed' | 'reflected' | 'fixed' | 'any' | 'none';
  readonly hasVary: boolean;
  readonly handlesPreflights: boolean;
}

const origins = ['listed', 'reflected', 'fixed', 'any', 'none'] as const;

function kindOf(index: number): Kind {
  const kind = index % kinds;
  return {
    origin: origins[kind % origins.length] ?? 'listed',
    hasVary: kind % 2 === 0,
    handlesPreflights: kind < kinds / 2,
  };
}

function originFor({ origin }: Kind, asked: string | undefined): string | null {
  switch (origin) {
    case 'listed':
      return asked === allowed ? allowed : null;
    case 'reflected':
      return asked ?? null;
    case 'fixed':
      return allowed;
    case 'any':
      return '*';
    case 'none':
      return null;
  }
}

function serve(kind: Kind): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    request.resume();
    const origin = originFor(kind, request.headers.origin);
    if (origin !== null) response.setHeader('Access-Control-Allow-Origin', origin);
    if (kind.hasVary) response.setHeader('Vary', 'Origin');
    if (request.method === 'OPTIONS' && 'access-control-request-method' in request.headers) {
      if (kind.handlesPreflights) response.setHeader('Access-Control-Allow-Methods', 'PUT, DELETE');
      response.writeHead(kind.handlesPreflights ? 204 : 404).end();
      return;
    }
    response.setHeader('Content-Type', 'application/json').end('{}');
  };
}

async function listen(index: number): Promise<Server> {
  const server = createServer(serve(kindOf(index)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** How long a page of a file takes in Chromium: its first paint, and all that it shows. */
async function opened(file: string): Promise<{ readonly paintMs: number; readonly loadMs: number }> {
  const found = await chromiumDriver.find();
  if (!found.found) throw new Error(found.help);
  const browser = await chromium.launch({ executablePath: found.executable, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(file).href);
    return await page.evaluate(async () => {
      // The first paint may come after the load event.
      while (performance.getEntriesByName('first-contentful-paint').length === 0)
        await new Promise((resolve) => setTimeout(resolve, 10));
      const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
      const paint = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN;
      return { paintMs: Math.round(paint), loadMs: Math.round(navigation?.loadEventEnd ?? Number.NaN) };
    });
  } finally {
    await browser.close();
  }
}

const folder = await makeTemporaryFolder();
const servers = await Promise.all(Array.from({ length: count }, (_, index) => listen(index)));
try {
  const targets = servers.map((server, index) => ({
    name: `service-${index}`,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`,
    policy: 'app',
    tags: [`kind-${index % kinds}`],
  }));
  const policies = { app: { origins: [allowed], methods: ['GET', 'PUT', 'DELETE'], credentials: false } };
  const config = join(folder.path, 'corspec.config.json');
  await writeFile(config, JSON.stringify({ policies, targets, browsers: ['model'] }));
  const output = join(folder.path, 'results.json');
  const page = join(folder.path, 'results.html');
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    [mainFile, 'run', '--config', config, '--reporter', `json=${output}`, '--reporter', `html=${page}`],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const ended = await untilEnded(child, startedAt);
  const { results } = JSON.parse(await readFile(output, 'utf8')) as Results;
  const verdicts = results.filter((one) => one.status === 'pass' || one.status === 'fail').length;
  const errors = results.filter((one) => one.status === 'error').length;
  console.log(
    `${count} services of ${kinds} kinds in the model: ${results.length} results, ${verdicts} with a verdict, ${errors} errors, ${endedText(ended)}`,
  );
  const { paintMs, loadMs } = await opened(page);
  console.log(
    `The HTML report: ${(statSync(page).size / 1e6).toFixed(1)} MB; first paint after ${paintMs} ms, load after ${loadMs} ms.`,
  );
} finally {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
  await folder.remove();
}
