import { describe, expect, it } from 'vitest';
import { parseResponseHead } from '../../../src/http1/http-head.ts';
import { takeCheck } from '../../../src/results/check-parameter.ts';
import { type Asked, redirectTarget, relayRedirect } from '../../../src/proxy/redirects.ts';
import { answering, api, openClient, startProxy, startRaw } from './rig.ts';

const asked: Asked = { destination: { origin: api, path: '/a/b?q=1' }, place: api, check: 'c-1' };

function redirect(lines: string, status = 302, about: Partial<Asked> = {}) {
  const bytes = Buffer.from(`HTTP/1.1 ${status} Found\r\n${lines}\r\n\r\n`, 'latin1');
  const head = parseResponseHead(bytes);
  if (head === null) throw new Error('no head');
  const relayed = relayRedirect({ head, bytes }, { ...asked, ...about });
  return { recorded: relayed.head.headers, toBrowser: relayed.bytes.toString('latin1'), relayed };
}

/** The Location that the browser gets. */
function location(value: string, about: Partial<Asked> = {}): string {
  const { toBrowser } = redirect(`Location: ${value}`, 302, about);
  return toBrowser.slice('HTTP/1.1 302 Found\r\nLocation: '.length, -4);
}

describe('the Location that the browser gets', () => {
  it.each([
    ['/items/', '/items/?corspec-check=c-1'],
    ['items/', 'items/?corspec-check=c-1'],
    ['?', '?&corspec-check=c-1'],
    ['?x', '?x&corspec-check=c-1'],
    ['/x?q=%7e&&r', '/x?q=%7e&&r&corspec-check=c-1'],
    ['/x#f?g', '/x?corspec-check=c-1#f?g'],
    ['/x?y#', '/x?y&corspec-check=c-1#'],
    ['http://api.example.test', 'http://api.example.test?corspec-check=c-1'],
    ['//other.test/x', '//other.test/x?corspec-check=c-1'],
    ['HTTPS:\\\\other.test\\x', 'HTTPS:\\\\other.test\\x?corspec-check=c-1'],
    ['http:relative', 'http:relative?corspec-check=c-1'],
    ['/caf\u00C3\u00A9', '/caf\u00C3\u00A9?corspec-check=c-1'],
    ['/\u00FF?\u00E9', '/\u00FF?\u00E9&corspec-check=c-1'],
    ['/a b', '/a b?corspec-check=c-1'],
    ['/a\u0001', '/a?corspec-check=c-1\u0001'],
    ['http://user:pass@other.test/', 'http://user:pass@other.test/?corspec-check=c-1'],
    ['/a\r\n b', '/a\r\n b?corspec-check=c-1'],
  ])('%j has the check: %j', (value, wanted) => {
    expect(location(value)).toBe(wanted);
  });

  it.each(['', '#', '#top', 'data:text/plain,hello', 'javascript:alert(1)', 'mailto:a@b.test', 'about:blank',
    'ftp://api.example.test/x', 'http://[', 'http://api.example.test:99999/', 'java\tscript:alert(1)'])(
    '%j stays as it is', (value) => {
      expect(location(value)).toBe(value);
    },
  ); // prettier-ignore

  it('has no other check that a target puts there, and has its own once', () => {
    expect(location('/x?corspec-check=other&y&corspec-check=c-1')).toBe('/x?y&corspec-check=c-1');
  });

  it.each(['/x', '/x?', '/x?a', '/x?&', '/x?a&', '/x??b=c'])('%j comes back as it was', (value) => {
    expect(takeCheck(location(value))).toEqual({ check: 'c-1', path: value });
  });

  it('is changed in every line, whatever the case of its name, and in no other header', () => {
    const lines = 'X-Location: /a\r\nLOCATION : /a\r\nContent-Location: /a\r\nlocation:/b';
    expect(redirect(lines).toBrowser).toBe(
      'HTTP/1.1 302 Found\r\nX-Location: /a\r\nLOCATION : /a?corspec-check=c-1\r\nContent-Location: /a\r\nlocation:/b?corspec-check=c-1\r\n\r\n',
    );
  });

  it.each([200, 201, 300, 304, 309])('stays as it is with status %i, where scripts may read it', (status) => {
    expect(redirect('Location: /x', status).toBrowser).toContain('Location: /x\r\n');
  });

  it('stays as it is where the request has no check', () => {
    expect(location('/x', { check: null })).toBe('/x');
  });

  it('takes time in proportion to its length', () => {
    const value = `/${' '.repeat(200_000)}x`;
    expect(location(value)).toBe(`${value}?corspec-check=c-1`);
  });
});

