import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policies } from '../../fixtures/policies.ts';
import { run } from '../../src/run/index.ts';
import type { Result, Results } from '../../src/results/results.ts';
import { suites } from '../../suites/index.ts';
import { need } from '../requirements.ts';

const { allowlist } = policies;
const whole = suites.flatMap(({ scenarios }) => scenarios);
const streams = whole.filter(({ id }) => id.startsWith('embeds/event-source-'));

/** Far beyond what it takes, and far below the limit of each of so many responses one after the other. */
const mostSeconds = 120;

/** The reference's headers, as far as these scenarios need them. */
function corsHeaders({ headers: { origin } }: IncomingMessage): Record<string, string> {
  const isAllowed = origin !== undefined && (allowlist.origins as readonly string[]).includes(origin);
  return {
    Vary: 'Origin',
    ...(isAllowed && {
      'Access-Control-Allow-Origin': origin,
      'Access-Control-Allow-Methods': allowlist.methods.join(', '),
      'Access-Control-Allow-Headers': allowlist.requestHeaders.join(', '),
      'Access-Control-Expose-Headers': allowlist.exposedHeaders.join(', '),
      'Access-Control-Max-Age': String(allowlist.maxAge),
    }),
  };
}

function sendAgain(response: ServerResponse, piece: string): void {
  response.write(piece);
  const timer = setInterval(() => response.write(piece), 200);
  response.on('close', () => clearInterval(timer));
}

type Send = (response: ServerResponse) => void;
const eventStream = { 'Content-Type': 'text/event-stream' };

/** Answers preflights at once, and anything else with a body that is sent in its own way. */
function serve(type: Record<string, string>, send: Send, hasCors = true): Server {
  return createServer((request, response) => {
    const cors = hasCors ? corsHeaders(request) : {};
    if (request.headers['access-control-request-method'] !== undefined)
      return void response.writeHead(204, cors).end();
    response.writeHead(200, { ...cors, ...type }).flushHeaders();
    if (request.method === 'HEAD') response.end();
    else send(response);
  });
}

const servers = {
  endless: serve(eventStream, (response) => sendAgain(response, 'data: 1\n\n')),
  comments: serve(eventStream, (response) => sendAgain(response, ': nothing yet\n\n')),
  'without CORS': serve(eventStream, (response) => sendAgain(response, 'data: 1\n\n'), false),
  dribbling: serve({ 'Content-Type': 'application/json' }, (response) => sendAgain(response, ' ')),
  slow: serve({ 'Content-Type': 'application/json' }, (response) => {
    response.write('{"half":');
    setTimeout(() => response.end('true}'), 700);
  }),
};
type Name = keyof typeof servers;

beforeAll(async () => {
  for (const server of Object.values(servers)) await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => {
  for (const server of Object.values(servers)) {
    server.closeAllConnections();
    server.close();
  }
});

function urlOf(name: Name): string {
  return `http://127.0.0.1:${(servers[name].address() as AddressInfo).port}/events`;
}

function play(browser: string, name: Name, scenarios = whole): Promise<Results> {
  const target = { kind: 'url', url: urlOf(name), routes: {}, headers: [] } as const;
  return run(
    {
      targets: [{ ...target, allowWrites: false, insecure: false }],
      policies: { allowlist },
      policyArguments: { allowlist: '--policy allowlist' },
      browsers: [browser],
      scenarios,
      timeoutMs: 10_000,
      jobs: 12,
      evidence: 'all',
    },
    { onEvent: () => undefined, signal: new AbortController().signal },
  );
}

function wrong({ results }: Results): readonly Pick<Result, 'scenario' | 'status' | 'message' | 'wire'>[] {
  return results
    .filter(({ status }) => status === 'fail' || status === 'error')
    .map(({ scenario, status, message, wire }) => ({ scenario, status, message, wire }));
}

function byId({ results }: Results, id: string): Result | undefined {
  return results.find(({ scenario }) => scenario === id);
}

const few = whole.filter(({ id }) =>
  ['simple/get-allowed', 'simple/get-xhr', 'simple/get-axios-xhr', 'simple/foreign-refused'].includes(id),
);

for (const browser of ['model', 'chromium', 'firefox', 'webkit'] as const)
  describe(`in ${browser}`, async () => {
    const { missing } = browser === 'model' ? { missing: null } : await need(browser);

    it.skipIf(missing)('a right event stream without end has verdicts, and conforms', async () => {
      const startedAt = performance.now();
      const results = await play(browser, 'endless');
      expect(wrong(results)).toEqual([]);
      expect(results.results.filter(({ status }) => status === 'pass').length).toBeGreaterThan(100);
      expect((performance.now() - startedAt) / 1000).toBeLessThan(mostSeconds);
      expect(byId(results, 'embeds/event-source-allowed')?.status).toBe('pass');
      expect(results.notes?.filter(({ text }) => text.includes('route `stream`')).length).toBe(1);
    });

    it.skipIf(missing)('a stream that sends comments alone is open, and that is what is asked', async () => {
      expect(wrong(await play(browser, 'comments', [...streams, ...few]))).toEqual([]);
    });

    it.skipIf(missing)('a stream without CORS headers fails by the header that is missing', async () => {
      const results = await play(browser, 'without CORS', [...streams, ...few]);
      expect(wrong(results).filter(({ status }) => status === 'error')).toEqual([]);
      for (const id of ['simple/get-allowed', 'simple/get-xhr', 'embeds/event-source-allowed'])
        expect(byId(results, id)).toMatchObject({
          status: 'fail',
          step: { header: 'access-control-allow-origin' },
        });
    });

    it.skipIf(missing)('a body that does not end is left, and judged by its headers', async () => {
      const results = await play(browser, 'dribbling', few);
      expect(wrong(results)).toEqual([]);
      expect(byId(results, 'simple/get-allowed')?.outcome?.steps[0]).toMatchObject({ incomplete: true });
      expect(results.notes).toBeUndefined();
    });

    it.skipIf(missing)('a body that comes slowly is read to its end', async () => {
      const results = await play(browser, 'slow', few);
      expect(wrong(results)).toEqual([]);
      const [step] = byId(results, 'simple/get-allowed')?.outcome?.steps ?? [];
      expect(step).toMatchObject({ body: '{"half":true}' });
      expect(step).not.toHaveProperty('incomplete');
    });
  });
