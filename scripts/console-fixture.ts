import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { chromium, type Browser } from 'playwright';
import { chromiumDriver } from '../src/browsers/chromium.ts';
import { causeFacts } from './causes/facts.ts';
import { play, type PlayedExample } from './causes/example.ts';
import { runScript } from './run-script.ts';

/**
 * Makes test/fixtures/chromium-console.json: what Chromium prints for each example of docs/causes that it blocks;
 * null where that is nothing. The
 * example's hosts are served over plain HTTP by a proxy on loopback; the fixture has https, as the examples do. Run it
 * again for a new version of Chromium: `node --import tsx scripts/console-fixture.ts`
 */
const file = 'test/fixtures/chromium-console.json';

/** The page tells the end of its request by its title; console messages of CORS are there before. */
const settleMs = 300;

await runScript(main);

async function main(): Promise<number> {
  const found = await chromiumDriver.find();
  if (!found.found) throw new Error(found.help);
  const blocked = Object.entries(causeFacts).flatMap(([code, { examples }]) =>
    examples
      .map((example, index) => ({ id: `${code}.${index}`, played: play(example) }))
      .filter(({ played }) => played.verdict.outcome === 'blocked'),
  );
  const messages: Record<string, string | null> = {};
  for (const { id, played } of blocked) {
    const [first = null] = await consoleOf(played, found.executable);
    messages[id] = first;
  }
  await writeFile(file, `${JSON.stringify(messages, null, 2)}\n`);
  const printed = Object.values(messages).filter((message) => message !== null).length;
  console.log(`${file}: messages for ${printed} of ${blocked.length} examples`);
  return 0;
}

/** The console messages of one example, in a browser of its own, so that no cached preflight answers. */
async function consoleOf(played: PlayedExample, executablePath: string): Promise<readonly string[]> {
  const server = createServer(answerer(played)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  let browser: Browser | undefined;
  try {
    browser = await chromium.launch({
      executablePath,
      proxy: { server: `http://127.0.0.1:${port}`, bypass: '<-loopback>' },
      args: ['--disable-features=HttpsUpgrades'],
    });
    const page = await browser.newPage();
    const lines: string[] = [];
    page.on('console', (message) => lines.push(asHttps(message.text())));
    await page.goto(`${asHttp(played.origin)}/page`);
    await page.waitForFunction("document.title === 'done'");
    return lines;
  } finally {
    await browser?.close();
    server.closeAllConnections();
    server.close();
  }
}

/** Serves the page, and the example's responses in their order. */
function answerer(played: PlayedExample): (request: IncomingMessage, response: ServerResponse) => void {
  const left = [...played.example.responses];
  const hosts = new Set(played.calls.map(({ url }) => new URL(url).host));
  return (request, response) => {
    const { pathname, host } = new URL(request.url ?? '/', asHttp(played.origin));
    if (pathname === '/page') {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end(pageOf(played));
      return;
    }
    // Icons, and what Chromium itself asks its maker's servers, take no response of the example, and print nothing.
    if (pathname === '/favicon.ico' || !hosts.has(host)) {
      response.writeHead(204).end();
      return;
    }
    const { status, headers } = (left.length > 1 ? left.shift() : left[0]) ?? { status: 500, headers: [] };
    // A list of lines keeps headers that are sent twice.
    const lines = headers.flatMap(([name, value]) => [name, asHttp(value)]);
    response.writeHead(status, [...lines, 'Content-Type', 'text/plain']).end();
  };
}

function pageOf({ example, calls }: PlayedExample): string {
  const url = JSON.stringify(asHttp(calls[0]?.url ?? ''));
  const { method = 'GET', headers = [], credentials = false, isImage = false } = example;
  const credentialsMode = credentials ? 'include' : 'omit';
  const options = JSON.stringify({ method, headers, credentials: credentialsMode });
  const done = `() => setTimeout(() => (document.title = 'done'), ${settleMs})`;
  return isImage
    ? `<script>const image = new Image(); image.onload = image.onerror = ${done}; image.src = ${url};</script>`
    : `<script>fetch(${url}, ${options}).then(() => {}, () => {}).finally(${done});</script>`;
}

function asHttp(text: string): string {
  return text.replaceAll('https://', 'http://');
}

function asHttps(text: string): string {
  return text.replaceAll('http://', 'https://').trim();
}
