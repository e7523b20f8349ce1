import { once } from 'node:events';
import { createSecureServer, createServer } from 'node:http2';
import type {
  Http2Server,
  Http2SecureServer,
  ServerHttp2Session,
  ServerHttp2Stream,
  IncomingHttpHeaders,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeCertificate } from '../../../src/proxy/certificate.ts';
import type { RecordingProxyOptions } from '../../../src/proxy/index.ts';
import { api, openClient, startProxy, startRaw } from './rig.ts';
import type { Proxy } from './rig.ts';

type Behave = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void;

/** A server that speaks HTTP/2 alone. */
async function startHttp2(
  behave: Behave,
  isSecure = false,
): Promise<{ url: string; sessions: ServerHttp2Session[] }> {
  const { key, certificate } = makeCertificate();
  const server: Http2Server | Http2SecureServer = isSecure
    ? createSecureServer({ key, cert: certificate })
    : createServer();
  const sessions: ServerHttp2Session[] = [];
  server.on('session', (session: ServerHttp2Session) => {
    session.on('error', () => undefined);
    sessions.push(session);
  });
  server.on('sessionError', () => undefined);
  server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    stream.on('error', () => undefined);
    behave(stream, headers);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const session of sessions) session.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `${isSecure ? 'https' : 'http'}://127.0.0.1:${port}`, sessions };
}

const hello: Behave = (stream) => {
  stream.respond({ ':status': 200, 'x-one': '1' });
  stream.end('hello');
};

async function openTo(
  server: { url: string },
  options: Partial<RecordingProxyOptions> = {},
): Promise<{ proxy: Proxy; client: Awaited<ReturnType<typeof openClient>> }> {
  const proxy = await startProxy(options);
  proxy.addTarget(api, { url: server.url, insecure: true });
  return { proxy, client: await openClient(proxy) };
}

const get = `GET ${api}/path?x=1 HTTP/1.1\r\nHost: api.example.test\r\nOrigin: https://a.test\r\nConnection: keep-alive\r\n\r\n`;

