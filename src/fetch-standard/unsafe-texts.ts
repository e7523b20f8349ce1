import { quote } from './quote.ts';
import type { UnsafeHeader, UnsafeReason } from './safelist.ts';

/** Why a header must be allowed by a preflight: a clause that begins with its name. */
export function describeUnsafeHeader({ name, why }: UnsafeHeader): string {
  return `${quote(name)} ${describeUnsafe(why)}`;
}

function describeUnsafe(why: UnsafeReason): string {
  switch (why.code) {
    case 'not-safelisted':
      return 'is not a CORS-safelisted request header';
    case 'value-too-long':
      return `has a value of ${why.length} bytes, more than ${why.limit}`;
    case 'values-too-long':
      return `is one of the safelisted headers whose values have ${why.length} bytes in total, more than ${why.limit}`;
    case 'unsafe-byte':
      return `is ${quote(why.value)}, which contains a CORS-unsafe byte`;
    case 'language-invalid':
      return `is ${quote(why.value)}, which contains a byte that language tags do not have`;
    case 'mime-type-invalid':
      return `is ${quote(why.value)}, which is not a valid MIME type`;
    case 'mime-type-not-safelisted':
      return `is ${quote(why.essence)}, which an HTML form cannot send`;
    case 'range-not-simple':
      return `is ${quote(why.value)}, which is not a single simple range`;
  }
}
