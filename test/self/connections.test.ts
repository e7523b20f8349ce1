import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/package.ts';
import { need } from '../requirements.ts';
import { untilEnded } from './command.ts';

/** What a hostile target's script does to reach something that is neither the proxy nor a declared target. */
const script = `(async () => {
  const self = document.currentScript;
  const { src, onload } = self;
  // The page is closed when it has seen the load event: it sees that after the attempts.
  self.onload = null;
  const link = (rel, name) => document.head.append(Object.assign(document.createElement('link'), { rel, href: 'https://' + name + '.example.test/' }));
  const attempts = {
    'dns-prefetch': () => link('dns-prefetch', 'looked-up'),
    preconnect: () => link('preconnect', 'preconnected'),
    prefetch: () => link('prefetch', 'prefetched'),
    WebSocket: () => new WebSocket('wss://socket.example.test/'),
    WebTransport: () => new WebTransport('https://127.0.0.1:9/').ready.catch(() => {}),
    WebRTC: async () => {
      const iceServers = [
        { urls: ['stun:127.0.0.1:9', 'stun:192.0.2.1:3478', 'stun:stun.example.test:3478'] },
        { urls: 'turn:127.0.0.1:9?transport=tcp', username: 'user', credential: 'password' },
      ];
      const connection = new RTCPeerConnection({ iceServers });
      connection.createDataChannel('channel');
      const gathered = new Promise((resolve) => (connection.onicegatheringstatechange = resolve));
      await connection.setLocalDescription(await connection.createOffer());
      await Promise.race([gathered, new Promise((resolve) => setTimeout(resolve, 1000))]);
    },
  };
  for (const attempt of Object.values(attempts)) try { await attempt(); } catch {}
  await fetch(new URL('/attempted', src), { mode: 'no-cors' });
  onload.call(self, new Event('load'));
})();`;

let server: Server;
let attempted = 0;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corspec-test-'));
  server = createServer(({ url = '' }, response) => {
    if (url.startsWith('/attempted')) attempted += 1;
    const isScript = url.startsWith('/script.js');
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
    response.setHeader('Access-Control-Allow-Origin', '*').end(isScript ? script : '{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

/**
 * Chromium asks the kernel whether it has a route to these, by connecting a UDP socket, which sends nothing. It has no
 * switch for that.
 */
const routesAsked = /^connect\(\d+<UDP(v6)?:.*(8\.8\.8\.8|2001:4860:4860::8888)/;

for (const browser of ['chromium', 'firefox', 'webkit'] as const) {
  const { missing } = await need(browser, 'strace');
  describe.skipIf(missing)(browser, () => {
    it('reaches the proxy and nothing else, whatever a target has it do', async () => {
      attempted = 0;
      const calls = await networkCalls(browser);
      expect(attempted).toBeGreaterThan(0);
      expect(calls.length).toBeGreaterThan(0);
      const elsewhere = calls.filter((call) => !isLoopback(call));
      const allowed = browser === 'chromium' ? elsewhere.filter((call) => routesAsked.test(call)) : [];
      expect(elsewhere.filter((call) => !allowed.includes(call))).toEqual([]);
      // Of loopback: what listens there was declared, or is of corspec and the browser themselves.
      expect(calls.filter((call) => /htons\(9\)|:9\]/.test(call))).toEqual([]);
    });
  });
}

/** The calls of corspec and all that it starts that name an address of the internet protocols. */
async function networkCalls(browser: string): Promise<readonly string[]> {
  const file = join(folder, `${browser}.strace`);
  const { port } = server.address() as AddressInfo;
  const watched = ['-e', 'trace=connect,sendto,sendmsg,sendmmsg', '-e', 'signal=none'];
  const words = [
    'run',
    `http://127.0.0.1:${port}/`,
    '--routes',
    'standard',
    '--origin',
    'https://app.example.com',
  ];
  const main = join(packageRoot, 'dist/src/cli/main.js');
  const only = ['--browser', browser, '--scenario', 'embeds/*script*'];
  // `-yy` shows of each socket what it is connected to, for calls that name no address.
  const options = ['-f', '-qq', '-yy', '--seccomp-bpf', ...watched, '-o', file];
  await untilEnded(
    spawn('strace', [...options, process.execPath, main, ...words, ...only], {
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
  const lines = (await readFile(file, 'utf8')).split('\n').map((line) => line.replace(/^\d+ +/, ''));
  return lines.filter((line) => /sa_family=AF_INET|<(UDP|TCP)(v6)?:\[.*->/.test(line));
}

/** Of a call that names an address, or is made on a socket that is connected to one. */
function isLoopback(call: string): boolean {
  const named = [...call.matchAll(/inet_(?:addr|pton)\((?:AF_INET6, )?"([^"]+)"/g)].map(
    ([, address]) => address ?? '',
  );
  const connected = [...call.matchAll(/->(\[?[0-9a-f.:]+\]?):\d+\]/g)].map(([, address]) => address ?? '');
  return [...named, ...connected].every((address) =>
    /^(127\.|\[?::1\]?$|\[?::ffff:127\.|0\.0\.0\.0$|\[?::\]?$)/.test(address),
  );
}
