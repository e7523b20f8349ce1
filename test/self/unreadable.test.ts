import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { need } from '../requirements.ts';
import { corspec, resultsOf } from './command.ts';

/** Responses whose CORS headers are right, and that a browser can read nothing of. */
const allowed = 'Access-Control-Allow-Origin: https://app.example.com\r\nVary: Origin\r\n';

const responses = {
  'a body that is not what Content-Encoding says': `HTTP/1.1 200 OK\r\n${allowed}Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nok!!`,
  'two different Content-Lengths': `HTTP/1.1 200 OK\r\n${allowed}Content-Length: 2\r\nContent-Length: 3\r\n\r\nok!`,
  'a 101 that was not asked for': `HTTP/1.1 101 Switching Protocols\r\n${allowed}Upgrade: h2c\r\nConnection: Upgrade\r\n\r\n`,
  'a 200 that is right': `HTTP/1.1 200 OK\r\n${allowed}Content-Length: 2\r\n\r\nok`,
} as const;
type Kind = keyof typeof responses;
const right: Kind = 'a 200 that is right';
const upgrade: Kind = 'a 101 that was not asked for';
const unreadable = (Object.keys(responses) as Kind[]).filter((kind) => kind !== right);

const servers = new Map<string, Server>();
const sockets = new Set<Socket>();

beforeAll(async () => {
  for (const [kind, text] of Object.entries(responses)) {
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('data', (bytes: Buffer) => {
        // corspec's first look at the target has no Origin.
        socket.write(/^origin:/im.test(bytes.toString('latin1')) ? text : responses[right]);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    servers.set(kind, server);
  }
});

afterAll(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers.values()) server.close();
});

async function statusesOf(kind: Kind, browser: string) {
  const { port } = servers.get(kind)?.address() as AddressInfo;
  const ended = await corspec(
    ...['run', `http://127.0.0.1:${port}/api`, '--origin', 'https://app.example.com', '--browser', browser],
    ...['--scenario', 'simple/get-allowed', '--scenario', 'simple/get-xhr', '--timeout', '2000'],
    ...['--reporter', 'json=-'],
  );
  return { exit: ended.status, results: resultsOf(ended).results };
}

const missing = {
  model: null,
  chromium: (await need('chromium')).missing,
  firefox: (await need('firefox')).missing,
};

describe.each(['model', 'chromium', 'firefox'] as const)('in %s', (browser) => {
  it.skipIf(missing[browser]).each(unreadable.filter((kind) => browser !== 'model' || kind !== upgrade))(
    '%s is never a pass where nothing was read, and no CORS failure of the server',
    async (kind) => {
      const { exit, results } = await statusesOf(kind, browser);
      const read = results.map(({ outcome }) => outcome?.steps[0]?.kind === 'response');
      for (const [index, { status }] of results.entries())
        expect(status).toBe(read[index] === true ? 'pass' : 'error');
      expect(exit).toBe(results.every(({ status }) => status === 'pass') ? 0 : 3);
      if (browser === 'chromium') expect(read).not.toContain(true);
    },
    60_000,
  );

  it.skipIf(missing[browser])(
    'a right response passes',
    async () => {
      const { exit, results } = await statusesOf(right, browser);
      expect(results.map(({ status }) => status)).toEqual(['pass', 'pass']);
      expect(exit).toBe(0);
    },
    60_000,
  );
});
