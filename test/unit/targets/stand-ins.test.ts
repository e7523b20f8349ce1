import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { policies } from '../../../fixtures/policies.ts';
import type { RawHeader } from '../../../src/results/exchange.ts';
import { routes as contractRoutes, type Route } from '../../../src/scenarios/scenario.ts';
import { observeUrl, type UrlObservation } from '../../../src/targets/observe-url.ts';
import { standInFor, standInProblemText } from '../../../src/targets/stand-ins.ts';
import { responseAge } from '../../../src/targets/stored-response.ts';
import type { UrlTarget } from '../../../src/targets/target-request.ts';
import { urlRouteMap } from '../../../src/targets/target-routes.ts';
import { suites } from '../../../suites/index.ts';
import { notAsked } from './fixtures.ts';

const url = 'http://127.0.0.1:1/api/things';
const target: UrlTarget = { kind: 'url', url, routes: {}, allowWrites: false, headers: [], insecure: false };
const plain = { url, status: 200, headers: [] };
const nothingElse: UrlObservation = {
  plain,
  bare: plain,
  missing: null,
  malformed: null,
  slash: null,
  ...notAsked,
};

function seen(changes: Partial<UrlObservation>): UrlObservation {
  return { ...nothingElse, ...changes };
}

function slash(status: number, location: string): UrlObservation {
  return seen({ slash: { url: `${url}/`, status, headers: [['Location', location]] } });
}

function malformed(status: number): UrlObservation {
  return seen({ malformed: { url: `${url}/%E0%A4%A`, status, headers: [] } });
}

function varying(value: string): UrlObservation {
  return seen({ plain: { ...plain, headers: [['vary', value]] } });
}

function missing(status: number, isInScope: boolean): UrlObservation {
  return seen({ missing: { url: `${url}-x`, status, headers: [], isInScope } });
}

describe('a URL stands in for a route', () => {
  it.each<[string, Route, UrlObservation, object]>([
    ['of a session, because CORS headers do not depend on it', 'whoami', nothingElse, { url }],
    [
      'that needs authentication, if it responds with 401 without target headers',
      'private',
      seen({ bare: { ...plain, status: 401 } }),
      { url, isUnauthenticated: true },
    ],
    ['that is denied', 'denied', seen({ plain: { ...plain, status: 403 } }), { url }],
    [
      'that does not exist, with a random path beside it',
      'missing',
      missing(404, true),
      { url: `${url}-x`, isSafeOnly: true },
    ],
    [
      'that does not exist, less seriously where that path has no CORS',
      'missing',
      missing(404, false),
      { url: `${url}-x`, isSafeOnly: true, levelAtMost: 'recommended' },
    ],
    [
      'that cannot be decoded, with broken percent-encoding below it',
      'malformed',
      malformed(400),
      { url: `${url}/%E0%A4%A`, isSafeOnly: true },
    ],
    [
      'that cannot be decoded, also where the server does not decode it',
      'malformed',
      malformed(404),
      { url: `${url}/%E0%A4%A`, isSafeOnly: true },
    ],
    ['that varies by more than Origin', 'vary', varying('Origin, Cookie'), { url, ownVary: 'Cookie' }],
    [
      'that redirects, with a slash at its end',
      'redirect',
      slash(307, '/api/things'),
      { url: `${url}/`, isSafeOnly: true, redirectStatus: 307, levelAtMost: 'recommended' },
    ],
    [
      'that caches store',
      'cacheable',
      seen({ plain: { ...plain, headers: [['Cache-Control', 'public, max-age=60']] } }),
      { url },
    ],
    [
      'that has an ETag, if it confirms it',
      'conditional',
      seen({ revalidated: { ...plain, status: 304, etag: '"7"' } }),
      { url, etag: '"7"' },
    ],
    [
      'that is sent in parts',
      'media.wav',
      seen({ part: { ...plain, status: 206 } }),
      { url, isPlayable: false },
    ],
    [
      'that is played',
      'media.wav',
      seen({
        plain: { ...plain, headers: [['Content-Type', 'video/mp4']] },
        part: { ...plain, status: 206 },
      }),
      { url, isPlayable: true },
    ],
    [
      'that is a download',
      'download',
      seen({ plain: { ...plain, headers: [['content-disposition', 'Attachment; filename=a']] } }),
      { url },
    ],
    [
      'that parses a body, if it may be written to',
      'parse',
      seen({ allowsWrites: true }),
      { url, takesBrokenOnly: true, levelAtMost: 'recommended' },
    ],
    ['that caches rarely store', 'cacheable', nothingElse, { url, isRarelyStored: true }],
    [
      'that is an event stream',
      'stream',
      seen({ plain: { ...plain, headers: [['Content-Type', 'text/event-stream; charset=utf-8']] } }),
      { url },
    ],
  ])('%s', (_, route, observation, expected) => {
    expect(standInFor(route, observation)).toEqual({ ok: true, value: expected });
    expect(urlRouteMap(target, observation).find(route)).toEqual({ ...expected, followsContract: false });
  });

  it.each<[Route, UrlObservation, RegExp]>([
    ['private', nothingElse, /responds with 200, not 401/],
    ['private', seen({ bare: null }), /does not respond to a request without --target-header/],
    ['denied', nothingElse, /responds with 200, not 403/],
    ['missing', missing(200, true), /-x, responds with 200, not 404/],
    ['missing', nothingElse, /does not respond/],
    ['malformed', malformed(301), /%E0%A4%A, responds with 301, a redirect/],
    ['malformed', nothingElse, /does not respond/],
    [
      'vary',
      varying('Origin, Access-Control-Request-Method,'),
      /no Vary, or one that lists nothing but Origin/,
    ],
    ['vary', varying('*'), /no Vary/],
    ['vary', nothingElse, /no Vary/],
    ['redirect', slash(200, '/api/things'), /not redirected/],
    ['redirect', slash(302, '/login'), /not redirected/],
    [
      'cacheable',
      seen({ plain: { ...plain, headers: [['cache-control', 'private, no-store']] } }),
      /no-store/,
    ],
    ['stream', nothingElse, /event stream/],
    ['conditional', nothingElse, /has no ETag/],
    [
      'conditional',
      seen({ revalidated: { ...plain, etag: '"7"' } }),
      /responds with 200, not 304, if If-None-Match has its ETag/,
    ],
    ['media.wav', nothingElse, /does not respond to a request for a part/],
    ['media.wav', seen({ part: plain }), /responds with 200, not 206/],
    ['download', nothingElse, /Content-Disposition: attachment/],
    ['parse', nothingElse, /--allow-writes/],
  ])('%s only if it behaves like one', (route, observation, text) => {
    const found = standInFor(route, observation);
    expect(found?.ok === false && standInProblemText(found.reason)).toMatch(text);
    const map = urlRouteMap(target, observation);
    expect(map.find(route)).toBeNull();
    expect(map.absence?.(route)).toEqual(found?.ok === false && found.reason);
  });

  it('never for one whose path the user gives, nor for one that has code or an error of its own', () => {
    const map = urlRouteMap({ ...target, routes: { whoami: '/me' } }, nothingElse);
    expect(map.find('whoami')).toEqual({ url: 'http://127.0.0.1:1/me', followsContract: true });
    expect(contractRoutes.filter((route) => standInFor(route, nothingElse) === null)).toEqual([
      'resource',
      'login',
      'crash',
      'slow',
      'limited',
      'dir',
      'file.txt',
      'raw',
      'image.png',
      'script.js',
      'module.js',
      'style.css',
      'font.woff2',
      'jsonp',
      'websocket',
    ]);
  });
});

