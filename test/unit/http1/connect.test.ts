import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { connectTo } from '../../../src/http1/connect.ts';

/** Longer than Node.js gives the first address of a host: 250 ms. */
const busyMs = 400;

it('localhost is connected although the process is busy for longer than Node.js waits for an address', async () => {
  // The server listens at the address that is tried first.
  const { address } = await lookup('localhost');
  const server = createServer((socket) => socket.destroy()).listen(0, address);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    const { socket, ready, reached } = connectTo(new URL(`http://localhost:${port}`));
    const block = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, busyMs);
    // In the next tick the timer for this address has been started.
    socket.once('connectionAttempt', () => process.nextTick(block));
    await ready;
    expect(reached()).toBe(true);
    socket.destroy();
  } finally {
    server.close();
  }
});
