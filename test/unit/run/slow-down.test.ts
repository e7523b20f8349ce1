import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Results } from '../../../src/results/results.ts';
import { run } from '../../../src/run/index.ts';
import type { RunRequest } from '../../../src/run/request.ts';
import { suites } from '../../../suites/index.ts';

vi.setConfig({ testTimeout: 180_000 });

const allowed = 'https://app.example.com';
type Refuse = (request: IncomingMessage, response: ServerResponse, count: number) => boolean;

/** A server that conforms, except where it asks its clients to slow down. */
async function serve(refuse: Refuse) {
  const arrivals: number[] = [];
  const server = createServer((request, response) => {
    request.resume();
    arrivals.push(performance.now());
    if (refuse(request, response, arrivals.length)) return;
    response.setHeader('Vary', 'Origin');
    if (request.headers.origin === allowed) response.setHeader('Access-Control-Allow-Origin', allowed);
    if (request.method === 'OPTIONS') response.setHeader('Access-Control-Allow-Methods', 'GET, PUT');
    response.setHeader('Content-Type', 'application/json').end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`, arrivals };
}

function refused(response: ServerResponse, status: number, retryAfter: string): true {
  response.writeHead(status, { 'Retry-After': retryAfter }).end();
  return true;
}

async function check(url: string, options: Partial<RunRequest> = {}) {
  const notes: string[] = [];
  const scenarios = suites.flatMap((suite) => suite.scenarios).filter(({ id }) => id.startsWith('simple/'));
  const results: Results = await run(
    {
      targets: [{ kind: 'url', url, routes: {}, allowWrites: false, headers: [], insecure: false }],
      policies: { app: { origins: [allowed], methods: ['GET', 'PUT'], credentials: false } },
      policyArguments: { app: '' },
      browsers: ['model'],
      scenarios,
      timeoutMs: 10_000,
      jobs: 8,
      evidence: 'failures',
      ...options,
    },
    {
      signal: new AbortController().signal,
      onEvent: (event) => event.kind === 'note' && notes.push(event.text),
    },
  );
  const statuses = results.results.map(({ scenario, status }) => `${scenario} ${status}`);
  return { statuses, notes, results };
}

const never: Refuse = () => false;

test.each([
  ['429, in seconds', 429, () => '1'],
  ['503, as a date', 503, () => new Date(Date.now() + 1000).toUTCString()],
])(
  'a target that asks to wait (%s) gets its requests again: the results are as without',
  async (_, status, after) => {
    const calm = await check((await serve(never)).url);
    // Not the first requests, before which corspec does not know whether the target is usable.
    const busy = await serve(
      (request, response, count) => count % 20 === 12 && refused(response, status, after()),
    );
    const { statuses, notes } = await check(busy.url);
    expect(statuses).toEqual(calm.statuses);
    expect(notes).toContainEqual(expect.stringContaining('asks to wait'));
  },
);

test('a target that asks to wait for an hour ends its checks with an error and a reason, and is left alone', async () => {
  const busy = await serve((request, response, count) => count > 10 && refused(response, 503, '3600'));
  const { results } = await check(busy.url);
  const judged = results.results.filter(({ status }) => status !== 'not-applicable');
  expect(judged.filter(({ status }) => status === 'fail')).toEqual([]);
  const broken = judged.filter(({ status }) => status === 'error');
  expect(broken.length).toBeGreaterThan(3);
  expect(new Set(broken.map(({ code }) => code))).toEqual(new Set(['rate-limited']));
  expect(broken.at(-1)?.message).toContain('asks to wait (Retry-After), for');
  expect(results.notes).toContainEqual(
    expect.objectContaining({
      text: expect.stringContaining(`so ${broken.length} checks have no verdict`) as string,
    }),
  );
  // Those that were under way when it first asked.
  expect(busy.arrivals.length).toBeLessThan(10 + 8 + 1);
});

test('a rate spaces the requests to a target, also those before the checks', async () => {
  const rate = 100;
  const server = await serve(never);
  await check(server.url, { rate });
  const spanMs = (server.arrivals.at(-1) ?? 0) - (server.arrivals[0] ?? 0);
  expect(server.arrivals.length).toBeGreaterThan(10);
  // The last request may arrive faster than the first one.
  expect(spanMs).toBeGreaterThanOrEqual(((server.arrivals.length - 1) * 1000) / rate - 100);
});
