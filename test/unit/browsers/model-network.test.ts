import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createNetwork } from '../../../src/browsers/model/network.ts';
import type { NetworkCall } from '../../../src/fetch-standard/index.ts';

const call: NetworkCall = {
  kind: 'actual',
  method: 'GET',
  url: 'http://target.test/resource',
  headers: [],
  sendCredentials: false,
  hasBody: false,
};

describe('the connections of the model', () => {
  it('are not used again after a request of HTTP/1.0, whatever the response says', async () => {
    const { port, connections } = await proxy();
    const network = createNetwork(port);
    const first = await network.send(call, null, null, 2000, '1.0');
    const second = await network.send(call, null, null, 2000);
    const third = await network.send(call, null, null, 2000);
    expect([first, second, third].map(({ kind }) => kind)).toEqual(['response', 'response', 'response']);
    expect(connections()).toBe(2);
    network.close();
  });
});

/** Passes on `keep-alive` of a target, and closes its own connection after a request of HTTP/1.0. */
async function proxy() {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.on('data', (bytes) => {
      socket.write('HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\n{}');
      // As late as an event loop that has much to do.
      if (bytes.toString('latin1').includes(' HTTP/1.0\r\n')) setTimeout(() => socket.end(), 5);
    });
    socket.on('error', () => undefined);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
}
