import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { packageRoot } from '../../src/package.ts';

vi.setConfig({ testTimeout: 60_000 });

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corspec-proxy-kit-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A proxy whose first process does not get its port, and that refuses configurations with credentials. */
const proxy = `
const { appendFileSync, readFileSync } = require('node:fs');
const { createServer, request } = require('node:http');
const { port, backendPort, credentials } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
if (credentials) throw new Error('credentials are not supported');
appendFileSync(__dirname + '/ports', port + ' ');
if (readFileSync(__dirname + '/ports', 'utf8').trim().split(' ').length === 1) throw new Error('bind: address already in use');
createServer((incoming, outgoing) => {
  const { url: path, method, headers } = incoming;
  incoming.pipe(request({ host: '127.0.0.1', port: backendPort, path, method, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode, answer.headers);
    answer.pipe(outgoing);
  }));
}).listen(port, '127.0.0.1');
`;

it('a proxy gets another port when its own was taken, and its own words are the reason when it refuses a policy', async () => {
  const kit = pathToFileURL(join(packageRoot, 'servers/shared/proxy/proxy.js')).href;
  await writeFile(join(folder, 'proxy.cjs'), proxy);
  await writeFile(
    join(folder, 'app.mjs'),
    `import { runProxy } from ${JSON.stringify(kit)};
    await runProxy({
      versions: {},
      file: 'proxy.json',
      config: ({ origins, ...policy }, place) =>
        origins === undefined ? { unsupported: 'no defaults' } : JSON.stringify({ ...policy, ...place }),
      command: (file) => [process.execPath, ${JSON.stringify(join(folder, 'proxy.cjs'))}, file],
    });`,
  );
  const child = spawn(process.execPath, ['app.mjs'], { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] });
  const policies = { one: { origins: '*' }, two: { origins: '*', credentials: true }, three: {} };
  child.stdin.write(`${JSON.stringify({ policies })}\n`);
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await vi.waitUntil(() => text.includes('"ready"'), { timeout: 50_000 });
  const [one, two, three] = text.split('\n').map((line) => (line === '' ? null : (JSON.parse(line) as Line)));
  const ports = (await readFile(join(folder, 'ports'), 'utf8')).trim().split(' ');
  expect(ports).toHaveLength(2);
  expect(one?.url).toBe(`http://127.0.0.1:${ports[1]}`);
  expect((await fetch(`${one?.url}/whoami`)).status).toBe(200);
  expect(two?.unsupported).toContain('credentials are not supported');
  expect(three?.unsupported).toBe('no defaults');
  child.stdin.end();
  expect(await once(child, 'exit')).toEqual([0, null]);
});

interface Line {
  readonly url?: string;
  readonly unsupported?: string;
}

it('the backend of a proxy does not close connections that are not in use, which the proxy may use again', async () => {
  const { createBackend } = (await import(
    pathToFileURL(join(packageRoot, 'servers/shared/backend/server.js')).href
  )) as { readonly createBackend: () => Server };
  const backend = createBackend().listen(0, '127.0.0.1');
  await once(backend, 'listening');
  const agent = new Agent({ keepAlive: true });
  const { port } = backend.address() as AddressInfo;
  const [response] = (await once(get({ port, host: '127.0.0.1', path: '/whoami', agent }), 'response')) as [
    IncomingMessage,
  ];
  agent.destroy();
  backend.close();
  // Node.js says with `Keep-Alive: timeout=5` when it closes.
  expect(response.headers).toMatchObject({ connection: 'keep-alive' });
  expect(response.headers).not.toHaveProperty('keep-alive');
});
