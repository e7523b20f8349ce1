import { createHash, webcrypto } from 'node:crypto';

export interface Certificate {
  /** PEM. */
  readonly key: string;
  /** PEM. */
  readonly certificate: string;
  /** Base64 of the SHA-256 of the SubjectPublicKeyInfo. */
  readonly fingerprint: string;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const dayMs = 24 * 60 * 60 * 1000;

/**
 * A temporary key with a self-signed certificate for all origins: the browsers accept it by its key, so it need not contain
 * their names. It never leaves the process.
 */
export async function makeCertificate(): Promise<Certificate> {
  // Loaded here, because it takes a tenth of a second, which only commands with a proxy need.
  await import('reflect-metadata');
  const { SubjectAlternativeNameExtension, X509CertificateGenerator } = await import('@peculiar/x509');
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const now = Date.now();
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      name: 'CN=corspec',
      keys,
      signingAlgorithm: algorithm,
      notBefore: new Date(now - dayMs),
      notAfter: new Date(now + 30 * dayMs),
      extensions: [
        new SubjectAlternativeNameExtension([
          { type: 'dns', value: 'localhost' },
          { type: 'ip', value: '127.0.0.1' },
          { type: 'ip', value: '::1' },
        ]),
      ],
    },
    webcrypto as Crypto,
  );
  const [key, spki] = await Promise.all([
    webcrypto.subtle.exportKey('pkcs8', keys.privateKey),
    webcrypto.subtle.exportKey('spki', keys.publicKey),
  ]);
  return {
    key: pem('PRIVATE KEY', key),
    certificate: certificate.toString('pem'),
    fingerprint: createHash('sha256').update(new Uint8Array(spki)).digest('base64'),
  };
}

function pem(label: string, bytes: ArrayBuffer): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
