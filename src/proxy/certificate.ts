import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { der, derObjectId, derTagged, derTime } from './der.ts';

export interface Certificate {
  /** PEM. */
  readonly key: string;
  /** PEM. */
  readonly certificate: string;
  /** Base64 of the SHA-256 of the SubjectPublicKeyInfo. */
  readonly fingerprint: string;
}

const dayMs = 24 * 60 * 60 * 1000;

/**
 * A temporary key with a self-signed certificate for all origins: the browsers accept it by its key, so it need not contain
 * their names. The key never leaves the process. Encoded here, because a library for it takes a tenth of a second to load.
 */
export function makeCertificate(now: Date = new Date()): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const content = toBeSigned(spki, now);
  const signature = sign('sha256', content, privateKey);
  const noUnusedBits = Buffer.from([0]);
  const certificate = der('sequence', content, ecdsaWithSha256, der('bitString', noUnusedBits, signature));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: pem('CERTIFICATE', certificate),
    fingerprint: createHash('sha256').update(spki).digest('base64'),
  };
}

const ecdsaWithSha256 = der('sequence', derObjectId('1.2.840.10045.4.3.2'));
const commonName = der('sequence', derObjectId('2.5.4.3'), der('utf8', Buffer.from('corspec')));
const name = der('sequence', der('set', commonName));

/** RFC 5280, 4.1: version 3, self-signed, valid from a day ago for a month. */
function toBeSigned(spki: Uint8Array, now: Date): Buffer {
  const version3 = derTagged(0, true, der('integer', Buffer.from([2])));
  // The highest bit is the sign; serial numbers are positive.
  const serial = der('integer', Buffer.from([0x40 | (randomBytes(1).readUInt8() & 0x3f)]), randomBytes(15));
  const from = derTime(new Date(now.getTime() - dayMs));
  const until = derTime(new Date(now.getTime() + 30 * dayMs));
  const extensions = derTagged(3, true, der('sequence', alternativeNames()));
  const fields = [
    version3,
    serial,
    ecdsaWithSha256,
    name,
    der('sequence', from, until),
    name,
    spki,
    extensions,
  ];
  return der('sequence', ...fields);
}

/** `localhost`, `127.0.0.1` and `::1`: names of the kinds dNSName (2) and iPAddress (7). */
function alternativeNames(): Buffer {
  const names = der(
    'sequence',
    derTagged(2, false, Buffer.from('localhost')),
    derTagged(7, false, Buffer.from([127, 0, 0, 1])),
    derTagged(7, false, Buffer.from([...new Array<number>(15).fill(0), 1])),
  );
  return der('sequence', derObjectId('2.5.29.17'), der('octetString', names));
}

function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
