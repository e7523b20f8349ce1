import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  createSecureServer,
  createServer,
  type Http2SecureServer,
  type Http2Server,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { policies } from '../../fixtures/policies.ts';
import { makeCertificate } from '../../src/proxy/certificate.ts';
import type { Results } from '../../src/results/results.ts';
import { observe } from '../../src/run/observe-request.ts';
import { run } from '../../src/run/index.ts';
import { corsFor, type Cors } from '../../servers/reference/cors.js';
import { createRoutes } from '../../servers/shared/backend/routes.js';
import { respond } from '../../servers/reference/server.js';
import { suites } from '../../suites/index.ts';
import { need } from '../requirements.ts';

const { credentialed } = policies;
const all = suites.flatMap(({ scenarios }) => scenarios);
const fast = all.filter(({ steps = [] }) => steps.every(({ wait }) => wait === undefined));
const few = fast.filter(({ id }) => /^(simple|preflight|same-origin|redirects|robustness)\//.test(id));
const [allowed = ''] = credentialed.origins;

/** A server that speaks HTTP/2 alone, over TLS or by prior knowledge; it ends with the test. */
async function start(server: Http2Server | Http2SecureServer, scheme: string): Promise<string> {
  const sessions = new Set<ServerHttp2Session>();
  server.on('session', (session: ServerHttp2Session) => {
    session.on('error', () => undefined);
    sessions.add(session);
  });
  server.on('sessionError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const session of sessions) session.destroy();
    server.close();
  });
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** The reference, with the HTTP/2 objects of Node.js, which have the interface of those of HTTP/1. */
function startReference(cors: Cors, isSecure: boolean): Promise<string> {
  const routes = createRoutes();
  const answer = (request: unknown, response: unknown): void => {
    void respond(cors, routes, request as IncomingMessage, response as ServerResponse);
  };
  if (!isSecure) return start(createServer(answer), 'http');
  const { key, certificate } = makeCertificate();
  return start(createSecureServer({ key, cert: certificate }, answer), 'https');
}

function play(url: string, browser: string, scenarios: typeof all): Promise<Results> {
  return run(
    {
      targets: [{ kind: 'url', url, routes: 'standard', headers: [], allowWrites: true, insecure: true }],
      policies: { credentialed },
      policyArguments: { credentialed: '--policy credentialed' },
      browsers: [browser],
      scenarios,
      timeoutMs: 3000,
      jobs: 12,
      evidence: 'all',
    },
    { onEvent: () => undefined, signal: new AbortController().signal },
  );
}

function wrong({ results }: Results): readonly unknown[] {
  return results
    .filter(({ status, level }) => status === 'error' || (status === 'fail' && level !== 'informative'))
    .map(({ scenario, status, message, wire }) => ({ scenario, status, message, wire }));
}

for (const browser of ['model', 'chromium'] as const)
  describe(`a server that speaks HTTP/2 alone, in ${browser}`, async () => {
    const { missing } = browser === 'model' ? { missing: null } : await need(browser);

    it.skipIf(missing).each([
      ['by prior knowledge', false],
      ['by ALPN', true],
    ])('conforms when it is right: %s', async (_, isSecure) => {
      const results = await play(await startReference(corsFor(credentialed), isSecure), browser, fast);
      expect(wrong(results)).toEqual([]);
      expect(results.results.filter(({ status }) => status === 'pass').length).toBeGreaterThan(300);
      expect(results.targets[0]?.protocol).toBe('h2');
      const exchanges = results.results.flatMap((result) => result.exchanges ?? []);
      expect(
        exchanges.every(
          ({ protocol, request }) => protocol === 'h2' && request.headers[0]?.[0] === ':authority',
        ),
      ).toBe(true);
    });

    it.skipIf(missing)('fails when it reflects every origin', async () => {
      const right = corsFor(credentialed);
      const reflecting: Cors = (facts) => {
        const { headers, ...rest } = right({ ...facts, origin: allowed });
        return {
          ...rest,
          headers: headers.map(([name, value]) => [name, value === allowed ? (facts.origin ?? '*') : value]),
        };
      };
      const results = await play(await startReference(reflecting, false), browser, few);
      const failing = results.results.filter(
        ({ status, level }) => status === 'fail' && level === 'security',
      );
      expect(failing.map(({ scenario }) => scenario)).toContain('simple/foreign-refused');
    });
  });

type Behave = (stream: ServerHttp2Stream) => void;

/** Each answers a plain GET, as corspec begins with one, and breaks every request of a page. */
const hostile: readonly (readonly [string, Behave])[] = [
  ['resets every stream', (stream) => stream.close(2)],
  ['sends GOAWAY in the middle', (stream) => { stream.respond({ ':status': 200 }); stream.write('half'); setImmediate(() => stream.session?.goaway(2)); }],
  ['closes the connection in the middle', (stream) => { stream.respond({ ':status': 200 }); stream.write('half'); setImmediate(() => stream.session?.destroy()); }],
  ['sends headers of 300 kB', (stream) => { stream.respond({ ':status': 200, 'x-long': 'x'.repeat(300_000) }); stream.end(); }],
  ['sends GOAWAY instead of a response', (stream) => stream.session?.goaway(11)],
  ['never answers', () => undefined],
]; // prettier-ignore

describe('a hostile server that speaks HTTP/2 alone', () => {
  it.each(hostile)('%s: no check passes, and the run ends', async (_, behave) => {
    const server = createServer();
    server.on('stream', (stream, { origin }) => {
      stream.on('error', () => undefined);
      if (origin !== undefined) return behave(stream);
      stream.respond({ ':status': 200 });
      stream.end('{}');
    });
    const url = await start(server, 'http');
    const scenarios = few.filter(({ id }) => /^simple\/(get|post)/.test(id));
    const { results } = await play(url, 'model', scenarios);
    const played = results.filter(({ status }) => status !== 'not-applicable');
    expect(played.length).toBeGreaterThan(3);
    expect(
      played.filter(({ status }) => status !== 'error').map(({ scenario, status }) => ({ scenario, status })),
    ).toEqual([]);
  });
});

describe('explain', () => {
  it('speaks HTTP/2 to a server that speaks that alone', async () => {
    const url = await startReference(corsFor(credentialed), true);
    const request = {
      url: `${url}resource`, origin: allowed, method: 'PUT', headers: [['X-Api-Key', '1']], credentials: true,
      cookies: [], browser: 'model', timeoutMs: 5000, insecure: true, allowWrites: true,
    } as const; // prettier-ignore
    const { exchanges } = await observe(request, new AbortController().signal);
    expect(exchanges.map(({ protocol, response }) => [protocol, response?.status])).toEqual([
      ['h2', 204],
      ['h2', 200],
    ]);
  });
});
