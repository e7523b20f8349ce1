import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policies, type PolicyName } from '../../fixtures/policies.ts';
import { corsFor, refusal, type RequestFacts } from '../../servers/reference/cors.js';
import { createReferenceServer } from '../../servers/reference/server.js';
import { urlOf } from '../../servers/shared/node/program.js';
import type { Policy } from '../../src/policy/policy.ts';
import { ask } from './program.ts';

const app = 'https://app.example.test';
const local = 'http://localhost:8080';
const foreign = 'https://foreign.test';
const get = (origin?: string): RequestFacts => ({
  method: 'GET',
  origin,
  requestMethod: undefined,
  requestHeaders: undefined,
});
const preflight = (origin: string, requestMethod: string, requestHeaders?: string): RequestFacts => ({
  method: 'OPTIONS',
  origin,
  requestMethod,
  requestHeaders,
});

/** Everything that the reference says, on one line for each header. */
function said(policy: Policy, request: RequestFacts): string[] {
  const { preflight: isPreflight, headers, vary } = corsFor(policy)(request);
  return [
    ...(isPreflight ? ['204'] : []),
    ...headers.map(([name, value]) => `${name.replace('Access-Control-', '')}: ${value}`),
    ...(vary.length > 0 ? [`Vary: ${vary.join(', ')}`] : []),
  ];
}

const lists = ['Allow-Methods: GET, POST, PUT, DELETE', 'Allow-Headers: Content-Type, X-Api-Key'];
const exposed = 'Expose-Headers: X-Total-Count, ETag';
const vary = 'Vary: Origin';

const table: [PolicyName, string, RequestFacts, string[]][] = [
  ['public', 'any origin', get(foreign), ['Allow-Origin: *']],
  ['public', 'no Origin', get(), ['Allow-Origin: *']],
  ['public', 'a preflight', preflight(foreign, 'PUT', 'x-a'), ['204', 'Allow-Origin: *', 'Allow-Methods: GET, HEAD, POST']],
  ['wildcard', 'any origin', get(foreign), ['Allow-Origin: *', 'Expose-Headers: *']],
  [
    'wildcard',
    'a preflight',
    preflight(foreign, 'PATCH', 'authorization'),
    ['204', 'Allow-Origin: *', 'Allow-Methods: *', 'Allow-Headers: *, Authorization'],
  ],
  ['development', 'its page', get(local), [`Allow-Origin: ${local}`, 'Allow-Credentials: true', vary]],
  ['development', 'a page on another port', get('http://localhost:8081'), [vary]],
  [
    'development',
    'a preflight',
    preflight(local, 'PATCH', 'x-a, bad name,x-b'),
    [
      '204',
      `Allow-Origin: ${local}`,
      'Allow-Credentials: true',
      'Allow-Methods: PATCH',
      'Allow-Headers: x-a, x-b',
      `${vary}, Access-Control-Request-Method, Access-Control-Request-Headers`,
    ],
  ],
  ['allowlist', 'an allowed origin', get(app), [`Allow-Origin: ${app}`, exposed, vary]],
  ['allowlist', 'an allowed origin with a port', get('https://admin.example.test:8443'), ['Allow-Origin: https://admin.example.test:8443', exposed, vary]],
  ['allowlist', 'a foreign origin', get(foreign), [vary]],
  ['allowlist', 'no Origin', get(), [vary]],
  ['allowlist', 'the null origin', get('null'), [vary]],
  ['allowlist', 'two origins in one header', get(`${app}, ${app}`), [vary]],
  ['allowlist', 'an allowed origin in capitals', get('https://APP.example.test'), [vary]],
  ['allowlist', 'a preflight', preflight(app, 'PUT'), ['204', `Allow-Origin: ${app}`, ...lists, 'Max-Age: 600', vary]],
  ['allowlist', 'a preflight for a method that is not allowed', preflight(app, 'PATCH'), ['204', `Allow-Origin: ${app}`, ...lists, 'Max-Age: 600', vary]],
  ['allowlist', 'a preflight of a foreign origin', preflight(foreign, 'PUT'), ['204', vary]],
  ['credentialed', 'an allowed origin', get(app), [`Allow-Origin: ${app}`, 'Allow-Credentials: true', exposed, vary]],
  ['credentialed', 'a foreign origin', get(foreign), [vary]],
  ['credentialed', 'a preflight', preflight(app, 'PUT', 'x-api-key'), ['204', `Allow-Origin: ${app}`, 'Allow-Credentials: true', ...lists, 'Max-Age: 600', vary]],
  ['subdomains', 'a subdomain', get(app), [`Allow-Origin: ${app}`, 'Allow-Credentials: true', exposed, vary]],
  ['subdomains', 'a subdomain of a subdomain', get('https://a.b.example.test'), ['Allow-Origin: https://a.b.example.test', 'Allow-Credentials: true', exposed, vary]],
  ['subdomains', 'the parent domain', get('https://example.test'), [vary]],
  ['subdomains', 'a domain that ends alike', get('https://notexample.test'), [vary]],
  ['subdomains', 'a domain that begins alike', get('https://app.example.test.evil.test'), [vary]],
  ['subdomains', 'a letter in place of a dot', get('https://appXexample.test'), [vary]],
  ['subdomains', 'another scheme', get('http://app.example.test'), [vary]],
  ['subdomains', 'a scheme that ends alike', get('xhttps://app.example.test'), [vary]],
  ['subdomains', 'another port', get('https://app.example.test:8443'), [vary]],
  ['subdomains', 'an empty label', get('https://.example.test'), [vary]],
  ['uncached', 'a preflight', preflight(app, 'PUT'), ['204', `Allow-Origin: ${app}`, ...lists, 'Max-Age: 0', vary]],
  ['closed', 'any origin', get(app), [vary]],
  ['closed', 'a preflight', preflight(app, 'PUT'), ['204', vary]],
  ['default', 'any origin', get(app), []],
  ['default', 'what would be a preflight', preflight(app, 'PUT'), []],
]; // prettier-ignore

