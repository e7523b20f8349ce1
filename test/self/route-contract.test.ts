import { describe, expect, it, vi } from 'vitest';
import { createRoutes } from '../../servers/shared/backend/routes.js';
import { failures, type Handler, json, play, resultOf, startServer } from './contract-server.ts';

// The whole catalogue takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

/** What is right for an application, and not what the contract says. */
const different: readonly (readonly [what: string, path: string, handler: Handler, expected: RegExp])[] = [
  [
    'sessions of its own',
    '/whoami',
    (_, response) => json(response, 200, { user: null }),
    /^\/whoami does not follow the route contract: GET \/whoami: expected the JSON \{"session":null\}, got `\{"user":null\}`\. See docs\/servers\.md#whoami/,
  ],
  [
    'sessions that it does not know',
    '/whoami',
    (_, response) => json(response, 401, { error: 'who are you?' }),
    /GET \/whoami: expected status 200, got status 401/,
  ],
  [
    'a login that wants a password',
    '/login',
    (_, response) => json(response, 422, {}),
    /POST \/login\?value=fresh: expected status 200, got status 422/,
  ],
  [
    'a login with a cookie of another name',
    '/login',
    (_, response) => {
      response.setHeader('Set-Cookie', 'sid=1; HttpOnly');
      json(response, 200, {});
    },
    /expected Set-Cookie: session=fresh; SameSite=None; Secure; Path=\/, got Set-Cookie: sid=1; HttpOnly/,
  ],
  [
    'one page for all paths',
    '/missing',
    (_, response) => void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html>'),
    /GET \/missing: expected status 404, got status 200/,
  ],
  [
    'errors that are caught',
    '/crash',
    (_, response) => json(response, 503, {}),
    /GET \/crash: expected status 500, got status 503/,
  ],
  [
    'a redirect that is checked',
    '/redirect',
    (_, response) => json(response, 400, { error: 'not an allowed destination' }),
    /expected status 302, got status 400/,
  ],
  [
    'a redirect with the whole URL',
    '/redirect',
    (request, response, query) => {
      const to = new URL(query.get('to') ?? '/resource', `http://${request.headers.host}`);
      response.writeHead(Number(query.get('status') ?? 302), { Location: to.href }).end();
    },
    /expected Location: \/resource\?id=1&x=%2F, got Location: http:/,
  ],
  [
    'a JSONP of any callback',
    '/jsonp',
    (_, response, query) =>
      void response
        .writeHead(200, { 'Content-Type': 'text/javascript' })
        .end(`${query.get('callback')}({"jsonp":true})`),
    /GET \/jsonp\?callback=1: expected status 400, got status 200/,
  ],
  [
    'a stream of other events',
    '/stream',
    (_, response) =>
      void response.writeHead(200, { 'Content-Type': 'text/event-stream' }).end('data: tick\n\n'),
    /GET \/stream: expected the events first, second and the end, got `data: tick\\n\\n`/,
  ],
  [
    'OPTIONS that the framework answers',
    '/resource',
    (request, response, query) => {
      if (request.method !== 'OPTIONS') return createRoutes().get('/resource')?.(request, response, query);
      response.writeHead(200, { Allow: 'GET, POST' }).end('GET, POST');
    },
    /OPTIONS \/resource: expected the JSON \{"method":"OPTIONS"\}, got `GET, POST`/,
  ],
  [
    'a handler without Vary',
    '/vary',
    (_, response) => json(response, 200, {}),
    /GET \/vary: expected Vary with Accept-Encoding, got Vary: Origin/,
  ],
];

describe('A route that answers differently than the contract says makes no scenario fail', () => {
  it.each(different)('%s', async (_, path, handler, expected) => {
    const { url } = await startServer({ [path]: handler });
    const results = await play(url, 'standard');
    expect(failures(results)).toEqual([]);
    const reasons = results.results.filter(({ status }) => status === 'not-applicable').map(({ message }) => message); // prettier-ignore
    expect(reasons).toContainEqual(expect.stringMatching(expected));
  });
});

