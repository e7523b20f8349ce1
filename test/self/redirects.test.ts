import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/package.ts';
import { run } from '../../src/run/index.ts';
import type { UrlTarget } from '../../src/targets/target-request.ts';
import { builtInServers, readImplementation } from '../../src/targets/index.ts';
import { currentInstallContext, workFolder } from '../../src/targets/work-folder.ts';
import type { Policy } from '../../src/policy/policy.ts';
import type { Result } from '../../src/results/results.ts';
import { makeCertificate } from '../../src/proxy/certificate.ts';
import { suites } from '../../suites/index.ts';
import { expressApp } from '../fixtures/slash-redirects/express-app.ts';
import { need } from '../requirements.ts';

/** What the frameworks under test/fixtures/slash-redirects are configured for. */
const policy: Policy = {
  origins: ['http://localhost:8080', 'https://app.example.com'],
  credentials: true,
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
  requestHeaders: ['content-type', 'x-api-key'],
  exposedHeaders: ['x-total-count'],
  maxAge: 600,
};

const minutes = 60_000;
const servers: Server[] = [];
const folders: string[] = [];
let fastapi: ChildProcess | undefined;
const { missing: noFastapi } = await need('fastapi');

afterAll(() => {
  fastapi?.stdin?.end();
  for (const server of servers) server.closeAllConnections();
  for (const server of servers) server.close();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

async function startFastapi(): Promise<string> {
  const implementation = await readImplementation(join(builtInServers, 'fastapi'));
  const { folder } = await workFolder(implementation, currentInstallContext());
  const app = join(packageRoot, 'test/fixtures/slash-redirects/fastapi_app.py');
  fastapi = spawn(join(folder, '.venv/bin/python'), [app], { stdio: ['pipe', 'pipe', 'inherit'] });
  if (fastapi.stdout === null) throw new Error('It has no output.');
  const [url] = (await once(createInterface(fastapi.stdout), 'line')) as [string];
  return url;
}

function target(url: string, changes: Partial<UrlTarget> = {}): UrlTarget {
  return { kind: 'url', url, routes: {}, allowWrites: false, headers: [], insecure: false, ...changes };
}

async function play(
  browser: string,
  targets: readonly UrlTarget[],
  policyOfAll = policy,
): Promise<readonly Result[]> {
  const { results } = await run(
    {
      targets,
      policies: { policy: policyOfAll },
      policyArguments: {},
      browsers: [browser],
      scenarios: suites.flatMap(({ scenarios }) => scenarios),
      timeoutMs: 15_000,
      jobs: 12,
      evidence: 'failures',
    },
    { onEvent: () => undefined, signal: new AbortController().signal },
  );
  return results;
}

function withStatus(results: readonly Result[], ...wanted: readonly Result['status'][]): readonly string[] {
  const found = results.filter(({ status }) => wanted.includes(status));
  return found.map(({ scenario, status, message }) => `${status} ${scenario}: ${message ?? ''}`);
}

/** Verdicts, and nothing that only corspec is to blame for. */
function expectVerdicts(results: readonly Result[]): void {
  expect(withStatus(results, 'error')).toEqual([]);
  expect(results.flatMap(({ deviations }) => deviations.filter(({ id }) => id === null))).toEqual([]);
  const gating = results.filter(({ level }) => level === 'required' || level === 'security');
  expect(withStatus(gating, 'fail')).toEqual([]);
  expect(gating.filter(({ status }) => status === 'pass').length).toBeGreaterThan(70);
  const redirected = results.filter(({ wire }) => /GET 30[1278], .*GET 200/.test(wire));
  expect(redirected.length).toBeGreaterThan(15);
}

const browsers = ['model', 'chromium', 'firefox', 'webkit'] as const;

describe.each(browsers)('the slash redirects of real frameworks, in %s', async (browser) => {
  const { missing } = browser === 'model' ? { missing: null } : await need(browser);
  const urls = { items: '', folder: '', fastapi: '' };

  beforeAll(async () => {
    if (missing !== null) return;
    const { app, folder } = expressApp();
    folders.push(folder);
    const port = await listen(createServer(app));
    urls.items = `http://127.0.0.1:${port}/items`;
    urls.folder = `http://127.0.0.1:${port}/folder`;
  });

  it.skipIf(missing)('Express, with strict routing', async () => expectVerdicts(await play(browser, [target(urls.items)])), 5 * minutes); // prettier-ignore

  it.skipIf(missing)('express.static, which redirects folders', async () => expectVerdicts(await play(browser, [target(urls.folder)])), 5 * minutes); // prettier-ignore

  it.skipIf(missing ?? noFastapi)(
    'FastAPI, which redirects to an absolute URL',
    async () => {
      const url = await startFastapi();
      expectVerdicts(await play(browser, [target(`${url}/items`)]));
      fastapi?.stdin?.end();
    },
    5 * minutes,
  );
});

/** Answers any page with any method, so that only the redirects are in question. */
function open(answer: RequestListener): RequestListener {
  return (request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Methods', 'GET, HEAD, POST');
    if (request.method === 'OPTIONS') response.writeHead(204).end();
    else answer(request, response);
  };
}

const publicPolicy: Policy = { origins: '*', credentials: false, methods: ['GET', 'HEAD', 'POST'] };

describe.each(['model', 'chromium'] as const)('redirects of other kinds, in %s', async (browser) => {
  const { missing } = browser === 'model' ? { missing: null } : await need(browser);

  it.skipIf(missing)(
    'a target that gives the query back, through three redirects, one of which changes the method',
    async () => {
      const next: Readonly<Record<string, readonly [number, string]>> = {
        '/a': [307, '/b'],
        '/b': [303, '/c'],
        '/c': [302, '/d'],
      };
      const queries = new Set<string>();
      const port = await listen(
        createServer(
          open((request, response) => {
            const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
            // The random path beside the URL, which stands in for a missing one, has no query.
            if (/^\/[abcd]$/.test(pathname)) queries.add(search);
            const [status, to] = next[pathname] ?? [200, ''];
            response.writeHead(status, to === '' ? {} : { Location: `${to}${search}` }).end('{}');
          }),
        ),
      );
      const results = await play(
        browser,
        [target(`http://127.0.0.1:${port}/a?q=1`, { allowWrites: true })],
        publicPolicy,
      );
      expect(withStatus(results, 'error')).toEqual([]);
      expect(results.find(({ scenario }) => scenario === 'simple/get-allowed')).toMatchObject({
        status: 'pass',
        wire: 'GET 307, GET 303, GET 302, GET 200',
      });
      expect(results.map(({ wire }) => wire).join()).toContain('POST 307, POST 303, GET 302, GET 200');
      expect([...queries]).toEqual(['?q=1']);
    },
    3 * minutes,
  );

  it.skipIf(missing)(
    'to https on its own host, to another target of the run, and to an origin that is none',
    async () => {
      const { key, certificate } = makeCertificate();
      const secure = createSecureServer(
        { key, cert: certificate },
        open((_, response) => response.end('{}')),
      );
      const securePort = await listen(secure);
      const plainPort = await listen(createServer(open((_, response) => response.end('{}'))));
      const leadsTo = {
        '/secure': `https://127.0.0.1:${securePort}/end`,
        '/target': `http://localhost:${plainPort}/end`,
        '/elsewhere': 'https://sso.example.test/login',
      };
      const redirecting = createServer(
        open((request, response) => {
          const to = Object.entries(leadsTo).find(([path]) => request.url === path)?.[1];
          response.writeHead(302, to === undefined ? {} : { Location: to }).end();
        }),
      );
      const origin = `http://127.0.0.1:${await listen(redirecting)}`;
      const urls = Object.keys(leadsTo).map((path) => `${origin}${path}`);
      const results = await play(
        browser,
        [
          ...urls.map((url) => target(url, { insecure: true })),
          target(`http://localhost:${plainPort}/other`),
        ],
        publicPolicy,
      );
      const simple = (url: string | undefined) =>
        results.find((one) => one.target === url && one.scenario === 'simple/get-allowed');
      expect(simple(urls[0])).toMatchObject({ status: 'pass', wire: 'GET 302, GET 200' });
      expect(simple(urls[1])).toMatchObject({ status: 'pass', wire: 'GET 302, GET 200' });
      expect(simple(urls[2])).toMatchObject({ status: 'error', deviations: [] });
      expect(simple(urls[2])?.code).toBe('redirected-elsewhere');
      const others = results.filter((one) => one.target !== urls[2]);
      expect(withStatus(others, 'error')).toEqual([]);
      const messages = results.map(({ message = '' }) => message).join('\n');
      expect(messages).not.toContain('The browser did not send');
    },
    4 * minutes,
  );
});
