import { once } from 'node:events';
import { createSecureServer, createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makeCertificate } from '../../../src/proxy/certificate.ts';
import { ask } from '../../../src/targets/ask.ts';
import { probe } from '../../../src/targets/probe.ts';

/** A server that speaks HTTP/2 alone. */
async function start(isSecure: boolean): Promise<string> {
  const { key, certificate } = makeCertificate();
  const server = isSecure ? createSecureServer({ key, cert: certificate }) : createServer();
  server.on('sessionError', () => undefined);
  server.on('request', (request, response) => {
    let body = '';
    request.on('data', (bytes: Buffer) => (body += bytes.toString()));
    request.on('end', () => {
      response.setHeader('x-lower', 'yes');
      response.end(`${request.method} ${request.url} ${body}`);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `${isSecure ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}/path`;
}

const options = { timeoutMs: 5000, insecure: true, signal: new AbortController().signal };

describe.each([
  ['http, by prior knowledge', false],
  ['https, by ALPN', true],
])('a server that speaks HTTP/2 alone: %s', (_, isSecure) => {
  test('is reachable, and known to speak it', async () => {
    const result = await probe(await start(isSecure), options);
    expect(result).toMatchObject({ reachable: true, status: 200, protocol: 'h2' });
  });

  test('answers questions of corspec with headers as on the wire, and the whole body', async () => {
    const question = { url: await start(isSecure), method: 'POST', headers: [], body: 'hello' };
    const answer = await ask(question, options);
    expect(answer).toMatchObject({ status: 200, body: 'POST /path hello', complete: true });
    expect(answer.kind === 'response' && answer.headers.map(([name]) => name)).toEqual(['x-lower', 'date']);
  });
});