describe('what the reference says', () => {
  it.each(table)('under %s, to %s', (name, _who, request, expected) => {
    expect(said(policies[name], request)).toEqual(expected);
  });

  it('takes an OPTIONS without Access-Control-Request-Method for an ordinary request', () => {
    expect(said(policies.allowlist, { ...get(app), method: 'OPTIONS' })).toEqual([
      `Allow-Origin: ${app}`,
      exposed,
      vary,
    ]);
  });

  it('matches patterns and origins in one list', () => {
    const cors = corsFor({ origins: ['https://partner.test', 'https://*.example.test:8443'] });
    const allowed = ['https://partner.test', 'https://a.example.test:8443', 'https://a.example.test'].map(
      (origin) => cors(get(origin)).headers.length > 0,
    );
    expect(allowed).toEqual([true, true, false]);
  });

  it('refuses any origin with credentials, and gives the reason', () => {
    expect(refusal(policies['any-with-credentials'])).toContain('any origin with credentials');
  });

  it('refuses to expose all headers with credentials', () => {
    expect(refusal({ origins: [app], credentials: true, exposedHeaders: '*' })).toContain('with credentials');
  });

  it.each(Object.keys(policies).filter((name) => name !== 'any-with-credentials'))(
    'applies the policy %s',
    (name) => {
      expect(refusal(policies[name as PolicyName])).toBeNull();
    },
  );
});

describe('the reference on the wire', () => {
  let server: Server = createServer();
  let base = '';

  beforeAll(async () => {
    server = createReferenceServer(corsFor(policies.credentialed));
    base = await urlOf(server.listen(0, '127.0.0.1'));
  });
  afterAll(() => server.close());

  it.each([
    ['/resource', 200],
    ['/missing', 404],
    ['/denied', 403],
    ['/private', 401],
    ['/crash', 500],
    ['/redirect?to=/resource', 302],
    ['/stream', 200],
    ['/image.png', 200],
  ])('%s has the headers of CORS with its %i', async (path, status) => {
    const answer = await ask(`${base}${path}`, { headers: { Origin: app } });
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': app,
      'access-control-allow-credentials': 'true',
      vary: 'Origin',
    });
  });

  it('adds to the Vary of a route', async () => {
    expect((await ask(`${base}/vary`)).headers['vary']).toBe('Origin, Accept-Encoding');
  });

  it('says all that its answer varies by', async () => {
    const echoing = createReferenceServer(corsFor(policies.development));
    const url = await urlOf(echoing.listen(0, '127.0.0.1'));
    const headers = { Origin: local, 'Access-Control-Request-Method': 'PUT' };
    const answer = await ask(`${url}/resource`, { method: 'OPTIONS', headers });
    echoing.close();
    expect(answer.headers['vary']).toBe(
      'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
    );
  });

  it('answers a preflight with 204 wherever it goes, before any route', async () => {
    const headers = { Origin: app, 'Access-Control-Request-Method': 'PUT' };
    const answers = ['/resource', '/missing', '/private', '/crash'].map((path) =>
      ask(`${base}${path}`, { method: 'OPTIONS', headers }),
    );
    expect((await Promise.all(answers)).map((answer) => [answer.status, answer.body.length])).toEqual(
      Array.from({ length: 4 }, () => [204, 0]),
    );
  });

  it('lets an OPTIONS that is no preflight reach the resource', async () => {
    const answer = await ask(`${base}/resource`, { method: 'OPTIONS', headers: { Origin: app } });
    expect([answer.status, answer.json()]).toEqual([200, { method: 'OPTIONS', writes: 0 }]);
  });

  it('never speaks of private networks', async () => {
    const headers = {
      Origin: app,
      'Access-Control-Request-Method': 'PUT',
      'Access-Control-Request-Private-Network': 'true',
    };
    const answer = await ask(`${base}/resource`, { method: 'OPTIONS', headers });
    expect(Object.keys(answer.headers).filter((name) => name.includes('private-network'))).toEqual([]);
  });
});
