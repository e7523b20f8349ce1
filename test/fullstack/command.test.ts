import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { afterEach, describe, expect, it } from 'vitest';
import { findDriver } from '../../src/browsers/index.ts';
import { packageRoot } from '../../src/package.ts';
import { need } from '../requirements.ts';
import { type RunningExample, runExample, startExample } from './example.ts';

/** What the test uses of `pg`, which is a package of the example. */
interface Postgres {
  Client: new (options: { connectionString: string }) => {
    connect(): Promise<void>;
    query(text: string): Promise<{ rows: Record<string, unknown>[] }>;
    end(): Promise<void>;
  };
}

async function query(connectionString: string, text: string): Promise<Record<string, unknown>[]> {
  const { Client } = createRequire(join(packageRoot, 'examples/fullstack/package.json'))('pg') as Postgres;
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

async function responds(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

describe.skipIf((await need('chromium', 'fullstack')).missing)('npm run example: the command', () => {
  let example: RunningExample | undefined;

  afterEach(async () => {
    example?.child.kill('SIGKILL');
    await example?.trap.clean();
    example = undefined;
  });

  it('--keep keeps the page and its database until Ctrl-C, which ends everything', async () => {
    example = await startExample(['--step', '2', '--keep']);
    const url = await example.printed(/^ {2}page {6}(\S+)$/m);
    const api = await example.printed(/^ {2}API {7}(\S+)$/m);
    const database = await example.printed(/^ {2}database {2}(\S+)$/m);
    const found = await findDriver('chromium')?.find();
    if (found?.found !== true) throw new Error('There is no Chromium.');
    const browser = await chromium.launch({ executablePath: found.executable });
    try {
      const page = await browser.newPage();
      await page.goto(url);
      await page.fill('input[name=category]', 'by hand');
      await page.fill('input[name=value]', '12');
      await page.click('#save');
      await page.locator('#chart .bar', { hasText: 'by hand' }).waitFor();
      expect(await page.locator('#message').innerText()).toBe('Saved');
    } finally {
      await browser.close();
    }
    const text = 'SELECT category, value FROM stats ORDER BY id DESC LIMIT 1';
    expect(await query(database, text)).toEqual([{ category: 'by hand', value: 12 }]);

    // Another run with this server uses tables of its own, and drops them.
    const schemas =
      "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'corspec%' UNION ALL SELECT category FROM stats";
    const before = await query(database, schemas);
    const second = await runExample(['--step', '7'], { DATABASE_URL: database });
    expect(second).toMatchObject({ status: 0, left: [] });
    expect(second.output).toContain('the server of DATABASE_URL');
    expect(second.output).toContain('database  2 rows: curl 1, python 2');
    expect(await query(database, schemas)).toEqual(before);

    example.child.kill('SIGINT');
    expect(await example.ended).toBe(130);
    expect(await example.trap.leftBehind()).toEqual([]);
    expect([await responds(url), await responds(api)]).toEqual([false, false]);
  });

  it('Ctrl-C in the middle of a step ends everything', async () => {
    example = await startExample(['--step', '1']);
    await example.printed(/(Save as a form)/);
    example.child.kill('SIGINT');
    expect(await example.ended).toBe(130);
    expect(await example.trap.leftBehind()).toEqual([]);
  });

  it('a port that is in use is named, with what to do, and nothing is left', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    try {
      const { status, output, left } = await runExample(['--step', '2', '--api-port', String(port)]);
      expect(output).toContain(`Port ${port} is in use, and the API needs it. Stop the program`);
      expect(output).toContain('npm run example -- --api-port 0');
      expect({ status, left }).toEqual({ status: 2, left: [] });
    } finally {
      other.close();
    }
  });

  it('an API that ends in its start ends the example with what it printed, and nothing is left', async () => {
    const { status, output, left } = await runExample(['--step', '2'], { PYTHONHOME: '/nowhere' });
    expect(output).toContain('did not start: it ended with status 1');
    expect({ status, left }).toEqual({ status: 2, left: [] });
  });

  it('without nginx, the reverse proxy is @fastify/http-proxy', async () => {
    const { status, output } = await runExample(['--step', '6', '--proxy', 'fastify']);
    expect(output).toContain('Server: @fastify/http-proxy, http://localhost:');
    expect(output).toContain('requests  POST /api/v1/stats 201, GET /api/v1/stats 200');
    expect(status).toBe(0);
  });

  it('a step that does not exist is refused before anything starts', async () => {
    expect(await runExample(['--step', '8'])).toMatchObject({
      status: 2,
      output: '--step 8: a number from 1 to 7.\n',
    });
  });
});
