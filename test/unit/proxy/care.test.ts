import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, it, vi } from 'vitest';
import { answering, api, openClient, openTlsClient, startProxy, startRaw } from './rig.ts';

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
const preflight = 'Origin: https://a.test\r\nAccess-Control-Request-Method: PUT\r\n';

describe('what corspec serves', () => {
  it.each(['http://localhost:8080', 'http://[::1]:8080', 'http://a_-"{}+!~;&\'(),$=`b.test'])(
    'is everything on the page origin %s',
    async (origin) => {
      const proxy = await startProxy();
      proxy.addPages(origin);
      const client = await openClient(proxy);
      client.send(`POST ${origin}/x?y HTTP/1.1\r\nContent-Length: 4\r\n\r\n\xc3\xa9{}`);
      expect(await client.until('{}')).toBe(
        `HTTP/1.1 200 OK\r\nContent-Length: ${origin.length + 15}\r\n\r\n${origin} POST /x?y \xc3\xa9{}`,
      );
      expect(proxy.exchanges).toEqual([]);
    },
  );

  it('is what has the prefix on a target, and nothing else there', async () => {
    const proxy = await startProxy();
    proxy.addTarget('https://api.test:8443', await startRaw(answering(ok)));
    const client = await openTlsClient(proxy, 'api.test:8443', 'api.test');
    client.send('GET /.corspec/page HTTP/1.1\r\n\r\n');
    await client.until('https://api.test:8443 GET /.corspec/page');
    client.send('GET /corspec HTTP/1.1\r\n\r\n');
    await client.until('ok');
    expect(proxy.exchanges.map(({ request }) => request.url)).toEqual(['https://api.test:8443/corspec']);
  });

  it('is a 500 with the reason when it fails, and the connection goes on', async () => {
    let fail = true;
    const proxy = await startProxy({
      serve() {
        if (!fail) return { status: 204, headers: { 'X-A': 'b' }, body: '' };
        throw new Error('no such page');
      },
    });
    proxy.addPages('http://a.test');
    const client = await openClient(proxy);
    client.send('GET http://a.test/ HTTP/1.1\r\n\r\n');
    expect(await client.until('no such page')).toMatch(/^HTTP\/1\.1 500 /);
    fail = false;
    client.send('GET http://a.test/ HTTP/1.1\r\n\r\n');
    await client.until('HTTP/1.1 204 No Content\r\nX-A: b\r\n\r\n');
  });
});

describe('a destination that nobody declared', () => {
  it('gets nothing, is told of and counted', async () => {
    const proxy = await startProxy();
    for (let count = 1; count <= 2; count += 1) {
      const client = await openClient(proxy);
      client.send('POST http://update.test:81/x HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi');
      expect(await client.closed()).toMatch(
        /^HTTP\/1\.1 403 .*http:\/\/update\.test:81 is not a declared origin/s,
      );
    }
    expect([...proxy.refused()]).toEqual([['http://update.test:81', 2]]);
    expect(proxy.exchanges[0]).toMatchObject({
      check: null,
      request: { method: 'POST', url: 'http://update.test:81/x' },
      failure: { kind: 'destination-refused' },
    });
  });

  it('is refused at CONNECT', async () => {
    const proxy = await startProxy();
    const client = await openClient(proxy);
    client.send('CONNECT accounts.test:443 HTTP/1.1\r\n\r\n');
    expect(await client.closed()).toMatch(/^HTTP\/1\.1 403 /);
    expect(await proxy.next()).toMatchObject({
      request: { method: 'CONNECT', url: 'https://accounts.test' },
      failure: { kind: 'destination-refused' },
    });
  });

  it('is refused inside a tunnel whose other scheme is declared', async () => {
    const proxy = await startProxy();
    proxy.addPages('https://a.test:8443');
    const client = await openClient(proxy);
    client.send('CONNECT a.test:8443 HTTP/1.1\r\n\r\n');
    await client.until('\r\n\r\n');
    client.send('GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n');
    await client.closed();
    expect([...proxy.refused()]).toEqual([['http://a.test:8443', 1]]);
  });

  it.each(['GET / HTTP/1.1', 'GET nonsense', '\x16\x03\x01', 'CONNECT / HTTP/1.1'])(
    'is none: %j is answered with 400',
    async (line) => {
      const proxy = await startProxy();
      const client = await openClient(proxy);
      client.send(`${line}\r\nHost: a.test\r\n\r\n`);
      expect(await client.closed()).toMatch(/^HTTP\/1\.1 400 /);
      expect(proxy.exchanges).toEqual([]);
    },
  );
});

