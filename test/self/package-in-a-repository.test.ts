import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '../free-port.ts';
import { npxCorspec, packAndInstall } from './support/packed.ts';

/**
 * A repository of a user's kind: three endpoints under two policies, a server that the configuration starts, a baseline.
 * The server reads from a file which endpoint reflects every origin.
 */
const server = `
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';

const allowed = 'https://app.example.com';
createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  const { origin } = request.headers;
  response.setHeader('Vary', 'Origin');
  if (pathname === '/health') return response.end('ok');
  const reflects = readFileSync('reflects.txt', 'utf8').trim() === pathname;
  if (pathname === '/status') response.setHeader('Access-Control-Allow-Origin', '*');
  else if (origin !== undefined && (origin === allowed || reflects)) {
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Access-Control-Allow-Credentials', 'true');
  }
  if (request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined) {
    if (pathname !== '/status') {
      response.setHeader('Access-Control-Allow-Methods', 'GET, PUT');
      response.setHeader('Access-Control-Allow-Headers', 'content-type');
      response.setHeader('Access-Control-Max-Age', '600');
    }
    return response.writeHead(204).end();
  }
  if (!['/status', '/users', '/orders'].includes(pathname)) return response.writeHead(404).end();
  response.setHeader('Content-Type', 'application/json').end('{}');
}).listen(Number(process.env.PORT), '127.0.0.1');
`;

const config = (port: number) => `
import { defineConfig } from 'corspec';

export default defineConfig({
  baseUrl: 'http://127.0.0.1:${port}',
  policies: {
    app: { origins: ['https://app.example.com'], credentials: true, methods: ['GET', 'PUT'], requestHeaders: ['content-type'], maxAge: 600 },
    open: { origins: '*', credentials: false },
  },
  targets: [
    { name: 'users', url: '/users', policy: 'app' },
    { name: 'orders', url: '/orders', policy: 'app' },
    { name: 'status', url: '/status', policy: 'open' },
  ],
  webServer: { command: 'node server.mjs', url: 'http://127.0.0.1:${port}/health', env: { PORT: '${port}' } },
  browsers: ['model'],
  baseline: 'cors-baseline.json',
});
`;

let folder: string;
let user: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corspec-repository-'));
  user = join(folder, 'user');
  await packAndInstall(folder);
  await writeFile(join(user, 'server.mjs'), server);
  await writeFile(join(user, 'corspec.config.ts'), config(await freePort()));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

interface Told {
  readonly status: number;
  /** Progress, which a slow machine shows more of, and then the report. */
  readonly text: string;
}

/** `reflects`: the endpoint that reflects every origin; empty for none. */
async function run(reflects: string, ...args: readonly string[]): Promise<Told> {
  await writeFile(join(user, 'reflects.txt'), reflects);
  try {
    const { stdout, stderr } = await npxCorspec(folder, {}, 'run', ...args);
    return { status: 0, text: stderr + stdout };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { status: code, text: stderr + stdout };
  }
}

it('is a gate: a new failure fails, a known one does not, and one that is repaired must leave the baseline', async () => {
  expect(await run('')).toMatchObject({
    status: 2,
    text: expect.stringContaining('cors-baseline.json') as string,
  });

  const first = await run('', '--update-baseline');
  expect(first.status, first.text).toBe(0);
  const right = await run('');
  expect(right.status, right.text).toBe(0);

  const broken = await run('/orders');
  expect(broken.status).toBe(1);
  expect(broken.text.split('\n').slice(-4).join(' ')).toMatch(
    /FAIL: orders: The server reflects every origin/,
  );

  expect((await run('/orders', '--update-baseline')).status).toBe(0);
  const known = await run('/orders');
  expect(known.status, known.text).toBe(0);
  expect(known.text).toMatch(/known/);
  expect(readFileSync(join(user, 'cors-baseline.json'), 'utf8')).toContain('"orders"');
  // What is known of one endpoint does not excuse another.
  expect((await run('/users')).status).toBe(1);

  const stale = await run('');
  expect(stale.status).toBe(1);
  expect(stale.text).toContain('--update-baseline');
  expect((await run('', '--update-baseline')).status).toBe(0);
  expect((await run('')).status).toBe(0);
});

it('tests one endpoint by its name', async () => {
  const told = await run('/orders', 'users');
  expect(told.status, told.text).toBe(0);
});
