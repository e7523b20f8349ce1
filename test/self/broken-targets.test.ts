import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/package.ts';
import { corspec, resultsOf } from './command.ts';

/** Targets that break HTTP itself. None of it says anything about CORS. */
const allowed = 'Access-Control-Allow-Origin: https://app.example.com\r\n';

type Answer = (socket: Socket) => void;

const answers = {
  right: (socket) => socket.write(`HTTP/1.1 200 OK\r\n${allowed}Vary: Origin\r\nContent-Length: 2\r\n\r\nok`),
  resets: (socket) => socket.resetAndDestroy(),
  closes: (socket) => socket.end(),
  hangs: () => undefined,
  'sends no HTTP': (socket) => socket.end('220 smtp.example.test ESMTP\r\n'),
  'breaks off': (socket) => socket.end(`HTTP/1.1 200 OK\r\n${allowed}Content-Length: 100\r\n\r\nok`),
  'sends 100 MB': (socket) => {
    socket.write(`HTTP/1.1 200 OK\r\n${allowed}Content-Length: 100000000\r\n\r\n`);
    const chunk = Buffer.alloc(1_000_000, 'a');
    let left = 100;
    const send = () => {
      while (left > 0 && !socket.destroyed) {
        left -= 1;
        if (!socket.write(chunk)) return;
      }
    };
    socket.on('drain', send);
    send();
  },
} as const satisfies Record<string, Answer>;

type Behaviour = keyof typeof answers;

const servers = new Map<Behaviour, Server>();
const sockets = new Set<Socket>();

/** What asks for corspec's first look at the target is answered, so that the run begins. */
function serve(answer: Answer): Server {
  return createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => {
      const isBrowser = /^origin:/im.test(bytes.toString('latin1'));
      (isBrowser ? answer : answers.right)(socket);
    });
  });
}

beforeAll(async () => {
  for (const [behaviour, answer] of Object.entries(answers)) {
    const server = serve(answer).listen(0, '127.0.0.1');
    await once(server, 'listening');
    servers.set(behaviour as Behaviour, server);
  }
});

afterAll(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers.values()) server.close();
});

function urlOf(behaviour: Behaviour): string {
  return `http://127.0.0.1:${(servers.get(behaviour)?.address() as AddressInfo).port}/api`;
}

const words = [
  '--origin',
  'https://app.example.com',
  '--scenario',
  'simple/get-allowed',
  '--browser',
  'model',
];

function run(...urls: readonly string[]) {
  return corspec('run', ...urls, ...words, '--timeout', '1500', '--reporter', 'json=-');
}

describe('a target that breaks is an error, and never a fail', () => {
  it.each<[Behaviour, RegExp]>([
    ['resets', /\(reset\)/],
    ['closes', /\(reset\)/],
    ['hangs', /\(timeout\)/],
    ['sends no HTTP', /\(malformed\)/],
    ['breaks off', /\(reset\)/],
  ])('%s', async (behaviour, wire) => {
    const ended = await run(urlOf(behaviour));
    const [result] = resultsOf(ended).results;
    expect(result).toMatchObject({ status: 'error', scenario: 'simple/get-allowed' });
    expect(result?.wire).toMatch(wire);
    expect(result?.code).toBe('target-broke');
    expect(ended.status).toBe(3);
  });

  it('sends 100 MB: its head is there, and of its body no more is read than pages read', async () => {
    const ended = await run(urlOf('sends 100 MB'));
    expect(resultsOf(ended).results).toMatchObject([{ status: 'pass', wire: 'GET 200' }]);
    expect(ended.status).toBe(0);
  });

  it('leaves the other targets of the run unharmed', async () => {
    const ended = await run(urlOf('resets'), urlOf('right'), urlOf('hangs'));
    expect(resultsOf(ended).results.map(({ status }) => status)).toEqual(['error', 'pass', 'error']);
    expect(ended.status).toBe(3);
  });
});

describe('an implementation that does not start is told of, and the others are compared', () => {
  const fixture = (name: string) => join(packageRoot, 'test/fixtures/servers', name);

  it.each([
    ['exits-at-once', /exits-at-once/],
    ['rubbish', /rubbish/],
    ['trusts-nonsense', /trusts-nonsense/],
    ['needs-the-impossible', /not tested: corspec-no-such-program is not on PATH/],
  ])('%s', async (name, says) => {
    const ended = await corspec(
      ...['compare', fixture(name), 'reference', '--policy', 'closed', '--suite', 'simple'],
      ...['--browser', 'model', '--reporter', 'json=-'],
    );
    const results = resultsOf(ended);
    expect(ended.status).toBe(0);
    expect(ended.stderr).toMatch(says);
    expect(results.targets.map(({ policies }) => policies['closed']?.status)).toEqual([
      name === 'needs-the-impossible' ? 'unavailable' : 'error',
      'ready',
    ]);
    expect(results.results.every(({ target, status }) => target === 'reference' && status !== 'fail')).toBe(
      true,
    );
  });

  it('alone it leaves nothing to say', async () => {
    const ended = await corspec('run', fixture('rubbish'), '--policy', 'closed', '--browser', 'model');
    expect(ended.status).toBe(3);
    expect(ended.stderr).toContain('rubbish');
  });
});