it.each<[string, ReturnType<typeof responseAge>]>([
  ['max-age=60', 'stored'],
  ['private, max-age=3600', 'stored'],
  ['public', 'stored'],
  ['s-maxage=5', 'stored'],
  ['max-age=0', 'unstated'],
  ['no-cache', 'unstated'],
  ['', 'unstated'],
  ['no-store', 'never-stored'],
  ['No-Store, max-age=60', 'never-stored'],
])('a response with Cache-Control: %s is %s', (value, age) => {
  expect(responseAge([['cache-control', value]])).toBe(age);
});

it('a response that caches can revalidate is stored', () => {
  expect(responseAge([['ETag', '"1"']])).toBe('stored');
});

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
}

async function server(handle: RequestListener): Promise<{ base: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const running = createServer((request, response) => {
    const { method = '', url: path = '', headers } = request;
    asked.push({ method, path, authorization: headers.authorization });
    handle(request, response);
  });
  await new Promise<void>((resolve) => running.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void running.close());
  return { base: `http://127.0.0.1:${(running.address() as AddressInfo).port}`, asked };
}

const scenarios = suites.flatMap((suite) => suite.scenarios);
const request = { scenarios, policies: { policy: policies.allowlist }, timeoutMs: 2000 };
const { signal } = new AbortController();
const headers: readonly RawHeader[] = [['Authorization', 'Bearer secret']];

describe('what a URL shows', () => {
  it('is asked with safe requests, and without the target headers for what they unlock', async () => {
    const { base, asked } = await server(({ url: path, headers: { authorization } }, response) => {
      if (path === '/api/things/') response.writeHead(308, { Location: '/api/things' });
      else if (path === '/api/things') response.writeHead(authorization === undefined ? 401 : 200);
      else response.writeHead(404);
      response.end();
    });
    const found = await observeUrl(
      { ...target, url: `${base}/api/things`, headers },
      { ...plain, url: `${base}/api/things` },
      request,
      signal,
    );
    expect(found).toMatchObject({
      bare: { status: 401 },
      missing: { status: 404, isInScope: false },
      malformed: { url: `${base}/api/things/%E0%A4%A`, status: 404 },
      slash: { status: 308 },
    });
    expect(new Set(asked.map(({ method }) => method))).toEqual(new Set(['GET', 'OPTIONS']));
    expect(asked.find(({ path }) => path === '/api/things')?.authorization).toBeUndefined();
    expect(asked.find(({ path }) => path === '/api/things/')?.authorization).toBe('Bearer secret');
    expect(asked.filter(({ path }) => path === '/api/things/%E0%A4%A')).toHaveLength(1);
    expect(asked.filter(({ path }) => /^\/api\/corspec-[0-9a-f]{12}$/.test(path))).toHaveLength(2);
  });

  it('is that a path beside it has CORS, where its preflight passes', async () => {
    const { base } = await server(({ method }, response) => {
      if (method === 'OPTIONS') response.writeHead(204, { 'Access-Control-Allow-Origin': '*' }).end();
      else response.writeHead(404).end();
    });
    const found = await observeUrl({ ...target, url: `${base}/x` }, plain, request, signal);
    expect(found.missing).toMatchObject({ isInScope: true });
  });

  it('is not asked for what no scenario uses, nor for declared routes', async () => {
    const { base, asked } = await server((_, response) => response.end());
    const some = scenarios.filter(({ id }) => id === 'simple/get-allowed');
    await observeUrl({ ...target, url: base }, plain, { ...request, scenarios: some }, signal);
    const routes = {
      missing: '/nothing',
      malformed: '/%E0%A4%A',
      redirect: '/moved',
      private: '/me',
      'media.wav': '/sound.wav',
    };
    await observeUrl({ ...target, url: base, routes }, plain, request, signal);
    expect(asked).toEqual([]);
  });
});
