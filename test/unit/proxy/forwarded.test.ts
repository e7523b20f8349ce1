import { describe, expect, it } from 'vitest';
import { forwardedHeaders } from '../../../src/proxy/forwarded.ts';
import { answering, api, openClient, startProxy, startRaw } from './rig.ts';

const empty = answering('HTTP/1.1 204 No Content\r\n\r\n');

describe('forwardedHeaders', () => {
  it.each([
    ['https://a.test', 'https', 'a.test', '443'],
    ['http://a.test', 'http', 'a.test', '80'],
    ['https://a.test:8443', 'https', 'a.test:8443', '8443'],
    ['http://[::1]', 'http', '[::1]', '80'],
    ['http://[::1]:3000', 'http', '[::1]:3000', '3000'],
  ])('%s: proto %s, host %s, port %s', (origin, ...values) => {
    const sent = forwardedHeaders(origin, 'http://127.0.0.1:4000');
    expect(sent.map(([, value]) => value)).toEqual(values);
  });

  it('are none at the origin of the server itself', () => {
    expect(forwardedHeaders('http://127.0.0.1:4000', 'http://127.0.0.1:4000')).toEqual([]);
  });
});

describe('a target that browsers know by another origin', () => {
  it('gets X-Forwarded-* in place of what the browser sends, and the recording has them', async () => {
    const proxy = await startProxy();
    const server = await startRaw(empty);
    proxy.addTarget(api, { ...server, sendsForwarded: true });
    const client = await openClient(proxy);
    client.send(
      `GET ${api}/ HTTP/1.1\r\nHost: api.example.test\r\nx-forwarded-host : evil.test\r\nX-Other: 1\r\n\r\n`,
    );
    const forwarded = [
      ['X-Forwarded-Proto', 'http'],
      ['X-Forwarded-Host', 'api.example.test'],
      ['X-Forwarded-Port', '80'],
      ['Host', 'api.example.test'],
      ['X-Other', '1'],
    ];
    expect((await proxy.next()).request.headers).toEqual(forwarded);
    const lines = forwarded.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    expect(server.received()).toBe(`GET / HTTP/1.1\r\n${lines}\r\n`);
  });

  it('gets none of them without that option', async () => {
    const proxy = await startProxy();
    const server = await startRaw(empty);
    proxy.addTarget(api, server);
    const client = await openClient(proxy);
    client.send(`GET ${api}/ HTTP/1.1\r\nX-Forwarded-Host: page.test\r\n\r\n`);
    await proxy.next();
    expect(server.received()).toBe('GET / HTTP/1.1\r\nX-Forwarded-Host: page.test\r\n\r\n');
  });

  it('gets its real address as Host in the requests of a check that wants that, and in no others', async () => {
    const proxy = await startProxy();
    const server = await startRaw(empty);
    proxy.addTarget(api, { ...server, sendsForwarded: true });
    proxy.addChecks(['behind-proxy'], server, { rewritesHost: true });
    proxy.addChecks(['plain'], server);
    const hosts: unknown[] = [];
    for (const check of ['behind-proxy', 'plain']) {
      const client = await openClient(proxy);
      client.send(`GET ${api}/?corspec-check=${check} HTTP/1.1\r\nHost: api.example.test\r\n\r\n`);
      const { request } = await proxy.next();
      hosts.push(request.headers.filter(([name]) => /host$/i.test(name)));
    }
    const original = ['X-Forwarded-Host', 'api.example.test'];
    expect(hosts).toEqual([
      [['Host', new URL(server.url).host], original],
      [original, ['Host', 'api.example.test']],
    ]);
  });
});
