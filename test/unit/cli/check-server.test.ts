import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { policies } from '../../../fixtures/policies.ts';
import type { CheckServerOptions } from '../../../src/cli/command-line.ts';
import { checkServerCommand } from '../../../src/cli/check-server-command.ts';
import { packageRoot } from '../../../src/package.ts';
import { type Handler, json, startServer } from '../../self/contract-server.ts';
import { fixtureServers } from '../targets/fixtures.ts';
import { catalogue, recordingIo } from './samples.ts';

// Programs start slowly on a busy machine, and that is no failure.
vi.setConfig({ testTimeout: 60_000 });

async function checkServer(target: string, options: CheckServerOptions = {}) {
  const { io, written } = recordingIo();
  const { signal } = new AbortController();
  const status = await checkServerCommand(target, options, { ...catalogue, policies }, io, signal);
  return { status, ...written };
}

describe('0, a line for each route, and no ✗ for', () => {
  it('an implementation that keeps the contract', async () => {
    const { status, stdout } = await checkServer('reference');
    expect({ status, stdout }).toMatchObject({ status: 0 });
    expect(stdout).not.toContain('✗');
    expect(stdout).toContain('✓ Starts, rejects an invalid policy, and answers for 11 policies: 10 ready, unsupported: any-with-credentials'); // prettier-ignore
    expect(stdout).toContain('✓ Exits when its stdin closes.');
    expect(stdout).toMatch(/^✓ \/font\.woff2$/m);
    expect(stdout).toMatch(/Follows the contract: 28 routes checked\.\n$/);
  });

  it('one whose middleware answers every OPTIONS, which is noted', async () => {
    const { status, stdout } = await checkServer('express-cors');
    expect(status).toBe(0);
    expect(stdout).toContain('– /websocket: not offered (optional)');
    expect(stdout).toMatch(
      /✓ \/resource\n {4}note: OPTIONS \/resource: expected status 200, got status 204, but not under the policies closed\./,
    );
  });

  it('a URL, to which nothing is written without --allow-writes', async () => {
    const { url, asked } = await startServer();
    const { status, stdout } = await checkServer(url);
    expect({ status, written: asked.filter((line) => !/^(GET|HEAD|OPTIONS) /.test(line)) }).toEqual({ status: 0, written: [] }); // prettier-ignore
    expect(stdout).toContain('– /login: not checked (requires --allow-writes)');
    expect(stdout).toContain('✓ /crash (not sent: POST crash; PUT crash)');
  });

  it('a URL with all of it', async () => {
    const { url } = await startServer();
    const { status, stdout } = await checkServer(url, { allowWrites: true });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^✓ \/login$/m);
  });
});

describe('1, the request, what was expected and what came back for', () => {
  const changes: readonly (readonly [string, Handler, RegExp])[] = [
    [
      '/login',
      (_, response) => json(response, 200, {}),
      /✗ \/login\n {4}POST \/login\?value=fresh\n {6}expected {2}Set-Cookie: session=fresh; SameSite=None; Secure; Path=\/\n {6}got {7}no Set-Cookie\n {4}See docs\/servers\.md#login\n/,
    ],
    [
      '/whoami',
      (_, response) => json(response, 200, { session: null }),
      /✗ \/whoami\n {4}GET \/whoami with Cookie: session=fresh\n {6}expected {2}the JSON \{"session":"fresh"\}\n {6}got {7}`\{"session":null\}`\n/,
    ],
    [
      '/resource',
      (request, response) => json(response, request.method === 'OPTIONS' ? 405 : 200, {}),
      /✗ \/resource\n[^]* {4}OPTIONS \/resource\n {6}expected {2}status 200\n {6}got {7}status 405\n/,
    ],
  ];

  it.each(changes)('a URL whose %s is not as it should be', async (path, handler, expected) => {
    const { url } = await startServer({ [path]: handler });
    const { status, stdout } = await checkServer(url, { allowWrites: true });
    expect(status).toBe(1);
    expect(stdout).toMatch(expected);
    expect(stdout).toContain('Does not follow the contract: 1 of 27 routes differ.');
  });

  it('an implementation, whose application is the same under each policy', async () => {
    const { status, stdout } = await checkServer(await referenceWithout("'/denied'"));
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /✗ \/denied\n {4}GET \/denied\n {6}expected {2}status 403\n {6}got {7}status 404\n/,
    );
  });

  it.each([
    ['trusts-nonsense', 'accepts an invalid policy'],
    ['rubbish', 'printed a line that is not a JSON object'],
    ['answers-twice', 'twice'],
    ['exits-at-once', 'exited before it was ready'],
  ])('the protocol that %s does not keep', async (id, says) => {
    const { status, stdout } = await checkServer(join(fixtureServers, id));
    expect(status).toBe(1);
    expect(stdout).toMatch(/^✗ /m);
    expect(stdout).toContain(says);
    expect(stdout).toContain('Routes were not checked.');
  });

  it('an implementation that goes on after its stdin closed', async () => {
    const { status, stdout } = await checkServer(join(fixtureServers, 'ignores-stdin-close'));
    expect(status).toBe(1);
    expect(stdout).toMatch(/✗ Does not exit when its stdin closes; corspec ended it with SIG(TERM|KILL)\./);
  });
});

