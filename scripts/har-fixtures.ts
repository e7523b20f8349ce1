import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright';

/**
 * Makes test/fixtures/har: what the developer tools of browsers export. A page on one port of loopback requests an API on
 * another, whose responses have the classic mistakes. Run it again for a new version of a browser:
 *
 *     node --import tsx scripts/har-fixtures.ts chromium|firefox|playwright
 *
 * - chromium: the exporter of the DevTools front end that is built into Chromium, in a DevTools window of its own
 * - firefox: the Network panel, which exports by itself with `devtools.netmonitor.har.enableAutoExportToFile`
 * - playwright: `recordHar`, which is not the developer tools' exporter but is common in CI
 */
const folder = 'test/fixtures/har';

/** Ports in the fixtures, in place of those that were free. */
const shownPorts = { page: 8080, api: 8000 };

type Headers = Readonly<Record<string, string>>;

/** What the API answers to a path: to a preflight, and to the request. */
function answer(path: string, isPreflight: boolean, page: string): { status: number; headers: Headers } {
  const origin = { 'Access-Control-Allow-Origin': page };
  const json = { 'Content-Type': 'application/json' };
  switch (path) {
    case '/allowed':
      return { status: 200, headers: { ...origin, ...json } };
    case '/method':
      return {
        status: isPreflight ? 204 : 200,
        headers: { ...origin, 'Access-Control-Allow-Methods': 'GET, POST' },
      };
    case '/star':
      return { status: 200, headers: { 'Access-Control-Allow-Origin': '*', ...json } };
    case '/header':
      return {
        status: isPreflight ? 204 : 200,
        headers: { ...origin, 'Access-Control-Allow-Headers': 'content-type' },
      };
    case '/error':
      return isPreflight
        ? { status: 204, headers: { ...origin, 'Access-Control-Allow-Headers': 'content-type' } }
        : { status: 500, headers: json };
    case '/login':
      return { status: 401, headers: json };
    case '/moved':
      return { status: 302, headers: { ...origin, Location: '/plain' } };
    default:
      return { status: 200, headers: { ...json, 'Set-Cookie': 'session=s3cr3t-session; Path=/' } };
  }
}

/** What the page requests, one after the other. */
const script = (api: string): string => `
  const requests = [
    ['/allowed', {}],
    ['/plain?page=1', {}],
    ['/plain?page=2', { headers: { Accept: 'application/json' } }],
    ['/method', { method: 'PUT' }],
    ['/star', { credentials: 'include' }],
    ['/header', { headers: { Authorization: 'Bearer s3cr3t-token' } }],
    ['/error', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"password":"s3cr3t-password"}' }],
    ['/login', { method: 'DELETE', credentials: 'include' }],
    ['/moved', {}],
  ];
  document.cookie = 'page=s3cr3t-of-the-page';
  (async () => {
    for (const [path, init] of requests) await fetch(${JSON.stringify(api)} + path, init).catch(() => {});
    await fetch('/own');
    document.title = 'done';
    const image = document.getElementById('last');
    image.src = '/done.png';
  })();
`;

async function serve(handle: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(handle);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: () => (server.closeAllConnections(), server.close()),
  };
}

/** The Network panel of Firefox has to be there before the page: so long after the first load, the page is loaded again. */
const reloadAfterMs = 20_000;
const firstPage = `<!doctype html><title>first</title><script>setTimeout(() => location.reload(), ${reloadAfterMs})</script>`;

/** Runs `visit` with the page's URL while both servers are up. `done` resolves when the page has made its requests. */
type Exporter = (page: string, done: Promise<void>) => Promise<string>;

async function withServers(visit: Exporter, reloads: boolean): Promise<string> {
  let isDone = (): void => undefined;
  const done = new Promise<void>((resolve) => (isDone = resolve));
  let pageOrigin = '';
  const api = await serve((request, response) => {
    const isPreflight = request.method === 'OPTIONS';
    const { pathname } = new URL(request.url ?? '/', 'http://api.test');
    const { status, headers } = answer(pathname, isPreflight, pageOrigin);
    response.writeHead(status, headers).end(isPreflight || status === 302 ? '' : '{"ok":true}');
  });
  let loads = reloads ? 0 : 1;
  const page = await serve((request, response) => {
    if (request.url === '/') {
      loads += 1;
      const html =
        loads === 1
          ? firstPage
          : `<!doctype html><title>page</title><img id="last" alt=""><script>${script(`http://localhost:${api.port}`)}</script>`;
      response.writeHead(200, { 'Content-Type': 'text/html' }).end(html);
    } else {
      response.writeHead(200, { 'Content-Type': 'text/plain' }).end('ok');
      if (request.url === '/done.png') isDone();
    }
  });
  pageOrigin = `http://localhost:${page.port}`;
  try {
    const har = await visit(`${pageOrigin}/`, done);
    return har
      .replaceAll(String(page.port), String(shownPorts.page))
      .replaceAll(String(api.port), String(shownPorts.api));
  } finally {
    page.close();
    api.close();
  }
}

