import { randomBytes } from 'node:crypto';

/** 128 random bits, in what a query parameter, a header and a regular expression take as it is. */
export function newSecret(): string {
  return randomBytes(16).toString('hex');
}