describe('a read-only target', () => {
  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'patch'])('never gets a %s', async (method) => {
    const proxy = await startProxy();
    const server = await startRaw(answering(ok));
    proxy.addTarget(api, { ...server, readOnly: true });
    const client = await openClient(proxy);
    const body = 'x'.repeat(300_000);
    client.send(`${method} ${api}/ HTTP/1.1\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    expect(await client.closed()).toMatch(/^HTTP\/1\.1 403 .*Connection: close.*read-only/s);
    const { request, response, failure } = await proxy.next();
    expect([request.bodyBytes, response, failure?.kind]).toEqual([body.length, undefined, 'held-back']);
    expect(server.connections).toEqual([]);
  });

  it.each(['GET', 'HEAD', 'OPTIONS'])('gets a %s', async (method) => {
    const proxy = await startProxy();
    const server = await startRaw(answering('HTTP/1.1 204 No\r\n\r\n'));
    proxy.addTarget(api, { ...server, readOnly: true });
    (await openClient(proxy)).send(`${method} ${api}/ HTTP/1.1\r\n\r\n`);
    expect((await proxy.next()).response?.status).toBe(204);
  });
});

describe('added headers', () => {
  const addHeaders = [['Authorization', 'Bearer s3cret!'], ['X-Tenant', 'one']] as const; // prettier-ignore

  it('go to the target, and are masked in what is recorded, echoes included', async () => {
    const proxy = await startProxy();
    const echo = 'got Bearer s3cret!';
    const server = await startRaw(
      answering(`HTTP/1.1 200 OK\r\nContent-Length: ${echo.length}\r\n\r\n${echo}`),
    );
    proxy.addTarget(api, { ...server, addHeaders });
    proxy.addChecks(['c'], server);
    (await openClient(proxy)).send(`GET ${api}/?corspec-check=c HTTP/1.1\r\nx-tenant: two\r\n\r\n`);
    const exchange = await proxy.next();
    expect(server.received()).toBe(
      'GET / HTTP/1.1\r\nx-tenant: two\r\nAuthorization: Bearer s3cret!\r\n\r\n',
    );
    expect(exchange.request.headers).toEqual([['x-tenant', 'two'], ['Authorization', '***']]); // prettier-ignore
    expect(exchange.response?.body).toBe('got ***');
  });

  it('are never on a preflight', async () => {
    const proxy = await startProxy();
    const server = await startRaw(answering(ok));
    proxy.addTarget(api, { ...server, addHeaders });
    proxy.addChecks(['c'], server);
    (await openClient(proxy)).send(`OPTIONS ${api}/?corspec-check=c HTTP/1.1\r\n${preflight}\r\n`);
    const { request } = await proxy.next();
    expect(server.received()).toBe(`OPTIONS / HTTP/1.1\r\n${preflight}\r\n`);
    expect(request.headers.length).toBe(2);
  });

  it.each(['/', '/?corspec-check=', '/?corspec-check=guessed', '/?corspec-check=other'])(
    'are not on what carries no check of this target: %s',
    async (path) => {
      const proxy = await startProxy();
      const server = await startRaw(answering(ok));
      proxy.addTarget(api, { ...server, addHeaders });
      proxy.addChecks(['other'], { url: 'http://127.0.0.1:9' });
      (await openClient(proxy)).send(`GET ${api}${path} HTTP/1.1\r\n\r\n`);
      const { request } = await proxy.next();
      expect(server.received()).toBe('GET / HTTP/1.1\r\n\r\n');
      expect(request.headers).toEqual([]);
    },
  );

  it('are not on what comes through a tunnel without a check', async () => {
    const proxy = await startProxy();
    const server = await startRaw(answering(ok));
    proxy.addTarget('https://api.test', { ...server, addHeaders });
    const client = await openTlsClient(proxy, 'api.test:443', 'api.test');
    client.send('GET / HTTP/1.1\r\n\r\n');
    await client.until('ok');
    expect(server.received()).toBe('GET / HTTP/1.1\r\n\r\n');
  });
});

describe('the exchanges of a check', () => {
  it('are told by the parameter, which the target does not see, and forgotten once taken', async () => {
    const proxy = await startProxy();
    const server = await startRaw(answering(ok));
    proxy.addTarget(api, server);
    proxy.addChecks(['c1', 'c2'], server);
    const client = await openClient(proxy);
    for (const check of ['c1', 'c2', 'c1']) {
      client.forget();
      client.send(`GET ${api}/x?a=%7e&corspec-check=${check} HTTP/1.1\r\n\r\n`);
      await client.until('ok');
    }
    expect(server.received()).toBe('GET /x?a=%7e HTTP/1.1\r\n\r\n'.repeat(3));
    const taken = await proxy.take('c1');
    expect(taken.map(({ sequence, request }) => [sequence, request.url])).toEqual([
      [1, `${api}/x?a=%7e`],
      [3, `${api}/x?a=%7e`],
    ]);
    expect(await proxy.take('c1')).toEqual([]);
    expect((await proxy.take('c2')).length).toBe(1);
  });

  it('are those that corspec named: of any other, nothing is kept', async () => {
    const proxy = await startProxy();
    const server = await startRaw(answering(ok));
    proxy.addTarget(api, server);
    (await openClient(proxy)).send(`GET ${api}/?corspec-check=guessed HTTP/1.1\r\n\r\n`);
    expect((await proxy.next()).check).toBe(null);
    expect(await proxy.take('guessed')).toEqual([]);
  });

  it('are waited for while they are under way', async () => {
    const proxy = await startProxy();
    const server = await startRaw(() => undefined);
    proxy.addTarget(api, server);
    proxy.addChecks(['c'], server);
    const client = await openClient(proxy);
    client.send(`GET ${api}/?corspec-check=c HTTP/1.1\r\n\r\n`);
    await vi.waitFor(() => expect(server.received()).toContain('GET /'));
    expect(await proxy.take('c', 1)).toEqual([]);
    const taking = proxy.take('c', 10_000);
    server.connections[0]?.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhalf');
    expect((await taking)[0]?.response?.body).toBe('half');
  });

  it('count as far as they came when their response has a head and no end, and are cut', async () => {
    const proxy = await startProxy();
    const server = await startRaw((socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\n\r\nha'));
    });
    proxy.addTarget(api, server);
    proxy.addChecks(['c'], server);
    const client = await openClient(proxy);
    client.send(`GET ${api}/?corspec-check=c HTTP/1.1\r\n\r\n`);
    await client.until('ha');
    const [taken] = await proxy.take('c', 1);
    expect(taken?.response).toMatchObject({ status: 200, body: 'ha' });
    expect(taken?.failure?.kind).toBe('aborted');
    await vi.waitFor(() => expect(server.connections[0]?.destroyed).toBe(true));
    expect(await proxy.take('c', 1)).toEqual([]);
  });
});

describe('the proxy', () => {
  it('listens on loopback alone', async () => {
    const proxy = await startProxy();
    const elsewhere = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ family, address }) => family === 'IPv4' && address !== '127.0.0.1')
      .map(({ address }) => address);
    for (const host of [...elsewhere, '127.0.0.2']) {
      const refused = await new Promise<boolean>((resolve) => {
        const socket = connect({ host, port: proxy.port });
        socket.once('error', () => resolve(true)).once('connect', () => resolve(!socket.destroy()));
      });
      expect(refused).toBe(true);
    }
  });

  it('ends everything at once when it is closed', async () => {
    const proxy = await startProxy();
    proxy.addTarget(api, await startRaw(() => undefined));
    const [busy, idle] = [await openClient(proxy), await openClient(proxy)];
    busy.send(`GET ${api}/?corspec-check=c HTTP/1.1\r\n\r\n`);
    await proxy.close();
    await expect(Promise.all([busy.closed(), idle.closed()])).resolves.toHaveLength(2);
  });

  it('names what it cannot take for an origin or a place', async () => {
    const proxy = await startProxy();
    expect(() => proxy.addPages('a.test')).toThrow('"a.test" is not an http or https origin');
    expect(() => proxy.addTarget(api, { url: 'ftp://a.test' })).toThrow(
      '"ftp://a.test" is not a valid server URL',
    );
  });

  it('makes another key each time', async () => {
    const [one, other] = await Promise.all([startProxy(), startProxy()]);
    expect(one.certificateFingerprint).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    expect(one.certificateFingerprint).not.toBe(other.certificateFingerprint);
  });
});

describe('a proxy that forgets, for another run', () => {
  it('refuses what was declared before, and counts from the beginning', async () => {
    const proxy = await startProxy();
    proxy.addPages('http://a.test');
    proxy.addTarget(api, await startRaw(answering(ok)));
    proxy.forget();
    for (const origin of ['http://a.test', api]) {
      const client = await openClient(proxy);
      client.send(`GET ${origin}/ HTTP/1.1\r\n\r\n`);
      expect(await client.closed()).toMatch(/^HTTP\/1\.1 403 /);
    }
    expect([...proxy.refused()]).toEqual([
      ['http://a.test', 1],
      [api, 1],
    ]);
  });

  it('keeps no exchange of a check, and knows its id no more', async () => {
    const proxy = await startProxy();
    const target = await startRaw(answering(ok));
    const declare = () => proxy.addTarget(api, target);
    declare();
    proxy.addChecks(['old'], target);
    const client = await openClient(proxy);
    client.send(`GET ${api}/?corspec-check=old HTTP/1.1\r\n\r\n`);
    expect((await proxy.next()).check).toBe('old');
    proxy.forget();
    expect(await proxy.take('old')).toEqual([]);
    declare();
    const other = await openClient(proxy);
    other.send(`GET ${api}/?corspec-check=old HTTP/1.1\r\n\r\n`);
    expect((await proxy.next()).check).toBeNull();
  });

  it('closes the connections to targets', async () => {
    const proxy = await startProxy();
    const target = await startRaw(answering(ok));
    proxy.addTarget(api, target);
    const client = await openClient(proxy);
    client.send(`GET ${api}/ HTTP/1.1\r\n\r\n`);
    await client.until('ok');
    const [connection] = target.connections;
    const closed = new Promise((resolve) => connection?.once('close', resolve));
    expect(connection?.destroyed).toBe(false);
    proxy.forget();
    await closed;
  });
});

describe('a proxy that forgets checks, for the next targets of a run', () => {
  it('closes the connections to targets, and does not assign further requests to these checks', async () => {
    const target = await startRaw(answering(ok));
    const proxy = await startProxy();
    proxy.addTarget(api, target);
    proxy.addChecks(['one'], target);
    const client = await openClient(proxy);
    const ask = async () => {
      client.forget();
      client.send(`GET ${api}/?corspec-check=one HTTP/1.1\r\n\r\n`);
      await client.until('ok');
    };
    await ask();
    expect(await proxy.take('one')).toHaveLength(1);
    const closed = new Promise((resolve) => target.connections[0]?.once('close', resolve));
    proxy.forgetChecks();
    await closed;
    // The target is still known, and the connection of the browser can be used again.
    await ask();
    expect(target.connections).toHaveLength(2);
    expect(proxy.exchanges.map(({ check }) => check)).toEqual(['one', null]);
    expect(await proxy.take('one')).toEqual([]);
  });
});
