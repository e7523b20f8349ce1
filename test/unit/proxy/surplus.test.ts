import { describe, expect, it } from 'vitest';
import { answering, api, openClient, startProxy, startRaw } from './rig.ts';

const head = 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n';

/** The exchanges of a HEAD and of a GET on one connection of a browser. */
async function headThenGet(server: { url: string }) {
  const proxy = await startProxy();
  proxy.addTarget(api, server);
  const client = await openClient(proxy);
  client.send(`HEAD ${api}/ HTTP/1.1\r\n\r\n`);
  const first = await proxy.next();
  client.forget();
  client.send(`GET ${api}/ HTTP/1.1\r\n\r\n`);
  const second = await proxy.next();
  return { first, second, relayed: await client.until('done') };
}

describe('a target that sends a body with its response to HEAD', () => {
  it.each([
    ['together with the head', 0],
    ['later', 20],
  ])('%s: malformed, and the next request has its own response', async (_, afterMs) => {
    const server = await startRaw((socket) => {
      // It sends what it has to send, although the client has closed its side.
      socket.allowHalfOpen = true;
      socket.on('data', (data: Buffer) => {
        if (data.toString().startsWith('GET')) socket.write(`${head}done`);
        else if (afterMs === 0) socket.write(`${head}body`);
        else socket.write(head, () => void setTimeout(() => socket.end('body'), afterMs));
      });
    });
    const { first, second, relayed } = await headThenGet(server);
    expect(first.failure).toMatchObject({
      kind: 'malformed',
      detail: expect.stringContaining('body with its response to HEAD (4 bytes)'),
    });
    expect(first.response?.status).toBe(200);
    expect([second.failure, second.response?.body]).toEqual([undefined, 'done']);
    expect(relayed).toBe(`${head}done`);
    expect(server.connections.length).toBe(2);
  });

  it('without an end: malformed, and closed', async () => {
    const server = await startRaw((socket) => {
      socket.on('data', (data: Buffer) => {
        if (data.toString().startsWith('GET')) socket.write(`${head}done`);
        else socket.write(head + 'x'.repeat(1_000_000));
      });
    });
    const { first } = await headThenGet(server);
    expect(first.failure?.kind).toBe('malformed');
  });
});

describe('a right response to HEAD', () => {
  it.each([
    ['that closes the connection when the client does', true],
    ['that does not close the connection', false],
  ])('of a server %s', async (_, closes) => {
    const server = await startRaw((socket) => {
      if (!closes) socket.allowHalfOpen = true;
      socket.on('data', (data: Buffer) =>
        socket.write(data.toString().startsWith('GET') ? `${head}done` : head),
      );
    });
    const { first, second } = await headThenGet(server);
    expect([first.failure, first.response?.status, second.failure]).toEqual([undefined, 200, undefined]);
  });

  it('leaves the connection of the browser open', async () => {
    const proxy = await startProxy();
    proxy.addTarget(api, await startRaw(answering(head)));
    const client = await openClient(proxy);
    for (let count = 1; count <= 2; count += 1) {
      client.send(`HEAD ${api}/ HTTP/1.1\r\n\r\n`);
      expect((await proxy.next()).failure).toBeUndefined();
    }
  });
});
