import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { pageAssets } from '../../../src/page/assets.ts';
import { createPageHost } from '../../../src/page/pages.ts';
import { startRecordingProxy } from '../../../src/proxy/index.ts';

const page = 'https://app.example.test';
const target = 'http://api.example.test';

/** What runs during a run: a proxy with a page that is open, and a target with a header of the operator's. */
async function setUp() {
  const received: string[] = [];
  const server = createServer((request, response) => {
    received.push(`${request.url ?? ''} ${request.headers.authorization ?? 'bare'}`);
    response.end('ok');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = createPageHost(pageAssets());
  const proxy = await startRecordingProxy(host);
  onTestFinished(async () => {
    await proxy.close();
    server.close();
  });
  const upstream = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    addHeaders: [['Authorization', 'Bearer s3cret']] as const,
  };
  proxy.addTarget(target, upstream);
  proxy.addPages(page);
  proxy.addChecks(['check-of-the-run'], upstream);
  const reports: unknown[] = [];
  host.add({
    origin: page,
    checks: [{ id: 'check-of-the-run', steps: [], timeoutMs: 1 }],
    concurrency: 1,
    runsTargetCode: false,
    onReport: (report) => reports.push(report),
    onProblem: (problem) => reports.push(problem),
  });
  return { proxy, received, reports };
}

/** Asks the proxy as another process on the machine can: it knows the port, and nothing else. */
async function ask(port: number, url: string, body?: string): Promise<{ status: number; text: string }> {
  const method = body === undefined ? 'GET' : 'PUT';
  const sent = httpRequest({ host: '127.0.0.1', port, path: url, method, agent: false });
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [AsyncIterable<Buffer> & { statusCode: number }];
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part);
  return { status: answer.statusCode, text: Buffer.concat(parts).toString() };
}

it('another process that finds the port gets nothing of the operator’s', async () => {
  const { proxy, received } = await setUp();
  for (const query of ['', '?corspec-check=', '?corspec-check=0', '?corspec-check=%00'])
    await ask(proxy.port, `${target}/x${query}`);
  expect(received).toEqual(Array.from({ length: 4 }, () => '/x bare'));
  await ask(proxy.port, `${target}/x?corspec-check=check-of-the-run`);
  expect(received.at(-1)).toBe('/x Bearer s3cret');
});

it('another process gets no work, and cannot report outcomes', async () => {
  const { proxy, reports } = await setUp();
  const forged = JSON.stringify([{ check: 'check-of-the-run', outcome: { steps: [] }, durationMs: 1 }]);
  for (const id of ['', '0', '1', 'check-of-the-run'])
    for (const path of ['page', 'work', 'outcomes', 'end']) {
      const url = `${page}/.corspec/${path}?page=${id}`;
      const asked = await ask(proxy.port, url);
      expect([asked.status, asked.text]).toEqual([404, 'Not a corspec page.']);
      expect((await ask(proxy.port, url, forged)).status).toBeGreaterThanOrEqual(400);
    }
  expect(reports).toEqual([]);
});

it('another process cannot fill the memory: what it posts is not kept', async () => {
  const { proxy } = await setUp();
  const socket = connect(proxy.port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  const piece = Buffer.alloc(1024 * 1024);
  socket.write(`POST ${page}/.corspec/outcomes HTTP/1.1\r\nContent-Length: ${512 * piece.length}\r\n\r\n`);
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  for (let sent = 0; sent < 512; sent += 1) {
    if (!socket.write(piece)) await once(socket, 'drain');
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  }
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 413 /);
  expect(most).toBeLessThan(256 * piece.length);
});
