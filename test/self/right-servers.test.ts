import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastifyCors from '@fastify/cors';
import { serve } from '@hono/node-server';
import cors from 'cors';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { cors as honoCors } from 'hono/cors';
import { afterAll, describe, expect, it } from 'vitest';
import type { Policy } from '../../src/policy/policy.ts';
import { verdictOf } from '../../src/results/index.ts';
import type { Results } from '../../src/results/results.ts';
import { run } from '../../src/run/index.ts';
import { suites } from '../../suites/index.ts';

const origins = ['https://app.example.com', 'https://admin.example.com:8443', 'http://localhost:8080'];
const methods = ['GET', 'POST', 'PUT', 'DELETE'];
const requestHeaders = ['content-type', 'x-api-key'];
const exposedHeaders = ['x-total-count'];
const policy: Policy = { origins, credentials: true, methods, requestHeaders, exposedHeaders, maxAge: 600 };

/** The options of cors and of @fastify/cors. */
const options = {
  origin: origins,
  credentials: true,
  methods,
  allowedHeaders: requestHeaders,
  exposedHeaders,
  maxAge: 600,
};

const stops: (() => unknown)[] = [];

afterAll(async () => {
  for (const stop of stops) await stop();
});

function urlOf(server: Pick<Server, 'address'>): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/items`;
}

async function listening(server: Server): Promise<string> {
  stops.push(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return urlOf(server);
}

function expressServer(): Promise<string> {
  const app = express();
  app.use(cors(options));
  app.all('/api/items', (_, response) => {
    response.set('X-Total-Count', '2').json([1, 2]);
  });
  return listening(createServer(app));
}

async function fastifyServer(): Promise<string> {
  const app = fastify();
  await app.register(fastifyCors, options);
  app.addContentTypeParser('*', (_request, _payload, done) => {
    done(null);
  });
  app.route({ method: methods, url: '/api/items', handler: (_, reply) => reply.header('X-Total-Count', '2').send([1, 2]) }); // prettier-ignore
  await app.listen({ port: 0, host: '127.0.0.1' });
  stops.push(() => app.close());
  return urlOf(app.server);
}

async function honoServer(): Promise<string> {
  const app = new Hono();
  const { origin, allowedHeaders, exposedHeaders: exposeHeaders, ...others } = options;
  const allowed = { origin, allowMethods: methods, allowHeaders: allowedHeaders, exposeHeaders };
  app.use('*', honoCors({ ...others, ...allowed }));
  app.all('/api/items', (context) => context.json([1, 2], 200, { 'X-Total-Count': '2' }));
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => {
      resolve(urlOf(server));
    });
    stops.push(() => server.close());
  });
}

/** The results of the model for a URL, with all scenarios or with those of one level. */
function play(url: string, allowWrites: boolean, level?: string): Promise<Results> {
  const scenarios = suites.flatMap((suite) => suite.scenarios);
  return run(
    {
      targets: [{ kind: 'url', url, routes: {}, allowWrites, headers: [], insecure: false }],
      policies: { policy },
      policyArguments: {},
      browsers: ['model'],
      scenarios: scenarios.filter((scenario) => level === undefined || scenario.level === level),
      timeoutMs: 15_000,
      jobs: 12,
      evidence: 'failures',
    },
    { onEvent: () => undefined, signal: new AbortController().signal },
  );
}

/** What keeps a run from passing --strict. */
function obstacles({ results }: Results): readonly string[] {
  return results
    .filter(({ level, status }) => (status === 'fail' || status === 'error') && level !== 'informative')
    .map(({ scenario, message }) => `${scenario}: ${message}`);
}

describe.each([
  ['Express', expressServer],
  ['Fastify', fastifyServer],
  ['Hono', honoServer],
])('%s with its CORS middleware, configured for the policy', (_, start) => {
  it.each([false, true])('passes --strict (--allow-writes: %s)', { timeout: 60_000 }, async (allowWrites) => {
    const results = await play(await start(), allowWrites);
    expect(obstacles(results)).toEqual([]);
    expect(verdictOf(results, { strict: true })).toMatchObject({ kind: 'conforms', status: 0 });
    expect(results.notes?.some(({ text }) => text.includes('POST')) ?? false).toBe(allowWrites);
  });

  it('conforms where only security is asked', { timeout: 60_000 }, async () => {
    const results = await play(await start(), false, 'security');
    expect(verdictOf(results, { strict: false })).toMatchObject({ kind: 'conforms', status: 0 });
    expect(results.results.some(({ vacuous }) => vacuous === true)).toBe(false);
  });
});

it('a server without CORS does not conform where only security is asked', { timeout: 60_000 }, async () => {
  const url = await listening(createServer((_, response) => response.end('[]')));
  const results = await play(url, false, 'security');
  expect(obstacles(results)).toEqual([]);
  expect(verdictOf(results, { strict: false })).toMatchObject({
    status: 3,
    sentence: expect.stringContaining('No response to an allowed origin was readable'),
  });
  const passes = results.results.filter(({ status }) => status === 'pass');
  expect(passes.length).toBeGreaterThan(50);
  expect(passes.every(({ vacuous }) => vacuous === true)).toBe(true);
});
