import 'reflect-metadata';
import { createHash, webcrypto } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import * as x509 from '@peculiar/x509';

export interface ThrowawayProxy {
  readonly proxyPort: number;
  readonly certificateFingerprint: string;
  close(): Promise<void>;
}

/**
 * A forward proxy that answers everything itself: `answer` gets each request with its absolute URL. It is here so that
 * drivers are tested on their own, without corspec's recording proxy.
 */
export async function startThrowawayProxy(
  answer: (url: URL, request: IncomingMessage, response: ServerResponse) => void,
): Promise<ThrowawayProxy> {
  const certificate = await makeCertificate();
  const secureContext = createSecureContext(certificate);
  const sockets = new Set<NodeJS.WritableStream & { destroy(): void }>();
  const server = createServer((request, response) => {
    const authority = tunnels.get(request.socket);
    const url = new URL(authority ? `https://${authority}${request.url}` : (request.url ?? ''));
    answer(url, request, response);
  });
  const tunnels = new WeakMap<object, string>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  });
  server.on('connect', (request, socket, head) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    socket.unshift(head);
    const tls = new TLSSocket(socket, { isServer: true, secureContext });
    tls.on('error', () => {});
    tunnels.set(tls, request.url ?? '');
    server.emit('connection', tls);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    proxyPort: (server.address() as AddressInfo).port,
    certificateFingerprint: certificate.fingerprint,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function makeCertificate(): Promise<{ key: string; cert: string; fingerprint: string }> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const names = ['localhost', 'example.test', '*.example.test', 'partner.test'];
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: 'CN=throw-away',
      keys,
      signingAlgorithm: algorithm,
      notBefore: new Date(Date.now() - 86_400_000),
      notAfter: new Date(Date.now() + 86_400_000),
      extensions: [
        new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns' as const, value }))),
      ],
    },
    webcrypto as never,
  );
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const spki = Buffer.from(await webcrypto.subtle.exportKey('spki', keys.publicKey));
  return {
    key: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`,
    cert: certificate.toString('pem'),
    fingerprint: createHash('sha256').update(spki).digest('base64'),
  };
}
