import { EventEmitter, once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { answering, api, openClient, openTlsClient, startProxy, startRaw } from './rig.ts';

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

describe('what is relayed', () => {
  it('is the request, in origin-form, with every field as the browser sent it', async () => {
    const proxy = await startProxy();
    const server = await startRaw(answering(ok));
    proxy.addTarget(api, server);
    const client = await openClient(proxy);
    const fields = 'Host: api.example.test\r\nx-b:1\r\nX-A:  2 \r\nx-B: \xe9\r\n';
    client.send(`GET ${api}/~a?b"c HTTP/1.1\r\n${fields}Proxy-Connection: keep-alive\r\n\r\n`);
    await client.until('ok');
    expect(server.received()).toBe(`GET /~a?b"c HTTP/1.1\r\n${fields}\r\n`);
    const { request, failure } = await proxy.next();
    expect(failure).toBeUndefined();
    expect(request).toEqual({
      method: 'GET',
      url: `${api}/~a?b"c`,
      headers: [['Host', 'api.example.test'], ['x-b', '1'], ['X-A', '2'], ['x-B', '\xe9']],
      body: '',
      bodyBytes: 0,
    }); // prettier-ignore
  });

  it.each([
    ['duplicates, case and reason', 'HTTP/1.1 200 Quite  fine\r\nb: 1\r\nA: 2\r\nB:3\r\ncontent-length:2\r\n\r\nok', 'ok'],
    ['bare line feeds', 'HTTP/1.1 200 OK\nA: b\nContent-Length: 2\n\nok', 'ok'],
    ['folded fields', 'HTTP/1.1 200 OK\r\nA: b\r\n c\r\nContent-Length: 2\r\n\r\nok', 'ok'],
    ['odd bytes', 'HTTP/1.1 200 \xe9\r\nA: b\0\x7f\xff\r\nnone\r\nContent-Length: 2\r\n\r\nok', 'ok'],
    ['line ends in front', '\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok', 'ok'],
    ['chunks with extensions and trailers', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;x=y\r\no\r\n01\r\nk\r\n0\r\nT: u\r\n\r\n', 'ok'],
    ['an interim response', 'HTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok', 'ok'],
    ['204 with a length', 'HTTP/1.1 204 No\r\nContent-Length: 2\r\n\r\n', ''],
    ['304 with chunked', 'HTTP/1.1 304 No\r\nTransfer-Encoding: chunked\r\n\r\n', ''],
  ])('is the response: %s; and the connection goes on', async (_, response, body) => {
    const proxy = await startProxy();
    const server = await startRaw(answering(response));
    proxy.addTarget(api, server);
    const client = await openClient(proxy);
    for (let count = 1; count <= 2; count += 1) {
      client.forget();
      client.send(`GET ${api}/ HTTP/1.1\r\n\r\n`);
      expect(await client.until(response)).toBe(response);
      const exchange = await proxy.next();
      expect(exchange.failure).toBeUndefined();
      expect(exchange.response?.body).toBe(body);
    }
    expect(server.connections.length).toBe(1);
  }); // prettier-ignore

  it('records reason, fields and latin1 values of the response as they stood', async () => {
    const proxy = await startProxy();
    const server = await startRaw(
      answering('HTTP/1.1 299 So so\r\nb: \xe9\0\r\nB: x\r\n y\r\nContent-Length: 0\r\n\r\n'),
    );
    proxy.addTarget(api, server);
    (await openClient(proxy)).send(`GET ${api}/ HTTP/1.1\r\n\r\n`);
    expect((await proxy.next()).response).toEqual({
      status: 299,
      reason: 'So so',
      headers: [['b', '\xe9\0'], ['B', 'x y'], ['Content-Length', '0']],
      body: '',
      bodyBytes: 0,
    }); // prettier-ignore
  });

  it('does not wait for the body of a response to HEAD', async () => {
    const proxy = await startProxy();
    const server = await startRaw(answering('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n'));
    proxy.addTarget(api, server);
    const client = await openClient(proxy);
    client.send(`HEAD ${api}/ HTTP/1.1\r\n\r\n`);
    await client.until('99\r\n\r\n');
    expect((await proxy.next()).failure).toBeUndefined();
  });

  it('ends with the connection where the response says nothing else', async () => {
    const proxy = await startProxy();
    const server = await startRaw((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\n\r\nall of it'));
    });
    proxy.addTarget(api, server);
    const client = await openClient(proxy);
    client.send(`GET ${api}/ HTTP/1.1\r\n\r\n`);
    expect(await client.closed()).toBe('HTTP/1.1 200 OK\r\n\r\nall of it');
    const { response, failure } = await proxy.next();
    expect([response?.body, failure]).toEqual(['all of it', undefined]);
  });

  it('closes the connection after a response that says so', async () => {
    const proxy = await startProxy();
    const response = 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok';
    const server = await startRaw(answering(response));
    proxy.addTarget(api, server);
    const client = await openClient(proxy);
    client.send(`GET ${api}/ HTTP/1.1\r\n\r\n`);
    expect(await client.closed()).toBe(response);
  });

  it('passes an event on before the next one exists', async () => {
    const proxy = await startProxy();
    const server = await startRaw((socket) => {
      socket.once('data', () =>
        socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\none\n\r\n'),
      );
    });
    proxy.addTarget(api, server);
    const client = await openClient(proxy);
    client.send(`GET ${api}/ HTTP/1.1\r\n\r\n`);
    await client.until('one\n');
    server.connections[0]?.write('4\r\ntwo\n\r\n0\r\n\r\n');
    await client.until('0\r\n\r\n');
    expect((await proxy.next()).response?.body).toBe('one\ntwo\n');
  });
});

describe('request bodies', () => {
  it('of a known length go on as they are, and are recorded', async () => {
    const proxy = await startProxy({ recordedBodyBytes: 4 });
    const server = await startRaw((socket) => {
      socket.on('data', (bytes) => bytes.includes('end') && socket.write(ok));
    });
    proxy.addTarget(api, server);
    const client = await openClient(proxy);
    client.send(`PUT ${api}/ HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc\xc3`);
    client.send('\xa9 end');
    await client.until('ok');
    expect(server.received()).toContain('\r\n\r\nabc\xc3\xa9 end');
    const { request } = await proxy.next();
    // Cut within a character: that one is left out.
    expect(request).toMatchObject({ body: 'abc', bodyBytes: 9 });
  });

  it('in chunks go on in the same chunks', async () => {
    const proxy = await startProxy();
    const server = await startRaw((socket) => {
      socket.on('data', (bytes) => bytes.includes('0\r\n\r\n') && socket.write(ok));
    });
    proxy.addTarget(api, server);
    const client = await openClient(proxy);
    const body = '1;a\r\nx\r\n2\r\nyz\r\n0\r\n\r\n';
    client.send(`POST ${api}/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n${body}`);
    await client.until('ok');
    expect(server.received()).toContain(body);
    expect((await proxy.next()).request).toMatchObject({ body: 'xyz', bodyBytes: 3 });
  });

  it('wait for 100 Continue where the browser does', async () => {
    const proxy = await startProxy();
    const server = await startRaw((socket) => {
      socket.on('data', (bytes) => {
        socket.write(bytes.includes('Expect') ? 'HTTP/1.1 100 Continue\r\n\r\n' : ok);
      });
    });
    proxy.addTarget(api, server);
    const client = await openClient(proxy);
    client.send(`POST ${api}/ HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n`);
    await client.until('100 Continue\r\n\r\n');
    client.send('hi');
    await client.until('ok');
    expect((await proxy.next()).request.body).toBe('hi');
  });

  it('of which the target does not want to know are drained, and its answer arrives', async () => {
    const proxy = await startProxy();
    const server = await startRaw((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 413 Too much\r\nContent-Length: 2\r\n\r\nno'));
    });
    proxy.addTarget(api, server);
    const client = await openClient(proxy);
    client.send(`POST ${api}/ HTTP/1.1\r\nContent-Length: 5000000\r\n\r\n${'x'.repeat(1000)}`);
    expect(await client.until('no')).toContain('413');
    client.send('x'.repeat(4_999_000));
    await client.closed();
    expect((await proxy.next()).response?.status).toBe(413);
  });
});

describe('connections', () => {
  it('take two requests that come at once, one after the other', async () => {
    const proxy = await startProxy();
    let count = 0;
    const server = await startRaw((socket) => {
      socket.on('data', () => socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n${(count += 1)}`));
    });
    proxy.addTarget(api, server);
    const client = await openClient(proxy);
    client.send(`GET ${api}/a HTTP/1.1\r\n\r\nGET ${api}/b HTTP/1.1\r\n\r\n`);
    await client.until('\r\n\r\n2');
    expect(proxy.exchanges.map(({ request }) => request.url)).toEqual([`${api}/a`, `${api}/b`]);
  });

  it('to the target that have gone stale are made anew, and nobody hears of it', async () => {
    const proxy = await startProxy();
    const half = new EventEmitter();
    const server = await startRaw((socket) => {
      let text = '';
      socket.on('data', (bytes) => {
        text += bytes.toString();
        if (text.includes('GET') && text.includes('body')) socket.destroy();
        else if (text.endsWith('/2 HTTP/1.1\r\nContent-Length: 4\r\n\r\n')) half.emit('there');
        else socket.write(ok);
      });
    });
    proxy.addTarget(api, server);
    const client = await openClient(proxy);
    client.send(`GET ${api}/1 HTTP/1.1\r\n\r\n`);
    await client.until('ok');
    client.forget();
    const there = once(half, 'there');
    client.send(`POST ${api}/2 HTTP/1.1\r\nContent-Length: 4\r\n\r\n`);
    await there;
    client.send('body');
    await client.until('ok');
    expect(server.connections.length).toBe(2);
    expect(server.received().split('\r\n\r\nbody').length).toBe(3);
    const [, second] = proxy.exchanges;
    expect(second?.failure).toBeUndefined();
    expect(second?.request).toMatchObject({ body: 'body', bodyBytes: 4 });
  });

  it('become tunnels after 101', async () => {
    const proxy = await startProxy();
    const server = await startRaw((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 101 Switching\r\nUpgrade: echo\r\n\r\n');
        socket.on('data', (bytes) => socket.write(bytes));
      });
    });
    proxy.addTarget(api, server);
    const client = await openClient(proxy);
    client.send(`GET ${api}/ HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n`);
    await client.until('\r\n\r\n');
    client.send('\0\x01');
    await client.until('\0\x01');
    expect((await proxy.next()).response?.status).toBe(101);
  });
});

describe('TLS', () => {
  it.each(['api.example.test', 'a_-"{}+!~;&\'(),$=`b.test', undefined])(
    'is ended for the name %s, speaks http/1.1, and goes on to an https target',
    async (name) => {
      const proxy = await startProxy();
      const server = await startRaw(answering(ok), true);
      const host = name ?? '[::1]';
      proxy.addTarget(`https://${host}`, { ...server, insecure: true });
      const client = await openTlsClient(proxy, `${host}:443`, name);
      expect((client.socket as { alpnProtocol?: unknown }).alpnProtocol).toBe('http/1.1');
      client.send(`GET /x HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
      await client.until('ok');
      expect(server.received()).toBe(`GET /x HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
      expect((await proxy.next()).request.url).toBe(`https://${host}/x`);
    },
  );

  it('is not taken with an invalid certificate, unless told to', async () => {
    const proxy = await startProxy();
    const server = await startRaw(answering(ok), true);
    proxy.addTarget(api, server);
    (await openClient(proxy)).send(`GET ${api}/ HTTP/1.1\r\n\r\n`);
    const { failure } = await proxy.next();
    expect(failure?.kind).toBe('unreachable');
    expect(failure?.detail).toMatch(/TLS handshake with https:.* failed: .*--insecure/);
  });

  it('need not be what is in a tunnel: ws: goes through CONNECT in plain', async () => {
    const proxy = await startProxy();
    const server = await startRaw(answering(ok));
    proxy.addTarget(api, server);
    const client = await openClient(proxy);
    client.send('CONNECT api.example.test:80 HTTP/1.1\r\n\r\n');
    await client.until('200 Connection established\r\n\r\n');
    client.send('GET /socket HTTP/1.1\r\n\r\n');
    await client.until('ok');
    expect((await proxy.next()).request.url).toBe(`${api}/socket`);
  });
});
