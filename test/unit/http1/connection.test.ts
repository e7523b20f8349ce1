import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { openConnection } from '../../../src/http1/connection.ts';

/** Two ends of a connection on loopback. */
async function pair(): Promise<{ near: Socket; far: Socket; stop: () => void }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  const near = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(near, 'connect');
  const [far] = await accepted;
  const stop = () => {
    near.destroy();
    far.destroy();
    server.close();
  };
  return { near, far, stop };
}

const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;

it('a connection that is closed already is ended without anything to wait for', async () => {
  const { near, stop } = await pair();
  const connection = openConnection(near, null);
  near.destroy();
  await once(near, 'close');
  const before = timers();
  connection.end();
  expect(timers()).toBe(before);
  stop();
});

it('a connection whose other side stays is closed in the end, and its timer goes with it', async () => {
  const { near, stop } = await pair();
  const before = timers();
  openConnection(near, null).end();
  expect(timers()).toBe(before + 1);
  near.destroy();
  await once(near, 'close');
  expect(timers()).toBe(before);
  stop();
});
