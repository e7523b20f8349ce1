import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createNetwork } from '../../../src/browsers/model/network.ts';
import { countWrites } from '../../../src/targets/count-writes.ts';
import { probe } from '../../../src/targets/probe.ts';
import type { NetworkCall } from '../../../src/fetch-standard/index.ts';
import { handshake } from '../../../src/scenarios/contract-values.ts';
import { api, startProxy, startRaw } from '../proxy/rig.ts';

const ok = 'HTTP/1.1 200 OK\r\n';

function dribble(socket: Socket, head: string): void {
  socket.write(head);
  const timer = setInterval(() => void socket.write(' '), 20);
  socket.once('close', () => clearInterval(timer));
}

function flood(socket: Socket, head: string): void {
  socket.write(head);
  const piece = Buffer.alloc(256 * 1024, ' ');
  const send = (): void => {
    if (socket.destroyed) return;
    if (socket.write(piece)) setImmediate(send);
    else socket.once('drain', send);
  };
  send();
}

function once(behave: (socket: Socket) => void) {
  return startRaw((socket) => void socket.once('data', () => behave(socket)));
}

const call: NetworkCall = {
  kind: 'actual',
  method: 'GET',
  url: `${api}/`,
  headers: [],
  sendCredentials: false,
  hasBody: false,
};

async function model(
  behave: (socket: Socket) => void,
  timeoutMs: number,
  headers: NetworkCall['headers'] = [],
) {
  const proxy = await startProxy({ responseTimeoutMs: 60_000 });
  proxy.addTarget(api, await once(behave));
  const network = createNetwork(proxy.port);
  return { network, proxy, reply: network.send({ ...call, headers }, null, null, timeoutMs) };
}

describe('the count of writes', () => {
  const count = async (behave: (socket: Socket) => void, timeoutMs = 200) =>
    countWrites((await once(behave)).url, '/resource', 'x', { timeoutMs });

  it('is what the target tells', async () => {
    const body = '{"writes":2}';
    const length = `Content-Length: ${body.length}\r\n\r\n`;
    expect(await count((socket) => socket.write(`${ok}${length}${body}`), 10_000)).toBe(2);
  });

  it.each<[string, (socket: Socket) => void]>([
    ['says nothing', () => undefined],
    ['dribbles its head', (socket) => dribble(socket, ok)],
    ['dribbles its body', (socket) => dribble(socket, `${ok}\r\n{"writes":2}`)],
    ['switches protocols', (socket) => socket.write('HTTP/1.1 101 Switching\r\n\r\n')],
    ['sends no JSON', (socket) => socket.end(`${ok}\r\nwrites`)],
  ])('is missing when the target %s', async (_, behave) => {
    expect(await count(behave)).toBeNull();
  });

  it('is missing when the target sends without end, of which little is taken', async () => {
    const before = process.memoryUsage().rss;
    expect(await count((socket) => flood(socket, `${ok}\r\n`), 60_000)).toBeNull();
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  });

  it('ends with the run', async () => {
    const { url } = await once(() => undefined);
    const signal = AbortSignal.timeout(20);
    expect(await countWrites(url, '/resource', 'x', { timeoutMs: 60_000, signal })).toBeNull();
  });
});

describe('the model', () => {
  it.each<[string, (socket: Socket) => void, string]>([
    [
      'an event stream',
      (socket) => dribble(socket, `${ok}Content-Type: text/event-stream\r\n\r\ndata: 1\n\n`),
      'data: 1',
    ],
    ['a body that comes slowly', (socket) => dribble(socket, `${ok}\r\nx`), 'x'],
    ['a body without end', (socket) => flood(socket, `${ok}\r\ny`), 'y'],
  ])('reads the beginning of %s', async (_, behave, body) => {
    const { reply } = await model(behave, 1000);
    const text: unknown = expect.stringContaining(body);
    expect(await reply).toMatchObject({ kind: 'response', status: 200, body: text, complete: false });
  });

  it('reads a body that comes slowly to its end', async () => {
    const slowly = (socket: Socket): void => {
      socket.write(`${ok}Content-Length: 4\r\n\r\nha`);
      setTimeout(() => socket.write('lf'), 600);
    };
    const { reply } = await model(slowly, 60_000);
    expect(await reply).toMatchObject({ kind: 'response', body: 'half', complete: true });
  });

  it('reads an event stream up to its first event', async () => {
    const stream = `${ok}Content-Type: text/event-stream\r\n\r\n: hello\n\ndata: 1\n\n`;
    const { reply } = await model((socket) => socket.write(stream), 60_000_000);
    expect(await reply).toMatchObject({ kind: 'response', complete: false });
  });

  it('gets no response from a 101, and none that is not encoded as it says', async () => {
    expect(
      await (
        await model((socket) => socket.write('HTTP/1.1 101 Switching\r\n\r\n'), 60_000)
      ).reply,
    ).toMatchObject({ kind: 'failure' });
    const encoded = `${ok}Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\nok`;
    expect(await (await model((socket) => socket.write(encoded), 60_000)).reply).toMatchObject({
      kind: 'failure',
    });
  });

  it('has the 101 that answers a request for another protocol, of which it reads the head', async () => {
    const headers = Object.entries(handshake.request);
    const opened = `HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\n\r\n\x88\x00`;
    const { reply } = await model((socket) => socket.write(opened), 60_000, headers);
    expect(await reply).toMatchObject({ kind: 'response', status: 101, body: '', complete: true });
  });

  it('waits no longer than it was told', async () => {
    expect(await (await model((socket) => dribble(socket, ok), 100)).reply).toMatchObject({
      kind: 'timeout',
    });
  });

  it('ends at once what is under way when it is closed', async () => {
    const { network, reply } = await model(() => network.close(), 60_000);
    expect(await reply).toMatchObject({ kind: 'failure' });
  });
});

describe('the first look at a target takes what browsers take', () => {
  it.each([
    ['line feeds alone', 'HTTP/1.1 200 OK\nA: b\n\n'],
    ['a line without colon', `${ok}nonsense\r\nA: b\r\n\r\n`],
    ['a head of 100 kB', `${ok}A: ${'x'.repeat(100_000)}\r\n\r\n`],
    ['bytes that are no text', `${ok}A: \u0001\u0080\u00ff\r\n\r\n`],
    ['both a length and chunks', `${ok}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['a status that nobody knows', 'HTTP/1.1 999 \r\n\r\n'],
  ])('%s', async (_, bytes) => {
    const { url } = await once((socket) => socket.write(bytes, 'latin1'));
    expect(await probe(url, { timeoutMs: 60_000 })).toMatchObject({ reachable: true });
  });

  it.each<[string, (socket: Socket) => void, RegExp]>([
    ['101', (socket) => socket.write('HTTP/1.1 101 Switching\r\n\r\n'), /switches to another protocol/],
    [
      'a head that comes slowly',
      (socket) => dribble(socket, ok),
      /did not respond within 300 ms \(--timeout\)/,
    ],
    ['a head without end', (socket) => flood(socket, `${ok}A: `), /does not end/],
  ])('but not %s', async (_, behave, reason) => {
    const { url } = await once(behave);
    const result = await probe(url, { timeoutMs: reason.source.includes('300') ? 300 : 60_000 });
    expect(result.reachable ? '' : result.reason).toMatch(reason);
  });

  it('and ends with the run', async () => {
    const { url } = await once(() => undefined);
    const signal = AbortSignal.timeout(20);
    expect(await probe(url, { timeoutMs: 60_000, signal })).toMatchObject({ reachable: false });
  });
});
