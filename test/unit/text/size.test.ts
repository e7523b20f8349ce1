import { expect, test } from 'vitest';
import { bytesFrom, sizeText } from '../../../src/text/size.ts';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1500, '1.5 kB'],
  [52_400_000, '52 MB'],
  [1_234_000_000, '1.2 GB'],
])('%i bytes are %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});

test.each([
  ['5GB', 5e9],
  ['1.2 gb', 1.2e9],
  ['500 MB', 5e8],
  ['0B', 0],
  ['5', null],
  ['5 GiB', null],
  ['', null],
])('%j has %o bytes', (text, bytes) => {
  expect(bytesFrom(text)).toBe(bytes);
});
