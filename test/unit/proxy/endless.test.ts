import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { api, openClient, startProxy, startRaw } from './rig.ts';

/** Sends a piece again and again, as often as the other side takes it, or every so many milliseconds. */
function endlessly(socket: Socket, piece: string | Buffer, everyMs = 0): void {
  const send = (): void => {
    if (socket.destroyed) return;
    if (everyMs > 0) {
      socket.write(piece);
      setTimeout(send, everyMs);
    } else if (socket.write(piece)) setImmediate(send);
    else socket.once('drain', send);
  };
  send();
}

/** What becomes of a GET to a server that does this with its connection once it was asked. */
async function ask(behave: (socket: Socket) => void, responseTimeoutMs = 300) {
  const proxy = await startProxy({ responseTimeoutMs, maxResponseBytes: 1024 * 1024 });
  proxy.addTarget(api, await startRaw((socket) => void socket.once('data', () => behave(socket))));
  const client = await openClient(proxy);
  client.socket.resume();
  client.send(`GET ${api}/ HTTP/1.1\r\n\r\n`);
  return (await proxy.next()).failure;
}

const ok = 'HTTP/1.1 200 OK\r\n';

describe('a target that never ends is left, whatever it goes on to send', () => {
  it.each<[string, (socket: Socket) => void]>([
    [
      'its head, a byte now and then',
      (socket) => endlessly(socket, 'HTTP/1.1 200 OK\r\nA: b'.slice(0, 8), 20),
    ],
    [
      'its body, a byte now and then',
      (socket) => {
        socket.write(`${ok}Content-Length: 100000\r\n\r\n`);
        endlessly(socket, 'x', 20);
      },
    ],
    [
      'its chunks, one now and then',
      (socket) => {
        socket.write(`${ok}Transfer-Encoding: chunked\r\n\r\n`);
        endlessly(socket, '1\r\nx\r\n', 20);
      },
    ],
    ['interim responses, one now and then', (socket) => endlessly(socket, 'HTTP/1.1 103 Early\r\n\r\n', 20)],
  ])('%s: timeout', async (_, behave) => {
    expect((await ask(behave))?.kind).toMatch(/^(timeout|malformed)$/);
  });

  it.each<[string, (socket: Socket) => void]>([
    ['a line of its head', (socket) => endlessly(socket, Buffer.from(`${ok}A: ${'x'.repeat(9000)}`))],
    [
      'lines of its head',
      (socket) => {
        socket.write(ok);
        endlessly(socket, 'A: b\r\n'.repeat(1000));
      },
    ],
    ['interim responses', (socket) => endlessly(socket, 'HTTP/1.1 103 Early\r\nLink: a\r\n\r\n'.repeat(100))],
    ['line ends before its head', (socket) => endlessly(socket, '\r\n'.repeat(5000))],
    [
      'its body',
      (socket) => {
        socket.write(`${ok}\r\n`);
        endlessly(socket, Buffer.alloc(64 * 1024, 'x'));
      },
    ],
    [
      'extensions of chunks of a byte',
      (socket) => {
        socket.write(`${ok}Transfer-Encoding: chunked\r\n\r\n`);
        endlessly(socket, `1;${'x'.repeat(4000)}\r\nx\r\n`);
      },
    ],
    [
      'trailers',
      (socket) => {
        socket.write(`${ok}Transfer-Encoding: chunked\r\n\r\n0\r\n`);
        endlessly(socket, 'A: b\r\n'.repeat(1000));
      },
    ],
  ])('%s, as fast as it is taken: too-large', async (_, behave) => {
    expect((await ask(behave, 20_000))?.kind).toBe('too-large');
  });
});

describe('a head that reads well and makes no sense is malformed', () => {
  it.each([
    [
      '101 to a request that asked for no other protocol',
      'HTTP/1.1 101 Switching Protocols\r\n\r\n',
      /responded with 101/,
    ],
    [
      'two lengths that differ',
      `${ok}Content-Length: 2\r\nContent-Length: 3\r\n\r\nokay`,
      /conflicting lengths/,
    ],
    ['a list of lengths that differ', `${ok}Content-Length: 2, 3\r\n\r\nokay`, /conflicting lengths/],
  ])('%s', async (_, bytes, detail) => {
    expect(await ask((socket) => void socket.write(bytes), 20_000)).toMatchObject({
      kind: 'malformed',
      detail: expect.stringMatching(detail),
    });
  });

  it('not so the same length twice', async () => {
    const twice = `${ok}Content-Length: 2\r\nContent-Length: 2\r\n\r\nok`;
    expect(await ask((socket) => void socket.write(twice), 20_000)).toBeUndefined();
  });
});
