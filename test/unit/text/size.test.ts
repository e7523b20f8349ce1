import { expect, test } from 'vitest';
import { sizeText } from '../../../src/text/size.ts';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1500, '1.5 kB'],
  [52_400_000, '52 MB'],
  [1_234_000_000, '1.2 GB'],
])('%i bytes are %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});
