/** DER, the encoding of certificates: a value is a tag, the length of its content, and the content (X.690, 8 and 10). */
const tags = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectId: 0x06,
  utf8: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

export function der(tag: keyof typeof tags, ...content: readonly Uint8Array[]): Buffer {
  return encoded(tags[tag], content);
}

/** A context-specific tag. `isConstructed`: its content is DER values, not bytes. */
export function derTagged(number: number, isConstructed: boolean, ...content: readonly Uint8Array[]): Buffer {
  return encoded((isConstructed ? 0xa0 : 0x80) | number, content);
}

function encoded(tag: number, content: readonly Uint8Array[]): Buffer {
  const bytes = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(bytes.length)]), bytes]);
}

/** Up to 127 one byte; above, the number of bytes that follow with the highest bit set, and the length in those. */
function lengthOf(length: number): readonly number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 0x100)) bytes.unshift(rest % 0x100);
  return [0x80 | bytes.length, ...bytes];
}

/** An object identifier, as `2.5.4.3`. */
export function derObjectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return der('objectId', Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** Seven bits a byte; all but the last have the highest bit set. */
function base128(value: number): readonly number[] {
  const bytes = [value % 0x80];
  for (let rest = Math.floor(value / 0x80); rest > 0; rest = Math.floor(rest / 0x80))
    bytes.unshift(0x80 | (rest % 0x80));
  return bytes;
}

/** A time to the second: UTCTime, which has two digits of the year, before 2050 (RFC 5280, 4.1.2.5). */
export function derTime(time: Date): Buffer {
  const digits = `${time.toISOString().slice(0, 19).replaceAll(/\D/g, '')}Z`;
  return time.getUTCFullYear() < 2050
    ? der('utcTime', Buffer.from(digits.slice(2)))
    : der('generalizedTime', Buffer.from(digits));
}
