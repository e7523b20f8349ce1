import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium } from 'playwright';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findDriver } from '../../src/browsers/index.ts';
import type { RawHeader } from '../../src/results/exchange.ts';
import { startRecordingProxy } from '../../src/proxy/index.ts';
import type { RecordingProxy } from '../../src/proxy/index.ts';
import { need } from '../requirements.ts';

const missing = (await need('chromium')).missing;
const pages = [
  'http://localhost:8080',
  'https://app.example.test',
  'http://[::1]:8080',
  'https://a_-"{}+!~;&\'(),$=`b.test',
];
const target = 'https://api.example.test';

/** A server that allows everything to everybody, and spells its headers in its own way. */
function permissive(): Server {
  return createServer((request, response) => {
    const origin = request.headers.origin ?? 'null';
    response.writeHead(request.method === 'OPTIONS' ? 204 : 200, 'As you like', [
      ...['ACCESS-CONTROL-ALLOW-origin', origin],
      ...['access-control-allow-METHODS', 'PUT', 'Access-Control-Allow-Methods', 'DELETE'],
      ...['Access-Control-Allow-Headers', 'x-tenant'],
    ]);
    response.end(request.method === 'OPTIONS' ? undefined : `${request.method} ${request.url}`);
  });
}

const named = (headers: readonly RawHeader[], name: string): RawHeader[] =>
  headers.filter(([found]) => found.toLowerCase() === name);

describe.skipIf(missing !== null)('Chromium behind the wire', () => {
  const server = permissive();
  let proxy: RecordingProxy;
  let browser: Browser;

  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    proxy = await startRecordingProxy({
      serve: ({ origin }) => ({
        headers: { 'Content-Type': 'text/html; charset=utf-8' },
        body: `<!doctype html><title>page</title><p>${Buffer.from(origin).toString('hex')}`,
      }),
    });
    for (const page of pages) proxy.addPages(page);
    const upstream = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
    proxy.addTarget(target, upstream);
    proxy.addChecks(
      pages.map((_, index) => `check-${index}`),
      upstream,
    );
    const found = await findDriver('chromium')?.find();
    if (found?.found !== true) throw new Error('There is no Chromium.');
    browser = await chromium.launch({
      executablePath: found.executable,
      proxy: { server: `http://127.0.0.1:${proxy.port}` },
      args: [
        '--no-sandbox',
        `--ignore-certificate-errors-spki-list=${proxy.certificateFingerprint}`,
        '--disable-background-networking',
      ],
    });
  });

  afterAll(async () => {
    await browser.close();
    await proxy.close();
    server.close();
  });

  it.each(pages)('is at home at %s, and its preflights are seen', async (origin) => {
    const page = await browser.newPage();
    await page.goto(`${origin}/start`);
    expect(await page.evaluate(() => location.origin)).toBe(origin);
    const check = `check-${pages.indexOf(origin)}`;
    const body = await page.evaluate(async (url) => {
      const response = await fetch(url, { method: 'PUT', headers: { 'X-Tenant': 'one' }, body: 'h\u00e9' });
      return response.text();
    }, `${target}/resource?id=1&corspec-check=${check}`);
    await page.close();

    expect(body).toBe('PUT /resource?id=1');
    const exchanges = await proxy.take(check);
    expect(exchanges.map(({ request, failure }) => [request.method, request.url, failure])).toEqual([
      ['OPTIONS', `${target}/resource?id=1`, undefined],
      ['PUT', `${target}/resource?id=1`, undefined],
    ]);
    const [preflight, actual] = exchanges;
    expect(named(preflight?.request.headers ?? [], 'origin')).toEqual([['Origin', origin]]);
    expect(named(preflight?.request.headers ?? [], 'access-control-request-headers')).toEqual([
      ['Access-Control-Request-Headers', 'x-tenant'],
    ]);
    expect(preflight?.response).toMatchObject({ status: 204, reason: 'As you like' });
    expect(preflight?.response?.headers.slice(0, 3)).toEqual([
      ['ACCESS-CONTROL-ALLOW-origin', origin],
      ['access-control-allow-METHODS', 'PUT'],
      ['Access-Control-Allow-Methods', 'DELETE'],
    ]);
    expect(actual?.request).toMatchObject({ body: 'h\u00e9', bodyBytes: 3 });
  });

  it('reaches nothing that was not declared', async () => {
    const { port } = server.address() as AddressInfo;
    const elsewhere = [`http://127.0.0.1:${port}`, 'https://elsewhere.test', 'ws://elsewhere.test'];
    const page = await browser.newPage();
    await page.goto('http://localhost:8080/start');
    let asked = 0;
    server.on('request', () => (asked += 1));
    const outcomes = await page.evaluate(
      (urls) =>
        Promise.all(
          urls.map((url) =>
            url.startsWith('ws')
              ? new Promise((resolve) => {
                  const socket = new WebSocket(url);
                  socket.onerror = () => resolve('failed');
                  socket.onopen = () => resolve('opened');
                })
              : fetch(url).then(
                  () => 'reached',
                  () => 'failed',
                ),
          ),
        ),
      elsewhere,
    );
    await page.close();
    expect(outcomes).toEqual(['failed', 'failed', 'failed']);
    expect(asked).toBe(0);
    expect([...proxy.refused().keys()]).toEqual(
      expect.arrayContaining([`http://127.0.0.1:${port}`, 'https://elsewhere.test', 'http://elsewhere.test']),
    );
  });
});
