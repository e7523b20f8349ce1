import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ask } from '../../../src/targets/ask.ts';

/** Asks a server that answers every request in this way. */
async function answered(answer: string | ((socket: Socket) => void), method = 'GET', timeoutMs = 5000) {
  const sockets: Socket[] = [];
  const heads: string[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.once('data', (bytes: Buffer) => {
      heads.push(bytes.toString('latin1'));
      if (typeof answer === 'string') socket.end(answer, 'latin1');
      else answer(socket);
    });
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a?b`;
  const { signal } = new AbortController();
  const headers = [['X-Own', 'yes']] as const;
  const got = await ask({ url, method, headers }, { timeoutMs, insecure: false, signal });
  return { got, head: heads[0] ?? '' };
}

describe('What browsers read is read:', () => {
  it.each([
    ['line feeds alone', 'HTTP/1.1 200 OK\nX-A: b\nContent-Length: 2\n\nok'],
    ['a control character in a header', 'HTTP/1.1 200 OK\r\nX-A: b\r\nX-B: a\u0001b\r\nContent-Length: 2\r\n\r\nok'],
    ['a line without a colon', 'HTTP/1.1 200 OK\r\nX-A: b\r\nnonsense\r\nContent-Length: 2\r\n\r\nok'],
    ['a blank in the name of a header', 'HTTP/1.1 200 OK\r\nX-A: b\r\nX B: c\r\nContent-Length: 2\r\n\r\nok'],
    ['100 kB of headers', `HTTP/1.1 200 OK\r\nX-A: b\r\nX-B: ${'x'.repeat(100_000)}\r\nContent-Length: 2\r\n\r\nok`],
  ])('%s', async (_, response) => {
    const { got } = await answered(response);
    expect(got).toMatchObject({ kind: 'response', status: 200, body: 'ok', complete: true });
    expect(got.kind === 'response' && got.headers).toContainEqual(['X-A', 'b']);
  }); // prettier-ignore
});

it('is sent as it is, with the length of a body where the method has one', async () => {
  const { head } = await answered('HTTP/1.1 204 No Content\r\n\r\n', 'POST');
  expect(head).toMatch(/^POST \/a\?b HTTP\/1\.1\r\nHost: 127\.0\.0\.1:\d+\r\nConnection: close\r\nAccept: \*\/\*\r\nX-Own: yes\r\nContent-Length: 0\r\n\r\n$/); // prettier-ignore
});

it('has a limit of time for a body that does not end, and gives what came', async () => {
  const { got } = await answered(
    (socket) => void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf'),
    'GET',
    300,
  );
  expect(got).toMatchObject({ kind: 'response', body: 'half', complete: false });
});

it('has a limit of size', async () => {
  const { got } = await answered((socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    const send = (): void => {
      if (!socket.destroyed) socket.write('x'.repeat(65_536), send);
    };
    send();
  });
  expect(got.kind === 'response' && got.body.length).toBe(64 * 1024);
  expect(got).toMatchObject({ complete: true });
});

it.each([
  ['did not respond within 300 ms', () => undefined],
  ['closed the connection without a response', (socket: Socket) => void socket.end()],
  ['is not HTTP/1.1', (socket: Socket) => void socket.end('220 smtp.example.test\r\n')],
  ['is incomplete', (socket: Socket) => void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf')],
])('has a reason where there is no response: it %s', async (reason, answer) => {
  const { got } = await answered(answer, 'GET', 300);
  expect(got).toMatchObject({ kind: 'none', reason: expect.stringContaining(reason) as string });
});

describe('A body of a response to HEAD, which HTTP does not allow, is given', () => {
  const head = 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n';
  it.each([
    ['together with the head', (socket: Socket) => void socket.end(`${head}body`)],
    [
      'after the head',
      (socket: Socket) => {
        socket.write(head, () => setImmediate(() => socket.end('body')));
      },
    ],
    [
      'by a server that does not close the connection',
      (socket: Socket) => {
        socket.write(head, () => setImmediate(() => socket.write('body')));
      },
    ],
  ])('%s', async (_, answer) => {
    const { got } = await answered(answer, 'HEAD');
    expect(got).toMatchObject({ kind: 'response', status: 200, body: 'body', complete: true });
  });

  it('and not invented where there is none', async () => {
    const { got } = await answered(head, 'HEAD');
    expect(got).toMatchObject({ kind: 'response', body: '', complete: true });
  });
});
