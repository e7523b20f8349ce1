import { describe, expect, it } from 'vitest';
import { answering, api, openClient, startProxy, startRaw } from './rig.ts';

const password = 'correct horse';
const login = `Proxy-Authorization: Basic ${Buffer.from(`corspec:${password}`).toString('base64')}\r\n`;
const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

/** A proxy whose second address has a password, and a client of that. */
async function startProtected() {
  const proxy = await startProxy({ remote: { host: '127.0.0.1', port: 0, password } });
  const server = await startRaw(answering(ok));
  proxy.addTarget(api, server);
  proxy.addPages('http://page.test');
  const { remote } = proxy;
  if (remote === undefined) throw new Error('There is no second address.');
  return { proxy, server, open: () => openClient({ ...proxy, port: remote.port }) };
}

describe('an address with a password', () => {
  it.each([
    ['without one', ''],
    ['with another one', `Proxy-Authorization: Basic ${Buffer.from('corspec:wrong').toString('base64')}\r\n`],
    ['with it under another scheme', login.replace('Basic', 'Bearer')],
  ])('answers 407 to requests %s, and forwards nothing', async (_how, header) => {
    const { proxy, server, open } = await startProtected();
    for (const line of [
      `GET ${api}/x`,
      'GET http://page.test/',
      'CONNECT api.example.test:80',
      'GET http://other.test/',
    ]) {
      const client = await open();
      client.send(`${line} HTTP/1.1\r\n${header}\r\n`);
      expect(await client.closed()).toMatch(
        /^HTTP\/1\.1 407 .*\r\nProxy-Authenticate: Basic realm="corspec"/s,
      );
    }
    expect(server.received()).toBe('');
    expect(proxy.exchanges).toEqual([]);
    expect(proxy.refused().size).toBe(0);
  });

  it('forwards requests with it, without the password in what is sent or recorded', async () => {
    const { proxy, server, open } = await startProtected();
    const client = await open();
    client.send(`GET ${api}/x HTTP/1.1\r\nHost: api.example.test\r\n${login}X-A: b\r\n\r\n`);
    await client.until('ok');
    const exchange = await proxy.next();
    expect(exchange.request.headers).toContainEqual(['X-A', 'b']);
    expect(JSON.stringify(exchange).toLowerCase()).not.toContain('proxy-authorization');
    expect(server.received().toLowerCase()).not.toContain('proxy-authorization');
  });

  it('asks once for a tunnel, and not for the requests in it', async () => {
    const { open } = await startProtected();
    const client = await open();
    client.send(`CONNECT api.example.test:80 HTTP/1.1\r\n${login}\r\n`);
    await client.until('\r\n\r\n');
    client.send('GET /x HTTP/1.1\r\nHost: api.example.test\r\n\r\n');
    expect(await client.until('ok')).toContain('HTTP/1.1 200 OK');
  });

  it('refuses undeclared destinations with the password, too', async () => {
    const { proxy, open } = await startProtected();
    const client = await open();
    client.send(`GET http://other.test/ HTTP/1.1\r\n${login}\r\n`);
    expect(await client.closed()).toMatch(/^HTTP\/1\.1 403 .*not a declared origin/s);
    expect([...proxy.refused().keys()]).toEqual(['http://other.test']);
  });

  it('leaves the address on loopback without one', async () => {
    const { proxy } = await startProtected();
    const client = await openClient(proxy);
    client.send(`GET ${api}/x HTTP/1.1\r\n\r\n`);
    expect(await client.until('ok')).toContain('HTTP/1.1 200 OK');
  });
});
