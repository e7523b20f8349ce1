import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verdictOf } from '../../src/results/index.ts';
import { run } from '../../src/run/index.ts';
import type { Result, Results } from '../../src/vocabulary/results.ts';
import { suites } from '../../suites/index.ts';
import { need } from '../requirements.ts';
import { kinds, page, right, type Kind } from './hostile/kinds.ts';

const wanted = ['simple/get-allowed', 'preflight/put-allowed', 'simple/head-allowed'];
const scenarios = suites.flatMap((suite) => suite.scenarios).filter(({ id }) => wanted.includes(id));
const policy = { origins: [page], methods: ['GET', 'HEAD', 'PUT'] };

/** Far beyond what a run takes, and far below what one takes that waits or keeps without bound. */
const mostSeconds = 170;
const mostBytes = 1024 * 1024 * 1024;

const servers = new Map<string, Server>();
const sockets = new Set<Socket>();

function serve({ answer }: Kind): Server {
  let count = 0;
  return createServer((socket) => {
    sockets.add(socket);
    let text = '';
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => {
      text += bytes.toString('latin1');
      if (!text.includes('\r\n\r\n')) return;
      const head = text;
      text = '';
      if (!/^origin:/im.test(head)) return void socket.write(right());
      count += 1;
      const isPreflight = /^access-control-request-method:/im.test(head);
      answer(socket, { method: head.slice(0, head.indexOf(' ')), isPreflight, count });
    });
  });
}

function urlOf(id: string): string {
  return `http://127.0.0.1:${(servers.get(id)?.address() as AddressInfo).port}/api`;
}

beforeAll(async () => {
  for (const kind of kinds) {
    const server = serve(kind).listen(0, '127.0.0.1');
    await once(server, 'listening');
    servers.set(kind.id, server);
  }
});

afterAll(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers.values()) server.close();
});

async function play(browser: string, played: readonly Kind[]): Promise<Results> {
  return run(
    {
      targets: played.map(({ id }) => ({
        kind: 'url',
        url: urlOf(id),
        routes: {},
        allowWrites: true,
        headers: [],
        insecure: false,
      })),
      policies: { policy },
      policyArguments: {},
      browsers: [browser],
      scenarios,
      timeoutMs: 1500,
      jobs: 24,
      evidence: 'failures',
    },
    { onEvent: () => undefined, signal: new AbortController().signal },
  );
}

it('has 60 kinds and more, each of its own', () => {
  expect(new Set(kinds.map(({ id }) => id)).size).toBe(kinds.length);
  expect(kinds.length).toBeGreaterThanOrEqual(60);
});

const noChromium = (await need('chromium')).missing !== null;

describe.each([
  { browser: 'model', isMissing: false },
  { browser: 'chromium', isMissing: noChromium },
])('hostile targets in $browser', ({ browser, isMissing }) => {
  let results: Results | undefined;
  let seconds = 0;
  let bytes = 0;

  beforeAll(async () => {
    if (isMissing) return;
    const startedAt = performance.now();
    const sample = setInterval(() => (bytes = Math.max(bytes, process.memoryUsage().rss)), 50);
    try {
      results = await play(browser, kinds);
    } finally {
      clearInterval(sample);
    }
    seconds = (performance.now() - startedAt) / 1000;
  });

  it.skipIf(isMissing)('end within bounds of time and memory', () => {
    expect(seconds).toBeLessThan(mostSeconds);
    expect(bytes).toBeLessThan(mostBytes);
  });

  it.skipIf(isMissing).each(kinds.map((kind) => [kind.id, kind] as const))('%s', (id, { comes }) => {
    if (results === undefined) throw new Error('The run gave no results.');
    const own = results.results.filter(({ target }) => target === urlOf(id));
    const told = own.map(({ scenario, status, wire, message }: Result) => ({
      scenario,
      status,
      wire,
      message,
    }));
    expect(own).toHaveLength(wanted.length);
    const { status } = verdictOf(
      { ...results, results: own, targets: results.targets.filter((t) => t.id === urlOf(id)) },
      { strict: false },
    );
    if (comes === 'error')
      expect([told.every((one) => one.status === 'error'), status, told]).toEqual([true, 3, told]);
    if (comes === 'no-fail') expect(told.filter((one) => one.status === 'fail')).toEqual([]);
    if (comes === 'pass') expect([status, told]).toEqual([0, told]);
    if (comes === 'fail') expect([status, told]).toEqual([1, told]);
  });
});
