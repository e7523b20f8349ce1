import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { packageRoot } from '../../src/package.ts';
import {
  ask,
  implementations,
  isMissing,
  startProgram,
  type Answered,
  type Asked,
  type Program,
} from './program.ts';

// Programs start slowly on a busy machine, and that is no failure.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const aJsonType: unknown = expect.stringContaining('application/json');
const somethingThere: unknown = expect.stringMatching(/./);
const writingMethods = ['POST', 'PUT', 'PATCH', 'DELETE'];
const bodies: [type: string | undefined, body: string][] = [
  ['application/json', '{"a": 1}'],
  ['application/json', '{ invalid JSON'],
  ['application/x-www-form-urlencoded', 'a=1&b=2'],
  ['multipart/form-data; boundary=x', '--x--'],
  ['text/plain;charset=UTF-8', 'text'],
  ['application/x-unheard-of', '?'],
  ['no media type', '?'],
  ['a/b; charset', '?'],
  [undefined, 'no type at all'],
  ['application/octet-stream', 'x'.repeat(2_000_000)],
];
const assets = [
  ['image.png', 'image/png'],
  ['script.js', 'text/javascript'],
  ['module.js', 'text/javascript'],
  ['style.css', 'text/css'],
  ['font.woff2', 'font/woff2'],
] as const;