const executable = process.env['CORSPEC_CHROMIUM'] ?? '/usr/bin/chromium';

/** What the button "Export HAR (with sensitive data)" does. A string, because tsx changes functions. */
const exportHar = `(async () => {
  const har = await import('./models/har/har.js');
  const logs = await import('./models/logs/logs.js');
  const requests = logs.NetworkLog.NetworkLog.instance().requests();
  return JSON.stringify({ log: await har.Log.Log.build(requests, { sanitize: false }) }, null, 2);
})()`;

/** The DevTools front end as a page of the browser that it inspects: its exporter is called as its button calls it. */
async function fromChromium(url: string, done: Promise<void>): Promise<string> {
  const port = 9333;
  const browser = await chromium.launch({
    executablePath: executable,
    ignoreDefaultArgs: ['--headless'],
    args: ['--headless=new', `--remote-debugging-port=${port}`, '--remote-allow-origins=*'],
  });
  try {
    const context = await browser.newContext();
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    const { targetInfo } = await session.send('Target.getTargetInfo');
    const tools = await context.newPage();
    await tools.goto(
      `devtools://devtools/bundled/devtools_app.html?ws=127.0.0.1:${port}/devtools/page/${targetInfo.targetId}&panel=network`,
    );
    await sleep(5000);
    await page.goto(url);
    await done;
    await sleep(2000);
    return await tools.evaluate<string>(exportHar);
  } finally {
    await browser.close();
  }
}

async function fromPlaywright(url: string, done: Promise<void>): Promise<string> {
  const temporary = await mkdtemp(join(tmpdir(), 'corspec-har-'));
  const browser = await chromium.launch({ executablePath: executable });
  try {
    const path = join(temporary, 'p.har');
    const context = await browser.newContext({ recordHar: { path } });
    const page = await context.newPage();
    await page.goto(url);
    await done;
    await context.close();
    return await readFile(path, 'utf8');
  } finally {
    await browser.close();
    await rm(temporary, { recursive: true, force: true });
  }
}

async function fromFirefox(url: string, done: Promise<void>): Promise<string> {
  const temporary = await mkdtemp(join(tmpdir(), 'corspec-har-'));
  const [profile, logs] = [join(temporary, 'profile'), join(temporary, 'logs')];
  await mkdir(profile);
  await mkdir(logs);
  const preferences = {
    'devtools.toolbox.selectedTool': 'netmonitor',
    'devtools.netmonitor.har.enableAutoExportToFile': true,
    'devtools.netmonitor.har.forceExport': true,
    'devtools.netmonitor.har.defaultLogDir': logs,
    'devtools.netmonitor.har.pageLoadedTimeout': 6000,
    'devtools.netmonitor.persistlog': true,
    'browser.shell.checkDefaultBrowser': false,
    'datareporting.policy.dataSubmissionEnabled': false,
    'app.update.enabled': false,
  };
  const lines = Object.entries(preferences).map(
    ([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`,
  );
  await writeFile(join(profile, 'user.js'), lines.join('\n'));
  const browser = spawn(
    process.env['CORSPEC_FIREFOX'] ?? 'firefox-esr',
    ['--headless', '--no-remote', '--profile', profile, '--devtools', url],
    { stdio: 'ignore' },
  );
  try {
    await done;
    for (let tries = 0; tries < 60; tries += 1) {
      const [file] = (await readdir(logs)).filter((name) => name.endsWith('.har'));
      if (file !== undefined) {
        await sleep(1000);
        return await readFile(join(logs, file), 'utf8');
      }
      await sleep(1000);
    }
    throw new Error('Firefox exported nothing within a minute.');
  } finally {
    browser.kill();
    await once(browser, 'exit');
    await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}

const exporters = { chromium: fromChromium, firefox: fromFirefox, playwright: fromPlaywright };

const [name] = process.argv.slice(2);
if (name === undefined || !Object.hasOwn(exporters, name)) {
  console.error(`Usage: node --import tsx scripts/har-fixtures.ts ${Object.keys(exporters).join('|')}`);
  process.exitCode = 2;
} else {
  const har = await withServers(exporters[name as keyof typeof exporters], name === 'firefox');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name}.har`), har);
  console.log(`${folder}/${name}.har: ${har.length} bytes`);
}
