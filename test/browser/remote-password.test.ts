import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type BrowserId,
  type BrowserSession,
  findDriver,
  type RemoteBrowser,
  remoteDriver,
} from '../../src/browsers/index.ts';
import { type RecordingProxy, startRecordingProxy } from '../../src/proxy/index.ts';
import type { Exchange } from '../../src/results/exchange.ts';
import { need } from '../requirements.ts';
import { startChromeDriver } from '../self/support/remote-ends.ts';

/**
 * The address of the proxy for browsers on other machines has a password. Here it is on loopback, with a password all the same:
 * tests listen nowhere else.
 */
const { missing: noWebkit } = await need('webkit');
const noChromium = (await need('chromium')).missing ?? (await need('chromedriver')).missing;

it.skipIf(noWebkit)(
  'a remote WebKit is not started, for it does not give the password over http',
  async () => {
    const { proxy } = await startProtected('http://page.example.test', 'http://api.example.test/x');
    await expect(startRemote('webkit', 'http://127.0.0.1:4444', proxy)).rejects.toThrow(
      'WebKit does not give the password of the proxy over http. Use --proxy-address 127.0.0.1:PORT',
    );
  },
);

describe.skipIf(noChromium)('a remote Chromium', () => {
  it.each(['http', 'https'])(
    'gives the password of the proxy over %s, and its preflights are seen and cached',
    async (scheme) => {
      const page = `${scheme}://page.example.test`;
      const { proxy, exchanges, done } = await startProtected(page, `${scheme}://api.example.test/x`);
      const server = await startChromeDriver();
      onTestFinished(server.kill);
      const session = await startRemote('chromium', server.url, proxy);
      onTestFinished(session.close);
      await session.open(`${page}/`);
      expect(await done).toBe('PUT PUT');
      // The second PUT uses the answer to the first preflight: nothing intercepts the requests.
      expect(exchanges.map(({ request }) => request.method)).toEqual(['OPTIONS', 'PUT', 'PUT']);
      expect(JSON.stringify(exchanges).toLowerCase()).not.toContain('proxy-authorization');
    },
  );
});

function startRemote(engine: BrowserId, url: string, proxy: RecordingProxy): Promise<BrowserSession> {
  const local = findDriver(engine);
  if (local === undefined) throw new Error(`There is no driver of ${engine}.`);
  const remote: RemoteBrowser = { engine, kind: 'webdriver', url };
  return remoteDriver(remote, local).start({
    proxyPort: proxy.port,
    ...(proxy.remote && { remoteProxy: proxy.remote }),
    certificateFingerprint: proxy.certificateFingerprint,
  });
}

/** A proxy with a page that sends two PUT requests to a target, one after the other, and what the page has got. */
async function startProtected(page: string, url: string) {
  const exchanges: Exchange[] = [];
  let report: (text: string) => void = () => undefined;
  const done = new Promise<string>((resolve) => (report = resolve));
  const script = `(async () => {
    const put = () => fetch(${JSON.stringify(url)}, { method: 'PUT' }).then((r) => r.text(), String);
    await fetch('/done', { method: 'POST', body: [await put(), await put()].join(' ') });
  })()`;
  const proxy = await startRecordingProxy({
    remote: { host: '127.0.0.1', port: 0, password: 'some-password' },
    onExchange(exchange) {
      // Not what the proxy refuses.
      if (exchange.request.url.startsWith(url)) exchanges.push(exchange);
    },
    serve({ method, body }) {
      if (method === 'POST') report(body);
      const headers = { 'Content-Type': 'text/html; charset=utf-8' };
      return { headers, body: `<!doctype html><script>${script}</script>` };
    },
  });
  onTestFinished(() => proxy.close());
  const server = createServer(({ method }, response) => {
    response.setHeader('Access-Control-Allow-Origin', page);
    response.setHeader('Access-Control-Allow-Methods', 'PUT').setHeader('Access-Control-Max-Age', '600');
    response.end(method);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  proxy.addPages(page);
  const { port } = server.address() as AddressInfo;
  proxy.addTarget(new URL(url).origin, { url: `http://127.0.0.1:${port}` });
  return { proxy, exchanges, done };
}
