import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastifyCors from '@fastify/cors';
import cors from 'cors';
import express from 'express';
import fastify from 'fastify';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Policy } from '../../src/policy/policy.ts';
import type { Result, Results } from '../../src/results/results.ts';
import { run } from '../../src/run/index.ts';
import type { UrlTarget } from '../../src/targets/target-request.ts';
import { suites } from '../../suites/index.ts';

/** Ordinary applications with one JSON endpoint, which know nothing of the route contract. */

const origins = ['https://app.example.com', 'https://admin.example.com'];
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'];
const requestHeaders = ['Content-Type', 'X-Api-Key', 'Authorization'];
const policy: Policy = {
  origins, methods, requestHeaders, credentials: true, exposedHeaders: ['X-Total-Count'], maxAge: 600,
}; // prettier-ignore
const options = {
  origin: origins, methods, credentials: true, allowedHeaders: requestHeaders, exposedHeaders: ['X-Total-Count'],
  maxAge: 600,
}; // prettier-ignore

async function listening(handle: RequestListener): Promise<string> {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/things`;
}

async function play(url: string, changes: Partial<UrlTarget> = {}): Promise<readonly Result[]> {
  return (await playAll(url, changes)).results;
}

function playAll(url: string, changes: Partial<UrlTarget> = {}): Promise<Results> {
  const target = { kind: 'url', url, routes: {}, allowWrites: true, headers: [], insecure: false, ...changes } as const; // prettier-ignore
  return run(
    {
      targets: [target],
      policies: { policy },
      policyArguments: {},
      browsers: ['model'],
      scenarios: suites.flatMap(({ scenarios }) => scenarios),
      timeoutMs: 10_000,
      jobs: 12,
      evidence: 'failures',
    },
    { onEvent: () => undefined, signal: new AbortController().signal },
  );
}

/** Failures and errors, without those that are reported for information. */
function problems(results: readonly Result[]): readonly string[] {
  return results
    .filter(({ status, level }) => status === 'error' || (status === 'fail' && level !== 'informative'))
    .map(({ status, level, scenario }) => `${status} ${level} ${scenario}`);
}

/**
 * The share that ran of what the policy, which states everything, does not make inapplicable. Without combinations: their routes are
 * those of the contract.
 */
function share(results: readonly Result[]): number {
  const concerned = results.filter(
    ({ code = '', scenario }) =>
      !/^policy-|^no-(neighbour|origin)/.test(code) && !scenario.startsWith('combinations/'),
  );
  return concerned.filter(({ status }) => status === 'pass' || status === 'fail').length / concerned.length;
}

function expressApp(): express.Express {
  const app = express();
  app.use(cors(options), express.json());
  return app;
}

const body = [{ id: 1 }];

describe('a right server with one endpoint passes, and most of the catalogue runs', () => {
  it('Express, with cached responses', async () => {
    const app = expressApp();
    app.all('/api/things', (_, response) => {
      response
        .vary('Accept-Encoding')
        .set({ 'X-Total-Count': '1', 'Cache-Control': 'public, max-age=60' })
        .json(body);
    });
    const url = await listening(app);
    const results = await play(url);
    expect(problems(results)).toEqual([]);
    expect(share(results)).toBeGreaterThan(3 / 5);
    expect(results.find(({ scenario }) => scenario === 'caching/own-vary-kept')?.status).toBe('pass');
    const readOnly = await play(url, { allowWrites: false });
    expect(problems(readOnly)).toEqual([]);
    expect(share(readOnly)).toBeGreaterThan(1 / 2);
  });

  it('Fastify, with GET alone under the policy of a whole API, though it refuses broken percent-encoding first', async () => {
    const app = fastify();
    await app.register(fastifyCors, options);
    app.get('/api/things', async () => body);
    await app.ready();
    const url = await listening((request, response) => app.routing(request, response));
    const { results, causes } = await playAll(url);
    expect(problems(results)).toEqual([]);
    const malformed = results.filter(({ scenario }) => scenario.startsWith('errors/malformed-path'));
    expect(malformed.map(({ level, status }) => `${level} ${status}`)).toEqual(
      Array(3).fill('informative fail'),
    );
    const cause = causes?.find(({ code }) => code === 'error-response-without-headers');
    expect(malformed.map((result) => result.cause)).toEqual(Array(3).fill(cause?.id));
    expect(share(results)).toBeGreaterThan(1 / 2);
  });

  it('Express, with another slash at the end and a session', async () => {
    const app = express().enable('strict routing');
    app.use(cors(options), express.json());
    app.get('/api/things/', (_, response) => response.redirect(307, '/api/things'));
    app.post('/login', ({ body: sent }, response) => {
      if ((sent as { password?: string }).password === 'let-me-in') response.cookie('sid', 'session-1');
      response.json({});
    });
    app.all('/api/things', ({ headers }, response) => {
      response.status(headers.cookie === 'sid=session-1' ? 200 : 401).json(body);
    });
    const login = { method: 'POST', path: '/login', type: 'application/json' };
    const url = await listening(app);
    const results = await play(url, { login: { ...login, body: '{"password":"let-me-in"}' } });
    expect(problems(results)).toEqual([]);
    const ran = results.filter(({ status }) => status === 'pass').map(({ scenario }) => scenario);
    expect(ran).toEqual(expect.arrayContaining(['redirects/same-origin', 'simple/unauthorized-readable']));
    await expect(play(url, { login: { ...login, body: '{}' } })).rejects.toThrow('sets no cookie');
  });
});

describe('a mistake that one endpoint shows is found there', () => {
  it('an error page without CORS headers, beside the endpoint', async () => {
    const app = express();
    app.use('/api', cors(options));
    app.get('/api/things', (_, response) => void response.json(body));
    app.use((_, response) => {
      response.removeHeader('Access-Control-Allow-Origin');
      response.status(404).end();
    });
    const found = problems(await play(await listening(app)));
    expect(found).toContain('fail required simple/not-found-readable');
    expect(found).toContain('fail required credentials/not-found-readable');
  });

  it('CORS for a single route is no such mistake, and its 404 is less serious', async () => {
    const app = express();
    app.use('/api/things', cors(options));
    app.get('/api/things', (_, response) => void response.json(body));
    const found = problems(await play(await listening(app)));
    expect(found).toContain('fail recommended simple/not-found-readable');
    expect(found.filter((line) => !line.startsWith('fail recommended'))).toEqual([]);
  });

  it('Vary is missing', async () => {
    const app = expressApp();
    app.get('/api/things', (_, response) => {
      response.removeHeader('Vary');
      response.set('Cache-Control', 'public, max-age=60').json(body);
    });
    const found = problems(await play(await listening(app)));
    expect(found).toEqual(
      expect.arrayContaining(['allowed', 'nobody'].map((name) => `fail recommended caching/vary-${name}`)),
    );
  });

  it('the CORS code replaces the Vary of the application', async () => {
    const app = expressApp();
    app.get('/api/things', ({ headers }, response) => {
      response.set('Vary', headers.origin === undefined ? 'Cookie' : 'Origin').json(body);
    });
    expect(problems(await play(await listening(app)))).toContain('fail recommended caching/own-vary-kept');
  });

  it('the 401 without the header of --target-header has no CORS headers', async () => {
    const app = express();
    app.use((request, response, next) => {
      const isIn = request.method === 'OPTIONS' || request.headers.authorization === 'Bearer token-1';
      if (isIn) next();
      else response.status(401).end();
    });
    app.use(cors(options));
    app.get('/api/things', (_, response) => void response.json(body));
    const headers = [['Authorization', 'Bearer token-1']] as const;
    const found = problems(await play(await listening(app), { headers, allowWrites: false }));
    expect(found).toContain('fail required simple/unauthorized-readable');
    expect(found).not.toContain('fail required credentials/get');
  });

  it('credentials that the policy allows and the server does not', async () => {
    const app = express();
    app.use(cors({ ...options, credentials: false }));
    app.get('/api/things', (_, response) => void response.json(body));
    const found = problems(await play(await listening(app)));
    expect(found).toContain('fail required credentials/get');
  });
});
