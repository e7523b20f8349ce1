import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { untilRestarted } from '../../../src/targets/restarts.ts';

const response = 'HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n';

let server: Server | null = null;
let sockets: Socket[] = [];
let arrived: () => void = () => undefined;
afterEach(stop);

/** A server that answers every request, and does `onConnection` with each connection. */
async function start(port = 0, onConnection: (socket: Socket, count: number) => void = () => undefined) {
  const listening = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', () => socket.end(response));
    onConnection(socket, sockets.length);
    arrived();
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(port, '127.0.0.1', resolve));
  return (listening.address() as AddressInfo).port;
}

async function stop(): Promise<void> {
  const closing = server;
  server = null;
  const closed = new Promise((resolve) => (closing === null ? resolve(null) : closing.close(resolve)));
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await closed;
}

/** Resolves once the server got so many connections since it was started. */
async function connections(count: number): Promise<void> {
  while (sockets.length < count) await new Promise<void>((resolve) => (arrived = resolve));
}

function watch(port: number, isDown = false) {
  const over = new AbortController();
  let downs = 0;
  let back: Promise<boolean> = Promise.resolve(false);
  const down = new Promise<void>((resolve) => {
    const onDown = () => {
      downs += 1;
      resolve();
    };
    back = untilRestarted(new URL(`http://127.0.0.1:${port}/`), {
      isDown,
      onDown,
      signal: over.signal,
    });
  });
  return { back, down, downs: () => downs, end: () => over.abort() };
}

it('a server that stops and is started again is back', async () => {
  const port = await start();
  const { back, down, downs } = watch(port);
  await connections(2);
  await stop();
  await down;
  await start(port);
  expect(await back).toBe(true);
  expect(downs()).toBe(1);
});

it('a server that did not accept connections is back at the first one, however soon it was started', async () => {
  const { back, downs } = watch(await start(), true);
  expect(await back).toBe(true);
  expect(downs()).toBe(0);
});

it('a server that was never there is back when it starts', async () => {
  const port = await start();
  await stop();
  const { back, down } = watch(port);
  await down;
  await start(port);
  expect(await back).toBe(true);
});

it('a server that closes one connection and keeps the next was restarted behind its port', async () => {
  const port = await start(0, (socket, count) => {
    if (count === 3) socket.destroy();
  });
  expect(await watch(port).back).toBe(true);
});

it('a server that closes every connection at once is not restarted', async () => {
  const port = await start(0, (socket) => socket.end());
  const { back, end } = watch(port);
  await connections(5);
  end();
  expect(await back).toBe(false);
});

it('a server that goes on is not restarted, and has one idle connection at most', async () => {
  const port = await start();
  const { back, end } = watch(port);
  await connections(4);
  const open = sockets.filter((socket) => socket.readyState === 'open');
  end();
  expect(await back).toBe(false);
  expect(open.length).toBeLessThanOrEqual(2);
});
