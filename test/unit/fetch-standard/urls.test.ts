import { expect, it } from 'vitest';
import { parseUrl } from '../../../src/fetch-standard/index.ts';

it('parses a URL, with or without a base, and returns null for what is none', () => {
  expect(parseUrl('https://app.example')?.host).toBe('app.example');
  expect(parseUrl('/a?b', 'https://app.example')?.href).toBe('https://app.example/a?b');
  expect(parseUrl('/a')).toBeNull();
  expect(parseUrl('https://')).toBeNull();
});

it('parses characters of Latin-1 after many calls, when Node has compiled the caller', () => {
  for (let count = 0; count < 100_000; count += 1) parseUrl(`https://a${count % 7}.example`);
  expect(parseUrl('https://bücher.example')?.host).toBe('xn--bcher-kva.example');
});
