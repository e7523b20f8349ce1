import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { logIn } from '../../../src/targets/login.ts';
import type { LoginRequest, UrlTarget } from '../../../src/targets/target-request.ts';

const login: LoginRequest = { method: 'POST', path: '/login', type: 'application/json', body: '{"a":"ü"}' };
const options = { timeoutMs: 2000, signal: new AbortController().signal };

interface Asked extends Pick<IncomingMessage, 'method' | 'url' | 'headers'> {
  readonly body: string;
}

/** A target whose server answers the login in one way, and what it was asked. */
async function served(
  status: number,
  setCookie: readonly string[],
): Promise<{ target: UrlTarget; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { method, url, headers } = request;
      asked.push({ method, url, headers, body: Buffer.concat(parts).toString('utf8') });
      response.writeHead(status, { 'Set-Cookie': [...setCookie] }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/things`;
  const headers = [['X-Tenant', 'a']] as const;
  return { target: { kind: 'url', url, routes: {}, allowWrites: false, headers, insecure: false, login }, asked };
} // prettier-ignore

it('keeps the cookies that a login sets, beside those that were given', async () => {
  const set = ['sid=abc; Path=/; HttpOnly', 'old=; Max-Age=0', 'theme = dark', 'empty='];
  const { target, asked } = await served(303, set);
  const found = await logIn([{ ...target, cookies: [['a', 'b']] }], options);
  expect(found).toMatchObject({ ok: true, value: [{ cookies: [['a', 'b'], ['sid', 'abc'], ['theme', 'dark']] }] }); // prettier-ignore
  expect(asked).toMatchObject([
    {
      method: 'POST',
      url: '/login',
      body: '{"a":"ü"}',
      headers: { 'content-type': 'application/json', 'content-length': '10', 'x-tenant': 'a' },
    },
  ]);
  expect(asked[0]?.headers).not.toHaveProperty('origin');
});

it.each<[string, number, readonly string[], RegExp]>([
  ['is refused', 401, ['sid=abc'], /^--login POST \/login: the server responded with status 401\./],
  ['sets no cookie', 200, [], /sets no cookie\. If the API expects a token/],
])('says where a login fails that %s', async (_, status, cookies, reason) => {
  const { target } = await served(status, cookies);
  expect(await logIn([target], options)).toEqual({ ok: false, reason: expect.stringMatching(reason) });
});

it('says that the server of a login does not respond, without what was sent', async () => {
  const { target } = await served(200, []);
  const found = await logIn([{ ...target, url: 'http://127.0.0.1:1/' }], options);
  expect(found).toEqual({ ok: false, reason: expect.stringMatching(/^--login POST \/login: .*refused/) });
  expect(JSON.stringify(found)).not.toContain('ü');
});
