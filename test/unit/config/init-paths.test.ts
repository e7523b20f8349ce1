import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { policiesByPath } from '../../../src/config/init/path-groups.ts';
import { patternsOf } from '../../../src/config/init/path-patterns.ts';
import { type PathSurvey, surveyPaths } from '../../../src/config/init/path-survey.ts';
import { byReason } from '../../../src/config/init/untested.ts';
import type { Endpoint } from '../../../src/config/openapi/endpoints.ts';
import type { Attempt } from '../../../src/text/attempt.ts';

const app = 'https://app.example.com';

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly preflight?: Readonly<Record<string, string>>;
  readonly origins?: readonly string[];
}

const right: Answer = {
  origins: [app],
  headers: { Vary: 'Origin', 'Access-Control-Expose-Headers': 'x-total-count' },
  preflight: { 'Access-Control-Allow-Methods': 'GET, PUT', 'Access-Control-Max-Age': '600' },
};

function respond(answer: Answer, request: IncomingMessage, response: ServerResponse): void {
  const { origin = '' } = request.headers;
  const isPreflight = request.method === 'OPTIONS';
  if (answer.origins?.includes(origin) === true) {
    const headers = (isPreflight ? answer.preflight : answer.headers) ?? {};
    response.setHeader('Access-Control-Allow-Origin', origin);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  }
  response.writeHead(isPreflight ? 204 : (answer.status ?? 200)).end();
}

/** Paths of a document at a server that answers each as it is given here: GET at the path with 1 for parameters. */
async function surveyed(
  answers: Readonly<Record<string, Answer | 'hangs'>>,
  methods: Readonly<Record<string, readonly string[]>> = {},
): Promise<Attempt<PathSurvey, string>> {
  const requestOf = (path: string) => path.replaceAll(/\{\w+\}/g, '1');
  const listener: RequestListener = (request, response) => {
    const answer = Object.entries(answers).find(([path]) => requestOf(path) === request.url)?.[1];
    if (answer !== undefined && answer !== 'hangs') respond(answer, request, response);
  };
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const endpoints = Object.keys(answers).map((path): Endpoint => ({
    path,
    methods: methods[path] ?? ['GET'],
    request: requestOf(path),
    parameters: [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
  }));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const options = { origins: [], insecure: false, headers: [], timeoutMs: 300, signal: new AbortController().signal }; // prettier-ignore
  return surveyPaths(endpoints, { name: 'api.yaml', baseUrl }, options);
}

async function groups(...given: Parameters<typeof surveyed>) {
  const found = await surveyed(...given);
  if (!found.ok) throw new Error(found.reason);
  return {
    policies: found.value.groups.map(({ name, endpoints, found: { policy } }) => ({ name, policy, paths: endpoints.map(({ path }) => path) })), // prettier-ignore
    untested: Object.fromEntries(byReason(found.value.untested)),
    byPath: policiesByPath(found.value.groups, found.value.untested.map(({ path }) => path)), // prettier-ignore
  };
}

describe('paths of a document', () => {
  it('have one policy where they answer alike, and others their own', async () => {
    const open = { origins: [app, 'https://evil.test', 'null', 'http://localhost:3000'] };
    const found = await groups({ '/pets': right, '/users': right, '/feed/news': open, '/feed/{id}': open });
    expect(found.policies).toMatchObject([
      { name: 'app', paths: ['/pets', '/users'], policy: { origins: [app], maxAge: 600 } },
      { name: 'feed', paths: ['/feed/news', '/feed/{id}'] },
    ]);
    expect(found.byPath).toEqual([['/feed/**', 'feed'], ['/**', 'app']]); // prettier-ignore
  });

  it('have one policy where each lists the methods that it has', async () => {
    const listing = (methods: string) => ({ ...right, preflight: { ...right.preflight, 'Access-Control-Allow-Methods': methods } }); // prettier-ignore
    const own = { '/pets': ['GET', 'POST'], '/pets/{id}': ['GET', 'PUT'], '/tags': ['GET', 'PUT'] };
    const found = await groups(
      { '/pets': listing('GET, POST'), '/pets/{id}': listing('GET, PUT'), '/tags': listing('GET') },
      own,
    );
    expect(found.policies).toMatchObject([
      { paths: ['/pets', '/pets/{id}'], policy: { methods: ['GET', 'POST', 'PUT'] } },
      { paths: ['/tags'], policy: { methods: ['GET'] } },
    ]);
  });

  it('have the policy of the others where an error response has fewer headers', async () => {
    const found = await groups({ '/pets': right, '/pets/{id}': { ...right, status: 404, headers: {} } });
    expect(found.policies).toMatchObject([{ paths: ['/pets', '/pets/{id}'] }]);
    expect(found.policies[0]?.policy.exposedHeaders).toEqual(['x-total-count']);
  });

  it('are not tested where they do not exist, fail, or do not answer', async () => {
    const found = await groups({
      '/pets': right,
      '/gone': { status: 404 },
      '/broken': { status: 503 },
      '/silent': 'hangs',
      '/pets/{id}': { status: 404 },
    });
    expect(Object.entries(found.untested)).toEqual([
      ['GET has status 404', ['/gone']],
      ['GET has status 503', ['/broken']],
      [expect.stringMatching(/^127\.0\.0\.1:\d+ did not respond within 300 ms/), ['/silent']],
      [
        "GET has status 404, without CORS headers: give values of an item that exists, parameters: { id: '…' }",
        ['/pets/{id}'],
      ],
    ]);
    expect(found.byPath.at(-1)).toEqual(['/**', 'app']);
    expect(found.byPath.filter(([, policy]) => policy === null)).toHaveLength(4);
  });

  it.each([
    ['none exists', { '/a': { status: 404 }, '/b/{id}': { status: 404 } }, /^All 2 paths of api\.yaml have status 404 at http:\S+: the API is not there\. Change the base URL/],
    ['none works', { '/a': { status: 500 }, '/b': { status: 500 } }, /^No path of api\.yaml can be tested at http:\S+: GET has status 500\.$/],
    ['none answers', { '/a': 'hangs' }, /^No path of api\.yaml can be tested at \S+ 127\.0\.0\.1:\d+ did not respond/],
  ] as const)('cannot be asked where %s', async (_, answers, expected) => {
    expect(await surveyed(answers)).toMatchObject({ ok: false, reason: expect.stringMatching(expected) as string });
  }); // prettier-ignore
});

describe('patterns of paths', () => {
  it.each([
    ['one policy', { '/a': 'app', '/b': 'app' }, [['/**', 'app']]],
    ['a single path', { '/a': 'app', '/b/c': 'open' }, [['/b/c', 'open'], ['/**', 'app']]],
    ['a part of a folder', { '/a/x': 'open', '/a/y/1': 'open', '/a/y/2': 'open', '/a/z': 'app' }, [['/a/x', 'open'], ['/a/y/**', 'open'], ['/**', 'app']]],
    ['parameters', { '/a/{id}': 'app', '/a/{id}/x': 'open', '/a/{id}/y': 'open', '/b': 'app' }, [['/a/{id}/x', 'open'], ['/a/{id}/y', 'open'], ['/**', 'app']]],
    ['untested paths', { '/a': 'app', '/x/1': null, '/x/2': null }, [['/x/1', null], ['/x/2', null], ['/**', 'app']]],
  ] as const)('give each path its policy: %s', (_, policies, expected) => {
    expect(patternsOf(new Map(Object.entries(policies)), 'app')).toEqual(expected);
  }); // prettier-ignore
});
