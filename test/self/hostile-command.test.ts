import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Results } from '../../src/results/results.ts';
import { makeCertificate } from '../../src/proxy/certificate.ts';
import { need } from '../requirements.ts';
import { type Ended, startCorspec, untilEnded } from './command.ts';
import { page, right } from './hostile/answers.ts';
import { kinds } from './hostile/kinds.ts';
import { type HostileServers, startHostileServers } from './hostile/serve.ts';
import { setTrap, type Trap } from './support/left-behind.ts';

/** Much more than any of these takes, on a busy machine too. */
const mostSeconds = 60;
/** From the first signal on. */
const mostSecondsToEnd = 15;

const policy = ['--origin', page, '--methods', 'GET,HEAD,PUT', '--allow-writes'];
const three = ['simple/get-allowed', 'simple/head-allowed', 'preflight/put-allowed'];
const fewScenarios = three.flatMap((id) => ['--scenario', id]);

interface Listening {
  readonly url: string;
  readonly server: Server;
}

let servers: HostileServers;
let tls: Listening;
let plain: Listening;
let folder: string;
let trap: Trap;

beforeAll(async () => {
  servers = await startHostileServers(kinds);
  tls = await listenWithTls();
  plain = await listenWithoutTls();
  folder = await mkdtemp(join(tmpdir(), 'corspec-test-'));
});
afterAll(async () => {
  servers.close();
  tls.server.close();
  plain.server.close();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  trap = await setTrap();
});
afterEach(() => trap.clean());

async function ended(words: readonly string[], browser: string): Promise<Ended & { seconds: number }> {
  const startedAt = performance.now();
  const child = startCorspec(['run', ...words, ...policy, ...fewScenarios, '--browser', browser], trap.env);
  return { ...(await untilEnded(child)), seconds: (performance.now() - startedAt) / 1000 };
}

/** The cause is named, and corspec neither breaks nor takes it for a fault of its own. */
function expectNamed(found: Ended & { seconds: number }, status: number, cause: RegExp): void {
  const text = `${found.stdout}${found.stderr}`;
  expect(text.replaceAll(/\s+/g, ' ')).toMatch(cause);
  expect(text).not.toMatch(/bug in corspec|^ +at .*:\d+:\d+|Warning:|Unhandled/im);
  expect(found.status, text).toBe(status);
  expect(found.seconds).toBeLessThan(mostSeconds);
}

const browsers = [
  { browser: 'model', isMissing: false },
  { browser: 'chromium', isMissing: (await need('chromium')).missing !== null },
] as const;

describe.each(browsers)('the command in $browser', ({ browser, isMissing }) => {
  it.skipIf(isMissing).each([
    ['no answer', 3, /did not respond within 1500 ms/],
    ['101 unasked', 3, /responded with 101|switches to another protocol/],
    ['no HTTP', 3, /is not HTTP\/1; it begins with "220 smtp/],
    ['two lengths', 3, /conflicting lengths/],
    ['header of 1 MB', 3, /is longer than 262144 bytes/],
    ['429 always', 3, /limits the rate of requests/],
    ['half a body', 3, /before its end/],
    ['304 unasked', 1, /preflight is answered with status 304/],
    ['redirects to javascript:', 1, /`javascript:alert\(1\)`, which is not HTTP/],
    ['escapes in Access-Control-Allow-Origin', 1, /`\\x1b\[31m</],
    ['late, just in time', 0, /PASS: conforms to the policy/],
    ['2,000 cookies', 0, /PASS: conforms to the policy/],
  ] as const)('%s', async (id, status, cause) => {
    expectNamed(await ended([servers.urlOf(id), '--timeout', '1500'], browser), status, cause);
  });

  it.skipIf(isMissing)('TLS at an http URL', async () => {
    const found = await ended([tls.url.replace('https:', 'http:')], browser);
    expectNamed(found, 3, /is not HTTP\/1\.1|closed the connection without a response/);
  });

  it.skipIf(isMissing)('plain HTTP at an https URL', async () => {
    const found = await ended([plain.url, '--insecure'], browser);
    expectNamed(found, 3, /for plain HTTP, use http:\/\//);
  }); // prettier-ignore

  it.skipIf(isMissing)('a certificate of no authority', async () => {
    expectNamed(await ended([tls.url], browser), 3, /use --insecure to skip verification/);
    expectNamed(await ended([tls.url, '--insecure'], browser), 0, /PASS: conforms to the policy/);
  });
});

/** They hang, each in its way. That results are kept: signals.test.ts. */
const hanging = ['no answer', '101 unasked', 'head byte by byte', 'endless body', 'body byte by byte'];

describe.each(browsers)('an interrupted command in $browser', ({ browser, isMissing }) => {
  it.skipIf(isMissing).each(hanging.flatMap((id) => [[id, 'SIGTERM'] as const, [id, 'SIGINT'] as const]).slice(0, 7))(
    '%s, %s',
    async (id, signal) => {
      const file = join(folder, `${browser}-${signal}-${hanging.indexOf(id)}.json`);
      // One always hangs: the run is not over before the signal comes.
      const targets = new Set(['2,000 cookies', 'no answer', id].map(servers.urlOf));
      const words = ['run', ...targets, ...policy, ...fewScenarios];
      const asked = servers.nextRequest(id);
      const command = startCorspec([...words, '--browser', browser, '--timeout', '300000', '--reporter', `json=${file}`], trap.env);
      const end = untilEnded(command);
      await Promise.race([asked, end]);
      const signalledAt = performance.now();
      command.kill(signal);
      const { status, stderr } = await end;
      expect((performance.now() - signalledAt) / 1000).toBeLessThan(mostSecondsToEnd);
      expect(stderr).not.toMatch(/bug in corspec|Warning:|Unhandled/);
      expect(status, stderr).toBe(3);
      const results = JSON.parse(await readFile(file, 'utf8')) as Results;
      expect(results.interrupted).toBe(true);
      expect(results.results.filter(({ status: one }) => one === 'fail')).toEqual([]);
      expect(await trap.leftBehind()).toEqual([]);
    },
  ); // prettier-ignore
});

async function listenWithTls(): Promise<Listening> {
  const { key, certificate } = makeCertificate();
  const server = createTlsServer({ key, cert: certificate }, (socket: Socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => {
      const isHead = bytes.toString('latin1').startsWith('HEAD');
      socket.write(isHead ? right('', '').replace('Length: 0', 'Length: 2') : right());
    });
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/api`, server };
}

/** What many servers answer to a TLS handshake. */
async function listenWithoutTls(): Promise<Listening> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/api`, server };
}
