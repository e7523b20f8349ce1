import { randomBytes } from 'node:crypto';

/** 128 random bits, as text that needs no escaping in a query parameter, a header or a regular expression. */
export function newSecret(): string {
  return randomBytes(16).toString('hex');
}