it('the record keeps what the target sent', () => {
  expect(redirect('Location: /x#f').recorded).toEqual([['Location', '/x#f']]);
});

describe('a target behind a name that corspec gave it', () => {
  const behind = {
    destination: { origin: 'https://t-1.example.test', path: '/items' },
    place: 'http://127.0.0.1:8000',
  };

  it.each([
    ['http://t-1.example.test/items/', 'https://t-1.example.test/items/'],
    ['http://127.0.0.1:8000/items/?x#f', 'https://t-1.example.test/items/?x#f'],
    ['https://t-1.example.test/items/', 'https://t-1.example.test/items/'],
    ['/items/', '/items/'],
    ['http://other.test/', 'http://other.test/'],
    ['http://u@t-1.example.test/', 'http://u@t-1.example.test/'],
  ])('names itself in Location: %s is %s, in the record as well', (value, wanted) => {
    const { recorded, toBrowser } = redirect(`Location: ${value}`, 307, { ...behind, check: null });
    expect(recorded).toEqual([['Location', wanted]]);
    expect(toBrowser).toContain(`Location: ${wanted}\r\n`);
  });
});

it('where a redirect leads is resolved as browsers do it', () => {
  const target = (lines: string, status?: number) =>
    redirectTarget(redirect(lines, status, { check: null }).relayed, asked.destination)?.href;
  expect(target('Location: x')).toBe(`${api}/a/x`);
  expect(target('Location: x', 200)).toBeUndefined();
  expect(target('Location: data:,x')).toBeUndefined();
  expect(target('X: y')).toBeUndefined();
});

describe('through the proxy', () => {
  const moved = (to: string) => `HTTP/1.1 307 Moved\r\nLocation: ${to}\r\nContent-Length: 0\r\n\r\n`;

  it('the request that a redirect leads to is the check’s, and the target sees nothing of it', async () => {
    const proxy = await startProxy();
    const server = await startRaw(answering(moved('/items/?x')));
    proxy.addTarget(api, server);
    proxy.addChecks(['c1'], server);
    const client = await openClient(proxy);
    client.send(`GET ${api}/items?corspec-check=c1 HTTP/1.1\r\n\r\n`);
    await client.until('Location: /items/?x&corspec-check=c1\r\n');
    client.send(`OPTIONS ${api}/items/?x&corspec-check=c1 HTTP/1.1\r\n\r\n`);
    await proxy.next();
    await proxy.next();
    expect(proxy.exchanges.map(({ check, request }) => [check, request.url])).toEqual([
      ['c1', `${api}/items`],
      ['c1', `${api}/items/?x`],
    ]);
    expect(proxy.exchanges[0]?.response?.headers[0]).toEqual(['Location', '/items/?x']);
    expect(server.received()).not.toContain('corspec');
  });

  it('a target is followed to https on its own host, read-only and without what the operator adds', async () => {
    const proxy = await startProxy();
    const secure = await startRaw(answering('HTTP/1.1 204 No\r\n\r\n'), true);
    const plain = await startRaw(answering(moved(`${secure.url}/x`)));
    const upstream = { ...plain, insecure: true, readOnly: true, addHeaders: [['X-Key', 'secret'] as const] };
    proxy.addTarget(plain.url, upstream);
    expect(proxy.isTarget(secure.url)).toBe(false);
    const client = await openClient(proxy);
    client.send(`GET ${plain.url}/ HTTP/1.1\r\n\r\n`);
    await client.until('Location');
    expect(proxy.isTarget(secure.url)).toBe(true);
    client.send(`GET ${secure.url}/x HTTP/1.1\r\n\r\n`);
    await client.until('204');
    expect(secure.received()).not.toContain('secret');
    client.send(`PUT ${secure.url}/x HTTP/1.1\r\n\r\n`);
    await client.until('read-only');
  });

  it.each([
    ['another host', 'https://localhost:1'],
    ['another port by http', 'http://127.0.0.1:1'],
  ])('and not to %s', async (_, origin) => {
    const proxy = await startProxy();
    const server = await startRaw(answering(moved(`${origin}/x`)));
    proxy.addTarget(server.url, server);
    const client = await openClient(proxy);
    client.send(`GET ${server.url}/ HTTP/1.1\r\n\r\n`);
    await client.until('Location');
    expect(proxy.isTarget(origin)).toBe(false);
  });
});