describe('a target that speaks HTTP/2 alone', () => {
  it.each([
    ['by prior knowledge', false],
    ['by ALPN', true],
  ])('%s: is asked over HTTP/2, and recorded as on the wire', async (_, isSecure) => {
    let seen: unknown = null;
    const server = await startHttp2((stream, headers) => {
      seen = { ...headers };
      hello(stream, headers);
    }, isSecure);
    const { proxy, client } = await openTo(server);
    client.send(get);
    const exchange = await proxy.next();
    expect(seen).toMatchObject({
      ':method': 'GET', ':scheme': isSecure ? 'https' : 'http', ':path': '/path?x=1',
      ':authority': 'api.example.test', origin: 'https://a.test',
    }); // prettier-ignore
    expect(exchange.failure).toBeUndefined();
    expect(exchange).toMatchObject({
      protocol: 'h2',
      request: { headers: [[':authority', 'api.example.test'], ['origin', 'https://a.test']] },
      response: { status: 200, body: 'hello', bodyBytes: 5 },
    }); // prettier-ignore
    expect(exchange.response?.headers.map(([name]) => name)).toEqual(['x-one', 'date']);
    expect(await client.until('0\r\n\r\n')).toContain('\r\n\r\n5\r\nhello\r\n0\r\n\r\n');
  });

  it('gets further requests on the same connection, of both sides', async () => {
    const server = await startHttp2((stream) => {
      stream.respond({ ':status': 200, 'content-length': 5 });
      stream.end('hello');
    });
    const { proxy, client } = await openTo(server);
    for (let count = 1; count <= 3; count += 1) {
      client.send(get);
      expect((await proxy.next()).response?.body).toBe('hello');
    }
    // The first one is that of HTTP/1.
    expect(server.sessions.length).toBe(2);
  });

  it('gets the body of a request, and its lines of one name', async () => {
    let seen: unknown;
    const server = await startHttp2((stream, headers) => {
      let body = '';
      stream.on('data', (bytes: Buffer) => (body += bytes.toString()));
      stream.on('end', () => {
        seen = { lines: headers['x-line'], body };
        stream.respond({ ':status': 204 });
        stream.end();
      });
    });
    const { proxy, client } = await openTo(server);
    client.send(
      `POST ${api}/ HTTP/1.1\r\nHost: a.test\r\nX-Line: a\r\nX-Line: b\r\nContent-Length: 4\r\n\r\nbody`,
    );
    expect(await proxy.next()).toMatchObject({ response: { status: 204 }, request: { body: 'body' } });
    expect(seen).toEqual({ lines: 'a, b', body: 'body' });
  });

  it('gets a body of megabytes, and sends one', async () => {
    const server = await startHttp2((stream) => {
      stream.respond({ ':status': 200 });
      stream.pipe(stream);
    });
    const { proxy, client } = await openTo(server);
    // The first request finds out the protocol: the body of another is too long to be repeated.
    client.send(`GET ${api}/ HTTP/1.1\r\nHost: a.test\r\n\r\n`);
    await proxy.next();
    const body = 'x'.repeat(3_000_000);
    client.send(`POST ${api}/ HTTP/1.1\r\nHost: a.test\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    const exchange = await proxy.next();
    expect([exchange.failure, exchange.response?.bodyBytes]).toEqual([undefined, body.length]);
  });

  it('answers HEAD, and 304, without a body', async () => {
    const server = await startHttp2((stream, headers) => {
      stream.respond({ ':status': headers[':method'] === 'HEAD' ? 200 : 304 }, { endStream: true });
    });
    const { proxy, client } = await openTo(server);
    for (const method of ['HEAD', 'GET', 'HEAD']) {
      client.send(`${method} ${api}/ HTTP/1.1\r\nHost: a.test\r\n\r\n`);
      expect((await proxy.next()).failure).toBeUndefined();
    }
  });

  it('sends interim responses before the final one', async () => {
    const server = await startHttp2((stream, headers) => {
      stream.additionalHeaders({ ':status': 103, link: '</x>' });
      hello(stream, headers);
    });
    const { proxy, client } = await openTo(server);
    client.send(get);
    expect((await proxy.next()).response?.status).toBe(200);
    expect(await client.until('hello')).toMatch(/^HTTP\/1.1 103 \r\nlink: <\/x>\r\n\r\nHTTP\/1.1 200 \r\n/);
  });
});

describe('a request that HTTP/2 cannot carry', () => {
  it.each([
    'Upgrade: websocket\r\nConnection: Upgrade',
    'Authorization: a\r\nAuthorization: b',
    'X-Line: \x01',
  ])('%j: is not sent, and malformed', async (lines) => {
    const streams: unknown[] = [];
    const server = await startHttp2((stream) => streams.push(stream));
    const { proxy, client } = await openTo(server);
    client.send(`GET ${api}/ HTTP/1.1\r\nHost: a.test\r\n${lines}\r\n\r\n`);
    expect((await proxy.next()).failure).toMatchObject({
      kind: 'malformed',
      detail: expect.stringContaining('cannot be sent'),
    });
    await client.closed();
    expect(streams).toEqual([]);
  });
});

describe('a target that breaks HTTP/2', () => {
  const broken: [string, Behave, string][] = [
    ['resets the stream before its response', (stream) => stream.close(2), 'reset'],
    ['sends GOAWAY with an error within the body', (stream) => begin(stream, () => stream.session?.goaway(2)), 'reset'],
    ['closes the connection within the body', (stream) => begin(stream, () => stream.session?.destroy()), 'reset'],
    ['closes the connection before its response', (stream) => stream.session?.destroy(), 'reset'],
    ['never answers', () => undefined, 'timeout'],
    ['never ends its body', (stream) => begin(stream, () => undefined), 'timeout'],
  ]; // prettier-ignore
  const begin = (stream: ServerHttp2Stream, then: () => void): void => {
    stream.respond({ ':status': 200 });
    stream.write('half');
    setImmediate(then);
  };
  it.each(broken)('%s: no complete response', async (_, behave, kind) => {
    const server = await startHttp2(behave);
    const { proxy, client } = await openTo(server, { responseTimeoutMs: 500 });
    client.send(get);
    expect((await proxy.next()).failure?.kind).toBe(kind);
    expect(await client.closed()).not.toContain('0\r\n\r\n');
    await Promise.all(
      server.sessions.filter(({ destroyed }) => !destroyed).map((session) => once(session, 'close')),
    );
  });

  it.each([
    ['resets the stream', '000004030000000001' + '00000008'],
    // node:http2 reports this as the end of the body.
    ['resets the stream without an error', '000004030000000001' + '00000000'],
    ['sends GOAWAY without an error, and closes', '000008070000000000' + '0000000100000000'],
  ])('%s within the body: no complete response', async (_, frame) => {
    const settings = '000000040000000000';
    const head = '000001010400000001' + '88';
    const half = '000004000000000001' + Buffer.from('half').toString('hex');
    const server = await startRaw((socket) => {
      socket.once('data', (bytes) => {
        if (!bytes.toString('latin1').startsWith('PRI')) socket.end(Buffer.from(settings, 'hex'));
        else {
          socket.write(Buffer.from(settings + head + half + frame, 'hex'));
          if (frame.includes('07')) socket.end();
        }
      });
    });
    const { proxy, client } = await openTo(server);
    client.send(get);
    const { failure, response } = await proxy.next();
    expect([failure?.kind, response?.status]).toEqual(['reset', 200]);
    await client.closed();
  });

  it('sends a hundred kilobytes of headers in one field: too much, and the connection is closed', async () => {
    const server = await startHttp2((stream) => {
      stream.respond({ ':status': 200, 'x-long': 'x'.repeat(300_000) });
      stream.end();
    });
    const { proxy, client } = await openTo(server);
    client.send(get);
    expect((await proxy.next()).failure?.kind).toMatch(/reset|too-large/);
    await client.closed();
  });

  it('begins as HTTP/2 and says nothing more: timeout, and closed', async () => {
    const settings = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
    const server = await startRaw((socket) => void socket.write(settings));
    const { proxy, client } = await openTo(server, { responseTimeoutMs: 300 });
    client.send(get);
    expect((await proxy.next()).failure?.kind).toBe('timeout');
    await client.closed();
    expect(server.received()).toContain('PRI * HTTP/2.0');
  });

  it('has TLS with h2 alone, and then speaks HTTP/1: no response, and closed', async () => {
    const { key, certificate } = makeCertificate();
    const options = { key, cert: certificate, ALPNProtocols: ['h2'] };
    const server = createTlsServer(options, (socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const { proxy, client } = await openTo({ url: `https://127.0.0.1:${port}` }, { responseTimeoutMs: 500 });
    client.send(get);
    const exchange = await proxy.next();
    expect([exchange.failure?.kind, exchange.response]).toEqual(['reset', undefined]);
    await client.closed();
  });
});

describe('a target that speaks HTTP/1.1', () => {
  it('is asked over HTTP/1.1, although it has HTTP/2 too', async () => {
    const { key, certificate } = makeCertificate();
    const versions: string[] = [];
    const server = createSecureServer({ key, cert: certificate, allowHTTP1: true }, (request, response) => {
      versions.push(request.httpVersion);
      response.end('hello');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const { proxy, client } = await openTo({ url: `https://127.0.0.1:${port}` });
    client.send(get);
    const exchange = await proxy.next();
    expect([exchange.protocol, exchange.response?.status, versions]).toEqual([undefined, 200, ['1.1']]);
  });

  it.each([
    'HTTP/1.1 505 HTTP Version Not Supported\r\nContent-Length: 0\r\n\r\n',
    'HTTP/1.1 426 Upgrade Required\r\nUpgrade: h2c\r\nContent-Length: 0\r\n\r\n',
  ])('only to say %j: is asked over HTTP/2 once', async (words) => {
    const server = await startRaw((socket) => {
      socket.once('data', (bytes) => {
        socket.end(bytes.toString('latin1').startsWith('PRI') ? '' : words);
      });
    });
    const { proxy, client } = await openTo(server);
    client.send(get);
    expect((await proxy.next()).failure?.kind).toBe('reset');
    expect(server.connections.length).toBe(2);
  });

  it.each([
    ['a request over HTTP/1.0 is the first', get.replace('HTTP/1.1', 'HTTP/1.0'), '/1.0'],
    ['it rejects one request of several', get.replace('x=1', 'x=rejected'), 'x=rejected'],
  ])(
    'and rejects the version of some requests: it is asked over HTTP/1.1 still (%s)',
    async (_, request, part) => {
      const server = await startRaw((socket) => {
        socket.once('data', (bytes) => {
          const isRejected = bytes.subarray(0, 80).includes(part);
          const status = isRejected ? '505 HTTP Version Not Supported' : '200 OK';
          socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
        });
      });
      const { proxy } = await openTo(server);
      const statuses: (number | undefined)[] = [];
      for (const words of request.includes('HTTP/1.0') ? [request, get] : [get, request, get]) {
        const client = await openClient(proxy);
        client.send(words);
        statuses.push((await proxy.next()).response?.status);
      }
      expect(statuses).toEqual(request.includes('HTTP/1.0') ? [505, 200] : [200, 505, 200]);
      expect(server.received()).not.toContain('PRI * HTTP/2.0');
    },
  );
});
