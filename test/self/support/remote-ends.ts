import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { type BrowserId, findDriver } from '../../../src/browsers/index.ts';
import { freePort } from '../../free-port.ts';

/** A server for remote browsers: a process of its own on loopback. */
export interface RemoteEnd {
  readonly url: string;
  /** Ends it, and with it the browsers and connections that it has. */
  kill(): Promise<void>;
}

const playwrightPackage = dirname(createRequire(import.meta.url).resolve('playwright/package.json'));

/** `npx playwright run-server`, with the Chromium of this machine where Playwright looks for its own. */
export async function startPlaywrightServer(): Promise<RemoteEnd> {
  const builds = await mkdtemp(join(tmpdir(), 'corspec-builds-'));
  const environment = { ...process.env, PLAYWRIGHT_BROWSERS_PATH: builds };
  const place = await printed(spawnNode(['-e', printPlace], environment));
  await mkdir(dirname(place), { recursive: true });
  await symlink(await executable('chromium'), place);
  const words = [join(playwrightPackage, 'cli.js'), 'run-server', '--port', '0', '--host', '127.0.0.1'];
  const server = spawnNode([...words, '--path', '/some-path'], environment);
  const url = await lineOf(server, /ws:\/\/\S+/);
  return { url, kill: () => end(server, builds) };
}

/** Where a headless Chromium of Playwright's own is: the error of a launch names it. */
const printPlace = `require('playwright').chromium.launch().catch(({ message }) => console.log(/at (\\/\\S+)/.exec(message)[1]))`;

/** `chromium.launchServer()`, in a process of its own. */
export async function startLaunchServer(): Promise<RemoteEnd> {
  const options = { executablePath: await executable('chromium'), host: '127.0.0.1' };
  const script = `require('playwright').chromium.launchServer(${JSON.stringify(options)}).then((server) => console.log(server.wsEndpoint()))`;
  const server = spawnNode(['-e', script], process.env);
  return { url: await lineOf(server, /ws:\/\/\S+/), kill: () => end(server) };
}

/**
 * chromedriver behind a server that adds a switch to the capabilities, as nodes of Selenium Grid do: Chromium runs without a sandbox, for
 * tests may run as root.
 */
export async function startChromeDriver(): Promise<RemoteEnd> {
  const stdio = ['ignore', 'pipe', 'ignore'] as const;
  const driver = spawn('chromedriver', ['--port=0'], { stdio: [...stdio], detached: true });
  const port = (await lineOf(driver, /on port [1-9]\d*/)).slice('on port '.length);
  const node = createHttpServer((request, response) => {
    void text(request).then(async (body) => {
      const { method = 'GET', url = '/' } = request;
      const sent = method === 'POST' ? { body: url === '/session' ? withoutSandbox(body) : body } : {};
      const answer = await fetch(`http://127.0.0.1:${port}${url}`, { method, ...sent });
      response.writeHead(answer.status).end(await answer.text());
    });
  }).listen(0, '127.0.0.1');
  await once(node, 'listening');
  const kill = async () => {
    node.close();
    await end(driver);
  };
  return { url: `http://127.0.0.1:${(node.address() as AddressInfo).port}`, kill };
}

function withoutSandbox(body: string): string {
  const { capabilities } = JSON.parse(body) as { capabilities: { alwaysMatch: Record<string, object> } };
  const options = capabilities.alwaysMatch['goog:chromeOptions'] as { args: string[] };
  options.args.push('--no-sandbox');
  return JSON.stringify({ capabilities });
}

/** WebKitWebDriver, with a display of its own. */
export async function startWebKitWebDriver(): Promise<RemoteEnd> {
  const display = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  const number = await lineOf(display, /\d+/);
  const port = await freePort();
  const env = { ...process.env, DISPLAY: `:${number}`, GDK_BACKEND: 'x11', NO_AT_BRIDGE: '1' };
  const server = spawn('WebKitWebDriver', [`--port=${port}`], { stdio: 'ignore', detached: true, env });
  const url = `http://127.0.0.1:${port}`;
  while (!(await isUp(url))) await new Promise((resolve) => setTimeout(resolve, 20));
  const kill = async () => {
    await end(server);
    await end(display);
  };
  return { url, kill };
}

async function executable(engine: BrowserId): Promise<string> {
  const found = await findDriver(engine)?.find();
  if (found?.found !== true) throw new Error(`There is no ${engine}.`);
  return found.executable;
}

function spawnNode(words: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, env });
}

async function printed(child: ChildProcess): Promise<string> {
  const line = await lineOf(child, /.+/);
  await once(child, 'exit');
  return line;
}

/** The first match in what a program prints. */
function lineOf(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The program ended with ${code}: ${text}`)));
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      text += `${line}\n`;
      const match = pattern.exec(line)?.[0];
      if (match !== undefined) resolve(match);
    });
  });
}

/** Ends a program with the processes that it has started. */
async function end(child: ChildProcess, folder?: string): Promise<void> {
  const exited = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
  try {
    process.kill(-(child.pid ?? 0), 'SIGKILL');
  } catch {
    // It has exited.
  }
  await exited;
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
}

async function isUp(url: string): Promise<boolean> {
  return fetch(`${url}/status`).then(
    ({ ok }) => ok,
    () => false,
  );
}