describe('2, and what is meant, for', () => {
  it.each([
    ['refrence', 'Did you mean "reference"?'],
    ['localhost:3000', 'Did you mean http://localhost:3000?'],
    ['./nowhere', 'folder not found'],
  ])('%s', async (target, says) => {
    const { status, stderr } = await checkServer(target);
    expect(status).toBe(2);
    expect(stderr).toContain(says);
  });
});

describe('3, and why, for', () => {
  it('a URL where nothing listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const { status, stderr } = await checkServer(`http://127.0.0.1:${port}`);
    expect(status).toBe(3);
    expect(stderr).toContain('connection refused');
  });

  it('an implementation whose programs are not there', async () => {
    const { status, stderr } = await checkServer(join(fixtureServers, 'needs-the-impossible'));
    expect(status).toBe(3);
    expect(stderr).toContain('is unavailable');
  });
});

describe('the values of --target-header are redacted,', () => {
  const token = 'c2VjcmV0IG9mIHRoZSBydW4';
  const echoes: readonly (readonly [string, string, Handler])[] = [
    ['in a body', `Bearer ${token}`, (request, response) => json(response, 200, { session: request.headers.authorization ?? null })],
    ['cut off at the end of what is shown', `Bearer ${token}`, (request, response) => json(response, 200, { is: 'x'.repeat(62) + (request.headers.authorization ?? '').slice(7) })],
    ['encoded for a URL', 'Bearer a/secret+of/the=run', (request, response) => json(response, 200, { is: encodeURIComponent((request.headers.authorization ?? '').slice(7)) })],
    ['decoded, as Basic is', `Basic ${Buffer.from('user-of-it:open sesame').toString('base64')}`, (request, response) => json(response, 200, { is: Buffer.from((request.headers.authorization ?? '').slice(6), 'base64').toString() })],
  ]; // prettier-ignore

  it.each(echoes)('%s', async (_, value, handler) => {
    const { url } = await startServer({ '/whoami': handler });
    const words = [value.split(' ')[1] ?? '', token.slice(0, 8), 'secret', 'sesame'];
    for (const json of [false, true]) {
      const written = await checkServer(url, { targetHeader: [`Authorization: ${value}`], json });
      const shown = written.stdout + written.stderr;
      expect(shown).toContain('***');
      expect(words.filter((word) => shown.includes(word))).toEqual([]);
    }
  });

  it('with a warning where a value is too short for that', async () => {
    const { url } = await startServer();
    const { stderr } = await checkServer(url, { targetHeader: ['X-Api-Key: abc'] });
    expect(stderr).toMatch(/^Warning: --target-header .*X-Api-Key/m);
  });

  it('in the reason why a server cannot be reached', async () => {
    const server = createTcpServer((socket) => {
      socket.on('data', (bytes: Buffer) =>
        socket.end(/^authorization: .*$/im.exec(bytes.toString())?.[0] ?? ''),
      );
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { status, stderr } = await checkServer(url, { targetHeader: [`Authorization: Bearer ${token}`] });
    expect({ status, stderr }).toEqual({ status: 3, stderr: expect.stringContaining('***') as string });
    expect(stderr).not.toContain(token.slice(0, 8));
  });
});

it('gives it all as JSON', async () => {
  const { url } = await startServer({ '/slow': null });
  const { status, stdout } = await checkServer(url, { json: true, allowWrites: true });
  expect(status).toBe(1);
  const check = JSON.parse(stdout) as { keeps: boolean; routes: { route: string }[] };
  expect(check.keeps).toBe(false);
  expect(check.routes.find(({ route }) => route === 'slow')).toEqual({
    route: 'slow',
    status: 'differs',
    differences: [{ asked: 'GET /slow?ms=1', expected: 'status 200', got: 'status 404' }],
    notes: [],
    notSent: [],
  });
});

/** A copy of the reference that lacks a route. Gives its folder. */
async function referenceWithout(path: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'corspec-check-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const name of ['reference', 'shared'])
    await cp(join(packageRoot, 'servers', name), join(folder, name), { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"type": "module"}');
  const file = join(folder, 'shared', 'node', 'respond.js');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace(path, "'/elsewhere'"));
  return join(folder, 'reference');
}
