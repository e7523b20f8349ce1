import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import fastifyCors from '@fastify/cors';
import koaCors from '@koa/cors';
import cors from 'cors';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { cors as honoCors } from 'hono/cors';
import Koa from 'koa';
import { describe, expect, it } from 'vitest';
import { CannotRunError, testCors, type CorsSubject, type TestCorsOptions } from '../../../src/index.ts';
import { makeCertificate } from '../../../src/proxy/certificate.ts';

const origin = 'https://app.example.com';
const policy = { origins: [origin], methods: ['GET', 'PUT'], credentials: true };

/** A few checks in the model: what is tested here is how they are reached. */
const few: TestCorsOptions = { path: '/api', browsers: 'model', scenarios: ['simple/*'] };

function expressApp(options: cors.CorsOptions) {
  const app = express();
  app.use(cors({ credentials: true, methods: ['GET', 'PUT'], ...options }));
  app.get('/api', (_, response) => void response.json({}));
  return app;
}

function honoApp() {
  const app = new Hono();
  app.use('*', honoCors({ origin: [origin], credentials: true, allowMethods: ['GET', 'PUT'] }));
  return app.get('/api', (context) => context.json({}));
}

async function fastifyApp() {
  const app = fastify();
  await app.register(fastifyCors, { origin: [origin], credentials: true, methods: ['GET', 'PUT'] });
  app.get('/api', () => ({}));
  return { app };
}

function koaApp() {
  const app = new Koa();
  app.use(koaCors({ origin, credentials: true, allowMethods: 'GET,PUT' }));
  return app.use((context) => {
    context.body = {};
  });
}

describe('testCors', () => {
  it.each<[string, () => CorsSubject | Promise<{ app: CorsSubject }>]>([
    ['Express', () => expressApp({ origin: [origin] })],
    ['a server', () => createServer(expressApp({ origin: [origin] }))],
    ['Koa', koaApp],
    ['Fastify', fastifyApp],
    ['Hono', honoApp],
    ['a Fetch handler', () => (request: Request) => honoApp().fetch(request)],
  ])('passes with a right server: %s', async (_, make) => {
    const made = await make();
    const report = await testCors(typeof made === 'object' && 'app' in made ? made.app : made, policy, few);
    expect(report.message).toContain('PASS: conforms to the policy');
    expect(report).toMatchObject({ conforms: true, verdict: 'conforms', exitStatus: 0, causes: [] });
    expect(report.results.results.some(({ status }) => status === 'pass')).toBe(true);
  }); // prettier-ignore

  it('names the cause, with a fix for the library, and how to run the check again', async () => {
    const report = await testCors(expressApp({ origin: true }), policy, few);
    expect(report).toMatchObject({ conforms: false, verdict: 'fails', exitStatus: 1 });
    expect(report.causes[0]).toMatchObject({ code: 'origin-reflected', level: 'security', target: '/api' });
    expect(String(report)).toBe(report.message);
    for (const text of [report.message, report.summary]) {
      expect(text).toContain('FAIL: /api: The server reflects every origin and allows credentials');
      expect(text).toContain("app.use(cors({ origin: ['https://app.example.com'], credentials: true }));");
      expect(text).toContain(
        "rerun   testCors(…, { scenarios: ['simple/foreign-refused'], browsers: ['model'] })",
      );
    }
    expect(report.coverage.ran).toBeGreaterThan(0);
  });

  it('names its options where they would make more checks run', async () => {
    const report = await testCors(expressApp({ origin: [origin] }), policy, few);
    expect(report.message).toContain("requires Authorization: routes: { private: '/account' }");
    expect(report.render('markdown')).toContain(' more with routes ');
    expect(report.message).not.toContain('--');
  });

  it('renders the report in other formats, and names those that there are', async () => {
    const report = await testCors(expressApp({ origin: true }), policy, few);
    expect(report.render('html')).toMatch(/^<!doctype html>/i);
    expect(JSON.parse(report.render('json'))).toMatchObject({ schema: 'corspec/results@1' });
    expect(() => report.render('htm')).toThrow('unknown reporter. Did you mean "html"?');
  });

  it('tests a URL, and gives the command that runs a check again', async () => {
    const server = createServer(expressApp({ origin: true })).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const report = await testCors(url, policy, {
      ...few,
      targetHeaders: { Authorization: 'Bearer 12345678' },
    });
    server.close();
    expect(report.causes[0]?.reproduce).toContain(
      `npx corspec run ${url}api --origin ${origin} --credentials --methods GET,PUT --target-header 'Authorization: …' --scenario`,
    );
    expect(report.message).toContain(`${url}api --origin`);
  });

  it('accepts the certificate of a server with TLS', async () => {
    const { key, certificate: cert } = makeCertificate();
    const report = await testCors(
      createTlsServer({ key, cert }, expressApp({ origin: [origin] })),
      policy,
      few,
    );
    expect(report.message).toContain('PASS: conforms to the policy');
    expect(report.results.targets[0]?.url).toMatch(/^https:/);
  });

  it('ends a run with its signal, and reports what there is, or that there is nothing', async () => {
    const controller = new AbortController();
    const app = expressApp({ origin: [origin] }).use(() => {
      controller.abort();
    });
    // The first request to another path than that of the endpoint ends the run, and gets no response.
    const testing = testCors(app, policy, { ...few, scenarios: '*', signal: controller.signal });
    const ended = await testing.catch((error: unknown) => error);
    if (ended instanceof Error) expect(ended).toBeInstanceOf(CannotRunError);
    else expect(ended).toMatchObject({ verdict: 'unknown', results: { interrupted: true } });
    expect(controller.signal.aborted).toBe(true);
  });

  it('counts recommended failures where that is wanted', async () => {
    // Without `allowedHeaders`, cors reflects the header names of each preflight.
    const app = expressApp({ origin: [origin] });
    const listed = { ...policy, requestHeaders: ['content-type'] };
    const options: TestCorsOptions = { ...few, scenarios: 'hygiene/*', levels: 'recommended' };
    expect((await testCors(app, listed, options)).conforms).toBe(true);
    expect((await testCors(app, listed, { ...options, strict: true })).conforms).toBe(false);
  });

  it('can be given the same application several times, and at once', async () => {
    const { app } = await fastifyApp();
    const reports = await Promise.all([testCors(app, policy, few), testCors(app, policy, few)]);
    expect([...reports, await testCors(app, policy, few)].map(({ conforms }) => conforms)).toEqual([
      true,
      true,
      true,
    ]);
    await app.close();
  });

  it('does not fail by the status that is expected of the URL, and fails by other errors', async () => {
    const options = { ...few, scenarios: ['origins/app-*-answered'], expectStatus: 500 };
    const failedWith = async (statusForApps: number) => {
      const handler = ({ headers }: Request) => {
        const isApp = headers.get('origin')?.startsWith('capacitor:') === true;
        return new Response('', { status: isApp ? statusForApps : 500 });
      };
      const { results } = await testCors(handler, policy, options);
      expect(results.results).toHaveLength(5);
      return results.results.filter(({ status }) => status !== 'pass').map(({ scenario }) => scenario);
    };
    expect(await failedWith(500)).toEqual([]);
    expect(await failedWith(503)).toEqual(['origins/app-capacitor-answered']);
  });

  it('rejects where there are no results, with the options of code and the error of the handler', async () => {
    const missing = testCors(express(), policy, few);
    await expect(missing).rejects.toThrow(CannotRunError);
    await expect(missing).rejects.toThrow(/the response to GET has status 404.*add expectStatus: 404/);
    const failing = () => {
      throw new Error('boom');
    };
    await expect(testCors(failing, policy, few)).rejects.toThrow(
      /status 500.*\nThe handler threw: Error: boom/s,
    );
  });

  it('rejects where a handler is of another kind than its parameters show', async () => {
    const handler = (_request: Request, _context: unknown) => new Response();
    await expect(testCors(handler as never, policy, few)).rejects.toThrow('pass { fetch: handler }');
  });

  it('ends with its signal, and stops what it started', async () => {
    const server = createServer((_, response) => void response.end());
    const testing = testCors(server, policy, { ...few, signal: AbortSignal.abort() });
    await expect(testing).rejects.toThrow(CannotRunError);
    expect(server.listening).toBe(false);
  });
});

