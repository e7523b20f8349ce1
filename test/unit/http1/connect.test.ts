import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { connectTo } from '../../../src/http1/connect.ts';

/** Longer than Node.js gives the first address of a host: 250 ms. */
const busyMs = 400;

/** Keeps this thread from everything, as a busy machine does. */
function block(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, busyMs);
}

it('localhost is connected although the process is busy for longer than Node.js waits for an address', async () => {
  // The server listens at the address that is tried first.
  const { address } = await lookup('localhost');
  const server = createServer((socket) => socket.destroy()).listen(0, address);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    const { socket, ready, reached } = connectTo(new URL(`http://localhost:${port}`));
    // In the next tick the timer for this address has been started.
    socket.once('connectionAttempt', () => process.nextTick(block));
    await ready;
    expect(reached()).toBe(true);
    socket.destroy();
  } finally {
    server.close();
  }
});

/** Responds to the first bytes of a request, and resets the connection. In a thread, because the test blocks its own. */
const rejecting = `
  const { createServer } = require('node:net');
  const { parentPort } = require('node:worker_threads');
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.write('HTTP/1.1 413 Too Large\\r\\n\\r\\n', () => socket.resetAndDestroy()));
  }).listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

it('a response that is there is read, although the server has reset the connection and the body cannot be sent', async () => {
  const server = new Worker(rejecting, { eval: true });
  try {
    const [port] = (await once(server, 'message')) as [number];
    const { connection, ready } = connectTo(new URL(`http://127.0.0.1:${port}`));
    expect(await ready).toBe(true);
    void connection.write(Buffer.from('POST / HTTP/1.1\r\n'));
    // Nothing is read in the meantime.
    block();
    void connection.write(Buffer.alloc(100_000));
    void connection.write(Buffer.alloc(100_000));
    expect((await connection.read())?.toString()).toBe('HTTP/1.1 413 Too Large\r\n\r\n');
    expect(await connection.read()).toBeNull();
    expect(connection.gone).toBe(true);
  } finally {
    await server.terminate();
  }
});
