import 'reflect-metadata';
import { createServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import * as x509 from '@peculiar/x509';
import { describe, expect, onTestFinished, test } from 'vitest';
import { probe } from '../../../src/targets/probe.ts';

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function selfSigned(): Promise<{ key: string; cert: string }> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const signingAlgorithm = { name: 'ECDSA', hash: 'SHA-256' };
  const name = 'CN=127.0.0.1';
  const options = { name, keys, signingAlgorithm, serialNumber: '01' };
  const cert = await x509.X509CertificateGenerator.createSelfSigned(options, crypto);
  const key = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return {
    key: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----`,
    cert: cert.toString('pem'),
  };
}

describe('a URL is reachable', () => {
  test('whatever the status, and the headers are given as they stood on the wire', async () => {
    const server = createServer((_, response) => response.writeHead(503, { 'X-Mixed-Case': 'yes' }).end());
    const result = await probe(`http://127.0.0.1:${await listen(server)}/`);
    expect(result).toMatchObject({ reachable: true, status: 503 });
    expect(result.reachable && result.headers).toContainEqual(['X-Mixed-Case', 'yes']);
  });

  test('when its response does not end', async () => {
    const server = createServer((_, response) => void response.writeHead(200).write('data: 1\n\n'));
    expect(await probe(`http://127.0.0.1:${await listen(server)}/`)).toMatchObject({ reachable: true });
  });

  test('by a GET with the headers that were given', async () => {
    const server = createServer((request, response) => {
      response
        .writeHead(request.method === 'GET' && request.headers.authorization === 'Bearer x' ? 200 : 401)
        .end();
    });
    const headers = [['Authorization', 'Bearer x']] as const;
    expect(await probe(`http://127.0.0.1:${await listen(server)}/`, { headers })).toMatchObject({
      status: 200,
    });
  });

  test('over TLS with a certificate of nobody, when that is accepted', async () => {
    const server = createHttpsServer(await selfSigned(), (_, response) => response.end());
    const url = `https://127.0.0.1:${await listen(server)}/`;
    expect(await probe(url, { insecure: true })).toMatchObject({ reachable: true, status: 200 });
  });
});

describe('a URL is not reachable, and the reason is in words', () => {
  async function reasonOf(url: string, timeoutMs?: number): Promise<string> {
    const result = await probe(url, timeoutMs === undefined ? {} : { timeoutMs });
    return result.reachable ? 'it is reachable' : result.reason;
  }

  test('nobody listens', async () => {
    const server = createTcpServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    expect(await reasonOf(`http://127.0.0.1:${port}/`)).toBe(
      `connection refused: nothing is listening on 127.0.0.1:${port}`,
    );
  });

  test('nobody answers', async () => {
    const port = await listen(createTcpServer());
    expect(await reasonOf(`http://127.0.0.1:${port}/`, 50)).toBe(
      `127.0.0.1:${port} did not respond within 50 ms (--timeout)`,
    );
  });

  test('the connection is closed', async () => {
    const port = await listen(createTcpServer((socket) => socket.once('data', () => socket.end())));
    expect(await reasonOf(`http://127.0.0.1:${port}/`)).toContain('closed the connection without a response');
  });

  test('what answers is not HTTP', async () => {
    const port = await listen(createTcpServer((socket) => socket.end('SSH-2.0-example\r\n')));
    expect(await reasonOf(`http://127.0.0.1:${port}/`)).toContain('is not HTTP/1.1');
  });

  test('what answers does not speak TLS', async () => {
    const port = await listen(createServer());
    expect(await reasonOf(`https://127.0.0.1:${port}/`)).toContain('for plain HTTP, use http://');
  });

  test('the certificate is not to be trusted', async () => {
    const port = await listen(createHttpsServer(await selfSigned()));
    expect(await reasonOf(`https://127.0.0.1:${port}/`)).toMatch(
      /the certificate of 127\.0\.0\.1:\d+ is not trusted: .*; use --insecure to skip verification$/,
    );
  });

  test.each(['ftp://127.0.0.1/', 'not a URL\u001b'])('%j is not an http URL', async (url) => {
    expect(await reasonOf(url)).toMatch(
      /^(ftp:\/\/127\.0\.0\.1\/|not a URL\\x1b) is not an http or https URL$/,
    );
  });
});