describe('arguments that are wrong', () => {
  it('are told all at once, and nothing is started', async () => {
    const options = { brwsers: 'model', path: 'api', timeout: 0, targetHeaders: 'secret-token' };
    const testing = testCors(undefined as never, { orgins: [] } as never, options as never);
    await expect(testing).rejects.toMatchObject({
      name: 'UsageError',
      problems: [
        expect.stringContaining('server: undefined is not a server'),
        expect.stringContaining('policy.orgins: unknown key. Did you mean "origins"?'),
        expect.stringContaining('"brwsers": unknown option. Did you mean "browsers"?'),
        'path "api": expected a path that starts with one slash, such as "/api/items".',
        'timeout 0: expected a whole number of milliseconds, 1 or more.',
        'targetHeaders: expected values by name, such as { Authorization: "Bearer …" }.',
      ],
    });
  });

  it.each<[string, CorsSubject, object, string]>([
    ['a URL without a scheme', 'localhost:3000', {}, 'Did you mean http://localhost:3000?'],
    ['a port that browsers block', 'http://localhost:6000', {}, 'browsers block requests to port 6000'],
    ['a browser', honoApp(), { browsers: ['chrome'] }, 'browsers "chrome": unknown browser'],
    ['no browser', honoApp(), { browsers: [] }, 'browsers: the list is empty'],
    ['a scenario', honoApp(), { scenarios: 'simpel/get-allowed' }, 'scenarios "simpel/get-allowed": no scenario matches'],
    ['a suite', honoApp(), { suites: ['simpel'] }, 'suites "simpel": unknown suite. Did you mean "simple"?'],
    ['a level', honoApp(), { levels: 'secure' }, 'levels "secure": unknown level'],
    ['a route', honoApp(), { routes: { whoam: '/me' } }, 'routes "whoam": unknown route. Did you mean "whoami"?'],
    ['a header', honoApp(), { targetHeaders: { Origin: 'x' } }, 'targetHeaders "Origin": the browser sets this header'],
    ['a cookie', honoApp(), { cookies: { 'a b': 'x' } }, 'cookies "a b": expected NAME=VALUE'],
    ['a login', honoApp(), { login: { path: 'login' } }, 'login: "login" is not a path of the target'],
    ['a method', honoApp(), { methods: ['G T'] }, 'methods "G T": not a valid method'],
    ['a library', honoApp(), { fix: 'expres-cors' }, 'fix "expres-cors": unknown library. Did you mean "express-cors"?'],
    ['a status', honoApp(), { expectStatus: 99 }, 'expectStatus 99: expected an HTTP status'],
    ['a signal', honoApp(), { signal: 'stop' }, 'signal "stop": expected an AbortSignal'],
  ])('%s', async (_, server, options, problem) => {
    await expect(testCors(server, policy, { ...few, ...options })).rejects.toThrow(problem);
  }); // prettier-ignore

  it('are no options at all', async () => {
    await expect(testCors(honoApp(), policy, 'model' as never)).rejects.toThrow(
      'options: expected an object',
    );
  });
});
