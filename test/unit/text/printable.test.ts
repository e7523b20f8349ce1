import { describe, expect, test } from 'vitest';
import { printable } from '../../../src/text/printable.ts';

describe('printable text', () => {
  test.each([
    ['\u001b[2J', '\\x1b[2J'],
    ['a\r\n\tb', 'a\\r\\n\\tb'],
    ['\u0000\u007f\u009b', '\\x00\\x7f\\x9b'],
    ['\u202eevil\u2066\u2069', '\\u202eevil\\u2066\\u2069'],
    ['a\u2028b', 'a\\u2028b'],
  ])('has %j escaped', (text, escaped) => {
    expect(printable(text)).toBe(escaped);
  });

  test('keeps everything else as it is, backslashes too', () => {
    expect(printable('größe 🙂 C:\\x1b')).toBe('größe 🙂 C:\\x1b');
  });

  test('keeps line feeds, and nothing else, when asked to', () => {
    expect(printable('a\r\nb', { keepNewlines: true })).toBe('a\\r\nb');
  });

  test('is cut to the limit, and says so', () => {
    expect(printable('abcdef', { limit: 3 })).toBe('abc…');
    expect(printable('abc', { limit: 3 })).toBe('abc');
  });

  test('is not cut within a surrogate pair', () => {
    expect(printable('ab🙂', { limit: 3 })).toBe('ab…');
  });
});
