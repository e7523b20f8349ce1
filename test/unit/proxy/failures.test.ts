import { EventEmitter, once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { api, openClient, openTlsClient, startProxy, startRaw } from './rig.ts';
import type { RecordingProxyOptions } from '../../../src/proxy/index.ts';
import type { Socket } from 'node:net';

/** What becomes of a GET to a server that does this with its connection once it was asked. */
async function ask(behave: (socket: Socket) => void, options: Partial<RecordingProxyOptions> = {}) {
  const proxy = await startProxy(options);
  const server = await startRaw((socket) => void socket.once('data', () => behave(socket)));
  proxy.addTarget(api, server);
  const client = await openClient(proxy);
  client.send(`GET ${api}/ HTTP/1.1\r\n\r\n`);
  const exchange = await proxy.next();
  return { server, exchange, relayed: await client.closed() };
}

describe('a target that', () => {
  it('closes without a word: reset, and the browser gets nothing', async () => {
    const { exchange, relayed } = await ask((socket) => socket.destroy());
    expect(exchange.failure).toMatchObject({
      kind: 'reset',
      detail: expect.stringContaining('without a response'),
    });
    expect([exchange.response, relayed]).toEqual([undefined, '']);
  });

  it('closes within its head: reset, and nothing is relayed', async () => {
    const { exchange, relayed } = await ask((socket) => socket.end('HTTP/1.1 200 OK\r\nA: b'));
    expect([exchange.failure?.kind, exchange.response, relayed]).toEqual(['reset', undefined, '']);
  });

  it('breaks off within its body: reset, and what came is relayed', async () => {
    const { exchange, relayed } = await ask((socket) =>
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf'),
    );
    expect(exchange.failure?.kind).toBe('reset');
    expect(exchange.response).toMatchObject({ status: 200, body: 'half', bodyBytes: 4 });
    expect(relayed).toContain('half');
  });

  it('resets within a body that ends with the connection: not taken for complete', async () => {
    const proxy = await startProxy();
    const server = await startRaw((socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\n\r\nhalf'));
    });
    proxy.addTarget(api, server);
    const client = await openClient(proxy);
    client.send(`GET ${api}/ HTTP/1.1\r\n\r\n`);
    await client.until('half');
    const broken = once(client.socket, 'error');
    server.connections[0]?.resetAndDestroy();
    expect((await proxy.next()).failure?.kind).toBe('reset');
    expect(await broken).toMatchObject([{ code: 'ECONNRESET' }]);
  });

  it('does not answer: timeout', async () => {
    const { exchange, relayed } = await ask(() => undefined, { responseTimeoutMs: 30 });
    expect(exchange.failure?.kind).toBe('timeout');
    expect(relayed).toBe('');
  });

  it('stops within its body: timeout, with what came', async () => {
    const { exchange } = await ask(
      (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf'),
      { responseTimeoutMs: 500 },
    );
    expect(exchange.failure?.kind).toBe('timeout');
    expect(exchange.response?.body).toBe('half');
  });

  it.each(['SSH-2.0-OpenSSH\r\n', '<html>no head</html>', 'HTTP/1.1 20 OK\r\n\r\n'])(
    'says %j: malformed, and nothing is relayed',
    async (words) => {
      const { exchange, relayed } = await ask((socket) => socket.write(words));
      expect(exchange.failure?.kind).toBe('malformed');
      expect(exchange.failure?.detail).toContain(JSON.stringify(words));
      expect([exchange.response, relayed]).toEqual([undefined, '']);
    },
  );

  it('sends chunks that are none: malformed, and relayed as they came', async () => {
    const { exchange, relayed } = await ask((socket) =>
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nokay'),
    );
    expect(exchange.failure?.kind).toBe('malformed');
    expect([exchange.response?.body, relayed.endsWith('okay')]).toEqual(['ok', true]);
  });

  it('sends a head without end: too-large', async () => {
    const { exchange } = await ask((socket) =>
      socket.write(`HTTP/1.1 200 OK\r\nA: ${'x'.repeat(300 * 1024)}`),
    );
    expect(exchange.failure?.kind).toBe('too-large');
  });

  it('sends 100 MB: too-large, and most of it is never taken', async () => {
    const piece = Buffer.alloc(1024 * 1024, 'x');
    let taken = 0;
    const { exchange } = await ask((socket) => {
      const sendMore = (): void => {
        if (taken === 100) return;
        socket.write(piece, (error) => {
          if (error) return;
          taken += 1;
          sendMore();
        });
      };
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${100 * piece.length}\r\n\r\n`);
      sendMore();
    });
    expect(exchange.failure?.kind).toBe('too-large');
    expect(exchange.response?.body.length).toBe(4096);
    // 8 MiB, and what fits into the buffers of two sockets.
    expect(taken).toBeLessThan(50);
  });

  it('is not there: unreachable, by its place', async () => {
    const proxy = await startProxy();
    proxy.addTarget(api, { url: 'http://127.0.0.1:1' });
    const client = await openClient(proxy);
    client.send(`GET ${api}/ HTTP/1.1\r\n\r\n`);
    const { failure } = await proxy.next();
    expect(failure).toEqual({
      kind: 'unreachable',
      detail: 'Connection refused: nothing is listening at http://127.0.0.1:1 (ECONNREFUSED).',
    });
    expect(await client.closed()).toBe('');
  });

  it('fails over TLS: the browser is cut off as well', async () => {
    const proxy = await startProxy();
    proxy.addTarget('https://api.example.test', { url: 'http://127.0.0.1:1' });
    const client = await openTlsClient(proxy, 'api.example.test:443');
    client.send('GET / HTTP/1.1\r\n\r\n');
    expect(await client.closed()).toBe('');
    expect((await proxy.next()).failure?.kind).toBe('unreachable');
  });
});

describe('a slow browser', () => {
  it('is waited for, and the target with it', async () => {
    const size = 6 * 1024 * 1024;
    const proxy = await startProxy({ responseTimeoutMs: 400 });
    const server = await startRaw((socket) => {
      socket.once('data', () => {
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${size}\r\n\r\n`);
        socket.write(Buffer.alloc(size, 'x'));
      });
    });
    proxy.addTarget(api, server);
    // Another request that times out later tells that time has gone by.
    const clock = await startProxy({ responseTimeoutMs: 1000 });
    clock.addTarget(api, await startRaw(() => undefined));
    const client = await openClient(proxy);
    client.socket.pause();
    client.send(`GET ${api}/ HTTP/1.1\r\n\r\n`);
    (await openClient(clock)).send(`GET ${api}/ HTTP/1.1\r\n\r\n`);
    await clock.next();
    expect(proxy.exchanges).toEqual([]);
    client.socket.resume();
    const { response, failure } = await proxy.next();
    expect([response?.bodyBytes, failure]).toEqual([size, undefined]);
  });
});

describe('a browser that leaves', () => {
  it('before the answer: aborted, and the target is left too', async () => {
    const proxy = await startProxy();
    const events = new EventEmitter();
    const asked = once(events, 'asked');
    const left = once(events, 'left');
    const server = await startRaw((socket) => {
      socket.once('data', () => events.emit('asked')).once('close', () => events.emit('left'));
    });
    proxy.addTarget(api, server);
    const client = await openClient(proxy);
    client.send(`GET ${api}/ HTTP/1.1\r\n\r\n`);
    await asked;
    client.socket.destroy();
    const { response, failure } = await proxy.next();
    expect([response, failure?.kind]).toEqual([undefined, 'aborted']);
    await left;
  });

  it('within the response: aborted, with what there is', async () => {
    const proxy = await startProxy();
    const server = await startRaw((socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf'));
    });
    proxy.addTarget(api, server);
    const client = await openClient(proxy);
    client.send(`GET ${api}/ HTTP/1.1\r\n\r\n`);
    await client.until('half');
    client.socket.destroy();
    const { response, failure } = await proxy.next();
    expect([response?.body, failure?.kind]).toEqual(['half', 'aborted']);
  });
});
