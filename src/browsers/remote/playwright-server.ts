import { stripVTControlCharacters } from 'node:util';
import type { BrowserDriver, BrowserSession, StartOptions } from '../driver.ts';
import { type PlaywrightInstallation, preferredPlaywright } from '../playwright.ts';
import { playwrightSession } from '../playwright-session.ts';
import { inTime, reasonOf } from '../starting.ts';
import { noStateProcess } from '../state-process.ts';
import { HandshakeError, type PlaywrightRelay, startPlaywrightRelay } from './playwright-relay.ts';
import { authority, connectionProblem, proxyFor, type RemoteBrowser, shownUrl } from './remote-browser.ts';

/** How long a server may take to start its browser: milliseconds. */
const startTimeoutMs = 60_000;

/** What contexts of a browser lack that was started with the options of somebody else. */
const lacks = {
  'http-cache':
    'a context of a Playwright server ignores certificate errors, so it has no HTTP cache for https',
} as const;

/**
 * A browser of a Playwright server (`npx playwright run-server`, or `launchServer`). The first forwards all connections of its
 * browser to corspec. The second does not: its browser must reach corspec's proxy itself.
 */
export function playwrightServer(remote: RemoteBrowser, local: BrowserDriver): BrowserDriver {
  const { id, title, capabilities } = local;
  return {
    id,
    title,
    capabilities,
    find: () =>
      Promise.resolve({
        found: true,
        name: title,
        executable: '',
        via: `Playwright server ${shownUrl(remote.url)}`,
      }),
    start: (options) => start(remote, title, options),
  };
}

async function start(remote: RemoteBrowser, title: string, options: StartOptions): Promise<BrowserSession> {
  const installation = preferredPlaywright();
  const { signal } = options;
  const attempt = <T>(working: Promise<T>) =>
    working.catch((thrown: unknown) => {
      signal?.throwIfAborted();
      throw new Error(
        `The Playwright server ${shownUrl(remote.url)} ${problemOf(thrown, installation.version)}.`,
        { cause: thrown },
      );
    });
  const relay = await attempt(connect(remote, installation.version, options));
  const close = () => void relay.close();
  signal?.addEventListener('abort', close, { once: true });
  const lost = relay.ended.then((why) => Promise.reject(new Error(`did not start a browser: ${why}`)));
  try {
    const starting = openSession(relay, remote, title, installation, options);
    return await attempt(inTime(Promise.race([starting, lost]), startTimeoutMs));
  } catch (thrown) {
    await relay.close();
    throw thrown;
  } finally {
    signal?.removeEventListener('abort', close);
  }
}

function connect(
  { engine, url }: RemoteBrowser,
  version: string,
  { proxyPort, signal }: StartOptions,
): Promise<PlaywrightRelay> {
  return startPlaywrightRelay({
    server: url,
    headers: {
      // The server compares versions by it.
      'User-Agent': `Playwright/${version}`,
      'x-playwright-browser': engine,
      'x-playwright-proxy': '*',
    },
    proxyPort,
    ...(signal && { signal }),
  });
}

async function openSession(
  relay: PlaywrightRelay,
  remote: RemoteBrowser,
  title: string,
  { version, load }: PlaywrightInstallation,
  options: StartOptions,
): Promise<BrowserSession> {
  const browser = await load()[remote.engine].connect(relay.endpoint, { timeout: startTimeoutMs });
  const started = browser.browserType().name();
  if (started !== remote.engine)
    throw new Error(
      `has another browser: ${started}. Use --connect ${started}=…, or a server of ${remote.engine}`,
    );
  const proxy = relay.hasTunnel() ? null : contextProxy(remote, options);
  const context = await browser.newContext({ ignoreHTTPSErrors: true, ...(proxy && { proxy }) });
  return playwrightSession({
    id: remote.engine,
    name: title,
    version: browser.version(),
    playwright: `${version}, remote`,
    context,
    stateProcess: noStateProcess,
    whyClosed: relay.ended,
    lacks,
    async stop() {
      await browser.close().catch(() => undefined);
      await relay.close();
    },
  });
}

/**
 * For a server that does not forward connections. Its browser cannot answer the proxy's password: Playwright would intercept all
 * requests for that, and then no preflight reaches the proxy.
 */
function contextProxy(remote: RemoteBrowser, options: StartOptions): { server: string } {
  const proxy = proxyFor(remote, options);
  if (proxy !== null && proxy.password === null) return { server: `http://${authority(proxy)}` };
  throw new Error(
    'does not forward the connections of its browser: launchServer does not. Start it with `npx playwright run-server`, or lead ' +
      'a port of its machine to --proxy-address 127.0.0.1:PORT with an SSH tunnel. An address on the network needs a password, which ' +
      'a browser cannot give through Playwright',
  );
}

function problemOf(thrown: unknown, version: string): string {
  if (thrown instanceof HandshakeError) return refusalOf(thrown, version);
  if (thrown instanceof Error && /^(did not|does not|has) /.test(thrown.message)) return thrown.message;
  const { code } = thrown as NodeJS.ErrnoException;
  if (code !== undefined) return `could not be reached: ${connectionProblem(thrown)}`;
  return `did not start a browser: ${stripVTControlCharacters(reasonOf(thrown))}`;
}

/** A status other than 101. */
function refusalOf({ status, body }: HandshakeError, version: string): string {
  const theirs = /server version: v(\d+\.\d+)/.exec(body)?.[1];
  if (theirs === undefined)
    return `is not there: it answers with status ${status}. Check the URL, with the path that the server printed`;
  const [major, minor] = version.split('.');
  return (
    `has version ${theirs}, and corspec uses Playwright ${version}: both must be of the same minor version. ` +
    `Start it with \`npx playwright@${major}.${minor} run-server\`, or install playwright@${theirs} in this project`
  );
}