for (const id of implementations) {
  const title = `the routes of ${id}`;
  describe.skipIf(isMissing(id))(isMissing(id) ? `${title} (left out: not installed)` : title, () => {
    let program: Program;
    const get = (path: string, asked?: Asked): Promise<Answered> =>
      ask(`${program.url('default')}${path}`, asked);

    beforeAll(async () => {
      program = await startProgram(id, { default: {} });
    });
    afterAll(() => program.end());

    it.each(['GET', ...writingMethods])('/resource answers %s with its headers', async (method) => {
      const { status, headers, json } = await get(`/resource?id=${method}`, { method });
      expect(status).toBe(200);
      expect(json()).toEqual({ method, writes: writingMethods.includes(method) ? 1 : 0 });
      expect(headers).toMatchObject({
        'content-type': aJsonType,
        'x-total-count': '42',
        'x-request-id': somethingThere,
        etag: '"corspec"',
        'cache-control': 'no-store',
      });
    });

    it('/resource answers HEAD like GET, without a body', async () => {
      const { status, headers, body } = await get('/resource', { method: 'HEAD' });
      expect([status, headers['x-total-count'], body.length]).toEqual([200, '42', 0]);
    });

    it('/resource counts the writes of each id by itself', async () => {
      for (const method of writingMethods) await get('/resource?id=one', { method });
      await get('/resource?id=two', { method: 'POST' });
      expect((await get('/resource?id=one')).json()).toEqual({ method: 'GET', writes: 4 });
      expect((await get('/resource?id=two')).json()).toEqual({ method: 'GET', writes: 1 });
    });

    it.each(bodies)('/resource accepts a body of type %s', async (type, body) => {
      const headers = type === undefined ? {} : { 'Content-Type': type };
      for (const method of ['POST', 'DELETE']) {
        const length = { 'Content-Length': String(Buffer.byteLength(body)) };
        expect((await get('/resource', { method, body, headers: { ...headers, ...length } })).status).toBe(
          200,
        );
      }
    });

    it.each([
      [undefined, null],
      ['session=abc', 'abc'],
      ['other=1; session=abc; more=2', 'abc'],
      ['othersession=abc', null],
    ])('/whoami reads the Cookie %s', async (cookie, session) => {
      const answer = await get('/whoami', { headers: cookie === undefined ? {} : { Cookie: cookie } });
      expect([answer.status, answer.json()]).toEqual([200, { session }]);
    });

    it.each([
      ['GET', '', 's'],
      ['POST', '?value=alice', 'alice'],
      ['GET', '?value=a%3B%20Domain%3Dx', 's'],
    ])('/login answers %s %s with a cookie', async (method, query, session) => {
      const answer = await get(`/login${query}`, { method });
      expect([answer.status, answer.json()]).toEqual([200, { session }]);
      const [pair, ...attributes] = String(answer.headers['set-cookie']).split(/; */);
      expect(pair).toBe(`session=${session}`);
      expect(attributes.map((each) => each.toLowerCase()).sort()).toEqual([
        'path=/',
        'samesite=none',
        'secure',
      ]);
    });

    it.each([
      ['/missing', 404],
      ['/denied', 403],
      ['/crash', 500],
      ['/private', 401],
    ])('%s answers %i', async (path, status) => {
      expect((await get(path)).status).toBe(status);
    });

    it('/private lets in whoever has an Authorization', async () => {
      expect((await get('/private', { headers: { Authorization: 'Bearer x' } })).status).toBe(200);
    });

    it.each([
      ['?to=/whoami', 302, '/whoami'],
      [
        '?to=https%3A%2F%2Fother.test%2Fresource%3Fid%3D1&status=307',
        307,
        'https://other.test/resource?id=1',
      ],
      ['?to=/resource&status=301', 301, '/resource'],
      ['?to=/resource&status=200', 302, '/resource'],
      ['?to=/a%0D%0AX-Injected:1', 302, '/a%0D%0AX-Injected:1'],
    ])('/redirect%s answers %i', async (query, status, location) => {
      const answer = await get(`/redirect${query}`);
      expect([answer.status, answer.headers['location']]).toEqual([status, location]);
    });

    it('/redirect answers other methods too', async () => {
      expect((await get('/redirect?to=/resource&status=308', { method: 'PUT' })).status).toBe(308);
    });

    it('/stream sends two events and ends', async () => {
      const { headers, body } = await get('/stream');
      expect(headers['content-type']).toContain('text/event-stream');
      expect(body.toString()).toBe('data: first\n\ndata: second\n\n');
    });

    it('/slow waits for as long as it is told', async () => {
      expect((await get('/slow?ms=1')).json()).toEqual({ ms: 1 });
      expect((await get('/slow?ms=nonsense')).json()).toEqual({ ms: 0 });
    });

    it('/vary has what the handler put into Vary', async () => {
      expect((await get('/vary')).headers['vary']).toMatch(/\bAccept-Encoding\b/i);
    });

    it('/cacheable may be cached for a minute', async () => {
      expect((await get('/cacheable')).headers['cache-control']).toBe('max-age=60');
    });

    it('/conditional answers its ETag with 304', async () => {
      const { status, headers, json } = await get('/conditional');
      expect([status, headers['etag'], headers['cache-control'], json()]).toEqual([
        200,
        '"corspec"',
        'no-cache',
        { conditional: true },
      ]);
      const again = await get('/conditional', { headers: { 'If-None-Match': '"corspec"' } });
      expect([again.status, again.body.length]).toEqual([304, 0]);
      expect((await get('/conditional', { headers: { 'If-None-Match': '"other"' } })).status).toBe(200);
    });

    it.each([
      ['application/json', '{"a": 1}', [200]],
      ['application/json', '{"a": ', [400, 422]],
      ['application/json', JSON.stringify('x'.repeat(20_000)), [413]],
      ['text/plain', 'hello', [415]],
    ])('/parse parses JSON and nothing else: %s', async (type, body, statuses) => {
      const headers = { 'Content-Type': type, 'Content-Length': String(Buffer.byteLength(body)) };
      expect(statuses).toContain((await get('/parse', { method: 'POST', headers, body })).status);
    });

    it('/limited answers 429 with Retry-After', async () => {
      const { status, headers } = await get('/limited');
      expect([status, headers['retry-after']]).toEqual([429, '30']);
    });

    it('/dir redirects to the same path with a slash, with its query', async () => {
      const { status, headers } = await get('/dir?id=1');
      expect([301, 302, 303, 307, 308]).toContain(status);
      expect(new URL(headers['location'] ?? '', 'http://target').pathname).toBe('/dir/');
      expect((await get('/dir/')).body.toString()).toContain('The page of a folder.');
    });

    it('/file.txt is sent from a folder', async () => {
      const { status, headers, body } = await get('/file.txt');
      expect([status, headers['content-type']?.split(';')[0], body.toString()]).toEqual([
        200,
        'text/plain',
        'A static file.\n',
      ]);
    });

    it.each([
      [undefined, 200, undefined, 844],
      ['bytes=0-9', 206, 'bytes 0-9/844', 10],
      ['bytes=-10', 206, 'bytes 834-843/844', 10],
      ['bytes=100-', 206, 'bytes 100-843/844', 744],
      ['bytes=1000000000-', 416, 'bytes */844', undefined],
    ])('/media.wav answers Range %s with %i', async (range, status, contentRange, length) => {
      const answer = await get('/media.wav', { headers: range === undefined ? {} : { Range: range } });
      expect([answer.status, answer.headers['content-range']]).toEqual([status, contentRange]);
      if (length !== undefined) expect(answer.body.length).toBe(length);
    });

    it('/raw sends the events of /stream', async () => {
      const { headers, body } = await get('/raw');
      expect(headers['content-type']).toContain('text/event-stream');
      expect(body.toString()).toBe('data: first\n\ndata: second\n\n');
    });

    it('/download is a file to save', async () => {
      const { status, headers, body } = await get('/download');
      expect(status).toBe(200);
      expect(headers['content-disposition']).toMatch(/^attachment; filename="?report\.csv"?$/);
      expect(body.toString()).toBe('name,value\nfirst,1\nsecond,2\n');
    });

    it.each(assets)('/%s is there with its type', async (name, type) => {
      const { status, headers, body } = await get(`/${name}`);
      expect([status, headers['content-type']?.split(';')[0]]).toEqual([200, type]);
      expect(body.equals(readFileSync(join(packageRoot, 'servers/shared/assets', name)))).toBe(true);
    });

    it.each([
      ['', 'callback'],
      ['?callback=app.loaded_1', 'app.loaded_1'],
    ])('/jsonp%s calls the function', async (query, name) => {
      const { headers, body } = await get(`/jsonp${query}`);
      expect(headers['content-type']).toContain('text/javascript');
      expect(body.toString()).toBe(`${name}({"jsonp":true});\n`);
    });

    it('/jsonp refuses an invalid function name', async () => {
      expect((await get('/jsonp?callback=alert(1)//')).status).toBe(400);
    });
  });
}
