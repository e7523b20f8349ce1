import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import cors, { type CorsOptions } from 'cors';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Ended, startCorspec, untilEnded } from './command.ts';

let folder: string;
let servers: Server[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'corspec-init-'));
  servers = [];
});
afterEach(() => {
  for (const server of servers) server.closeAllConnections();
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true });
});

/** A server whose application can be replaced. */
async function serve(
  first: RequestListener,
): Promise<{ url: string; replace: (next: RequestListener) => void }> {
  let application = first;
  const server = createServer((request, response) => {
    application(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/items`, replace: (next) => (application = next) };
}

const right: CorsOptions = {
  origin: ['https://app.example.com'],
  credentials: true,
  methods: ['GET', 'PUT', 'DELETE'],
  allowedHeaders: ['content-type'],
  maxAge: 600,
};

function expressWith(options: CorsOptions): RequestListener {
  const app = express();
  app.use(cors(options));
  app.all('/items', (_, response) => response.json([]));
  return app;
}

const config = () => join(folder, 'corspec.config.ts');
const init = (...words: readonly string[]): Promise<Ended> =>
  untilEnded(startCorspec(['init', ...words, '--config', config()]));
const run = (): Promise<Ended> =>
  untilEnded(startCorspec(['run', '--config', config(), '--browser', 'model']));

describe('init, then run', () => {
  it(
    'states what a right server does; each break of it is told by its cause',
    { timeout: 120_000 },
    async () => {
      const { url, replace } = await serve(expressWith(right));
      const { status, stdout } = await init(url);
      expect(status).toBe(0);
      expect(stdout).toMatch(/origins allowed {2}https:\/\/app\.example\.com\n/);
      expect(stdout).not.toContain('! ');
      expect(readFileSync(config(), 'utf8')).toContain("methods: ['GET', 'PUT', 'DELETE'],");
      expect(await run()).toMatchObject({ status: 0 });

      const breaks: readonly (readonly [CorsOptions, string])[] = [
        [{ ...right, origin: true }, 'The server reflects every origin and allows credentials'],
        [{ ...right, methods: ['GET', 'PUT'] }, 'Access-Control-Allow-Methods does not list DELETE'],
        [{ ...right, origin: /app\.example\.com$/ }, 'compares only the end of the origin'],
      ];
      for (const [options, cause] of breaks) {
        replace(expressWith(options));
        const broken = await run();
        expect(broken.status).toBe(1);
        expect(broken.stdout.replace(/\s+/g, ' ')).toContain(cause);
      }
    },
  );

  it('states that a server without CORS allows no origin', { timeout: 60_000 }, async () => {
    const { url } = await serve((_, response) => response.end('ok'));
    expect(await init(url)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('sends no CORS headers') as string,
    });
    expect(readFileSync(config(), 'utf8')).toContain('origins: [],');
    expect(await run()).toMatchObject({ status: 0 });
  });

  it('does not make a danger part of the policy', { timeout: 60_000 }, async () => {
    const { url } = await serve(expressWith({ ...right, origin: true }));
    const { stdout } = await init(url);
    expect(stdout).toContain('! The server reflects every origin and allows credentials');
    expect(readFileSync(config(), 'utf8')).toMatch(
      /TODO: the origins of your pages[^]*origins: \['https:\/\/app\.example\.com'\]/,
    );
    const { status, stdout: report } = await run();
    expect(status).toBe(1);
    expect(report).toContain('security: The server reflects every origin');
  });
});

describe('init', () => {
  it('sends GET and OPTIONS requests only', async () => {
    const methods = new Set<string | undefined>();
    const answer = expressWith(right);
    const { url } = await serve((request, response) => {
      methods.add(request.method);
      answer(request, response);
    });
    await init(url);
    expect([...methods].sort()).toEqual(['GET', 'OPTIONS']);
  });

  it('replaces a file only with --yes', async () => {
    expect(await init()).toMatchObject({ status: 0 });
    expect(await init()).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/exists\. To replace it, add --yes/) as string,
    });
    expect(await init('--yes')).toMatchObject({ status: 0 });
  });

  it('ends with status 3 where nothing responds, and writes nothing', async () => {
    const { url } = await serve((_, response) => response.end());
    for (const server of servers) await new Promise((resolve) => server.close(resolve));
    expect(await init(url)).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('connection refused') as string,
    });
    expect(() => readFileSync(config())).toThrow();
  });

  it('tells what is wrong with its options', async () => {
    expect(await init('localhost:1', '--origin', 'app.example.com')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(
        /2 problems[^]*the URL has no scheme[^]*--origin "app\.example\.com"/,
      ) as string,
    });
  });
});
