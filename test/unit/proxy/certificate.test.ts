import 'reflect-metadata';
import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { connect, createServer } from 'node:tls';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import * as x509 from '@peculiar/x509';
import { describe, expect, it } from 'vitest';
import { makeCertificate } from '../../../src/proxy/certificate.ts';
import { derObjectId, derTime } from '../../../src/proxy/der.ts';

const now = new Date('2026-03-04T05:06:07Z');

describe('the certificate of the proxy', () => {
  it('is self-signed, valid from yesterday for a month, for the names of this machine', () => {
    const { certificate, key } = makeCertificate(now);
    const parsed = new X509Certificate(certificate);
    expect(parsed.subject).toBe('CN=corspec');
    expect(parsed.issuer).toBe('CN=corspec');
    expect(parsed.verify(parsed.publicKey)).toBe(true);
    expect(parsed.checkPrivateKey(createPrivateKey(key))).toBe(true);
    expect(parsed.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1');
    expect(new Date(parsed.validFrom)).toEqual(new Date('2026-03-03T05:06:07Z'));
    expect(new Date(parsed.validTo)).toEqual(new Date('2026-04-03T05:06:07Z'));
  });

  it('has the fingerprint of its public key', () => {
    const { certificate, fingerprint } = makeCertificate(now);
    const spki = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
    expect(fingerprint).toBe(createHash('sha256').update(spki).digest('base64'));
  });

  it('has another key and serial number each time', () => {
    const [one, other] = [makeCertificate(now), makeCertificate(now)];
    expect(one.fingerprint).not.toBe(other.fingerprint);
    const serial = ({ certificate }: { certificate: string }) =>
      new X509Certificate(certificate).serialNumber;
    expect(serial(one)).not.toBe(serial(other));
    expect(serial(one)).toMatch(/^[4-7][0-9A-F]{31}$/);
  });

  it('is encoded as a library for certificates encodes it', async () => {
    const certificate = new x509.X509Certificate(makeCertificate(now).certificate);
    expect(await certificate.verify({ date: now })).toBe(true);
    const san = certificate.getExtension(x509.SubjectAlternativeNameExtension);
    const names = [
      { type: 'dns', value: 'localhost' },
      { type: 'ip', value: '127.0.0.1' },
      { type: 'ip', value: '::1' },
    ] as const;
    expect(Buffer.from(san?.rawData ?? new ArrayBuffer(0))).toEqual(
      Buffer.from(new x509.SubjectAlternativeNameExtension([...names]).rawData),
    );
    expect(Buffer.from(certificate.subjectName.toArrayBuffer())).toEqual(
      Buffer.from(new x509.Name([{ CN: [{ utf8String: 'corspec' }] }]).toArrayBuffer()),
    );
  });

  it('serves TLS to a client that trusts it', async () => {
    const { certificate, key } = makeCertificate();
    const server = createServer({ cert: certificate, key }, (socket) => socket.end('hello'));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const client = connect({ port, host: '127.0.0.1', servername: 'localhost', ca: certificate });
    const [data] = (await once(client, 'data')) as [Buffer];
    expect(data.toString()).toBe('hello');
    expect(client.authorized).toBe(true);
    server.close();
  });
});

describe('DER', () => {
  it('has four digits of the year from 2050', () => {
    expect(derTime(new Date('2049-12-31T23:59:59Z')).toString('latin1')).toBe('\x17\x0d491231235959Z');
    expect(derTime(new Date('2050-01-01T00:00:00Z')).toString('latin1')).toBe('\x18\x0f20500101000000Z');
  });

  it('has object identifiers in seven bits a byte', () => {
    expect(derObjectId('1.2.840.113549').toString('hex')).toBe('06062a864886f70d');
  });
});