it('a server that has not all routes of the contract gets no failures for those that are not there', async () => {
  const { url } = await startServer(
    Object.fromEntries(['/login', '/crash', '/private', '/redirect', '/stream', '/jsonp', '/vary', '/denied', '/cacheable', '/image.png', '/script.js', '/module.js', '/style.css', '/font.woff2'].map((path) => [path, null])), // prettier-ignore
  );
  const results = await play(url, 'standard');
  expect(failures(results)).toEqual([]);
  expect(results.notes?.map(({ text }) => text)).toContainEqual(
    expect.stringMatching(
      /^\/denied does not follow the route contract: GET \/denied: expected status 403, got status 404; [1-9]\d* scenarios not applicable\. See docs\/servers\.md#denied$/,
    ),
  );
  expect(results.notes?.filter(({ text }) => text.includes('the middleware replaces it'))).toEqual([]);
  expect(resultOf(results, 'embeds/font-refused')).toMatchObject({
    status: 'not-applicable',
    message: expect.stringContaining('GET /font.woff2: expected status 200, got status 404') as string,
  });
});

it('where the session is not the contract’s, what does not need it is tested all the same', async () => {
  const { url } = await startServer({ '/api/me': (_, response) => json(response, 200, { user: 7 }) });
  const results = await play(`${url}/resource`, { whoami: '/api/me' });
  expect(failures(results)).toEqual([]);
  expect(resultOf(results, 'clients/read-alike-with-credentials')?.status).toBe('pass');
});

it('a resource without the methods of the contract is not blamed for them', async () => {
  const { url } = await startServer({
    '/items': (request, response) => json(response, request.method === 'GET' ? 200 : 405, [{ id: 1 }]),
  });
  const results = await play(url, { resource: '/items' });
  expect(failures(results)).toEqual([]);
  expect(resultOf(results, 'simple/get-allowed')?.status).toBe('pass');
  expect(resultOf(results, 'preflight/put-allowed')).toMatchObject({
    status: 'not-applicable',
    message: expect.stringContaining('PUT /items: expected status 200, got status 405') as string,
  });
});

describe('The check', () => {
  it('sends nothing that changes a server which is only to be read', async () => {
    const { url, asked } = await startServer();
    await play(url, 'standard', { allowWrites: false });
    expect(asked.filter((line) => !/^(GET|HEAD|OPTIONS) /.test(line))).toEqual([]);
  });

  it('asks nothing about routes that no scenario needs', async () => {
    const { url, asked } = await startServer();
    await play(url, 'standard', { wanted: /^simple\/get-allowed$/ });
    expect(asked.filter((line) => !line.includes('/resource'))).toEqual([]);
  });

  it('sends the headers that a target needs, and does not show their values', async () => {
    const { url } = await startServer(
      { '/whoami': (request, response) => json(response, 200, { echo: request.headers.authorization }) },
      (request, response) => {
        const isPreflight = request.headers['access-control-request-method'] !== undefined;
        if (isPreflight || request.headers.authorization === 'Bearer s3cr3t-token') return false;
        json(response, 401, {});
        return true;
      },
    );
    const headers = [['Authorization', 'Bearer s3cr3t-token']] as const;
    const results = await play(url, 'standard', { headers, wanted: /^(credentials|simple)\// });
    expect(JSON.stringify(results)).not.toContain('s3cr3t');
    expect(resultOf(results, 'credentials/login')).toMatchObject({
      message: expect.stringContaining('got `{"echo":"***"}`') as string,
    });
  });

  it('does not excuse a server that refuses requests without an Origin', async () => {
    const { url } = await startServer({}, (request, response) => {
      if (request.headers.origin !== undefined) return false;
      json(response, 403, { error: 'not allowed by CORS' });
      return true;
    });
    const results = await play(url, 'standard', { wanted: /^same-origin\// });
    expect(resultOf(results, 'same-origin/get')?.status).toBe('fail');
  });

  it('does not excuse a middleware that answers every OPTIONS', async () => {
    const { url } = await startServer({}, (request, response) => {
      if (request.method !== 'OPTIONS' || request.headers['access-control-request-method']) return false;
      response.writeHead(204).end();
      return true;
    });
    const results = await play(url, 'standard', { wanted: /^(same-origin|methods)\// });
    expect(resultOf(results, 'same-origin/options')?.status).toBe('fail');
    expect(resultOf(results, 'methods/options-of-nobody')?.status).toBe('fail');
  });

  it('does not wait for a stream that has no end', async () => {
    const { url } = await startServer({
      '/stream': (_, response) => {
        response.writeHead(200, { 'Content-Type': 'text/event-stream' });
        response.write('data: first\n\n');
      },
    });
    const results = await play(url, 'standard', { wanted: /^embeds\/event-source-data$/ });
    expect(resultOf(results, 'embeds/event-source-data')).toMatchObject({
      status: 'not-applicable',
      message: expect.stringContaining('which does not end') as string,
    });
  });
});
