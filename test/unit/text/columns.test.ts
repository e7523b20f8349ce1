import { describe, expect, it } from 'vitest';
import { table } from '../../../src/cli/table.ts';
import { fit, pad, wrap } from '../../../src/text/columns.ts';
import { widthOf } from '../../../src/text/width.ts';

const family = '👨‍👩‍👧‍👦';

describe('columns of a terminal', () => {
  it.each([
    ['abc', 3],
    ['日本語', 6],
    ['한국어', 6],
    ['é', 1],
    ['e\u0301', 1],
    ['😀', 2],
    [family, 2],
    ['✓ ✗', 3],
    ['🇩🇪', 2],
    ['❤️', 2],
    ['1️⃣', 2],
    ['한', 2],
    ['ﾊﾞ', 2],
    ['的\u00AD', 2],
    ['\u200B', 0],
    ['\u001B[31mred\u001B[39m', 3],
    ['', 0],
  ])('%j takes %i', (text, columns) => {
    expect(widthOf(text)).toBe(columns);
  });

  it.each(['abc', '日本', '😀', family, 'e\u0301'])('pads %s to the same width as any other text', (text) => {
    expect(widthOf(pad(text, 8))).toBe(8);
    expect(pad(text, 1).trimEnd()).toBe(text);
  });

  it('wraps by width, and leaves each word as it is', () => {
    expect(wrap('日本語の 日本語の 日本語の', 22, '  ')).toEqual(['  日本語の 日本語の', '  日本語の']);
    expect(wrap(`${family} e\u0301 ${family} ${'x'.repeat(12)} end`, 20)).toEqual([
      `${family} e\u0301 ${family} ${'x'.repeat(12)}`,
      'end',
    ]);
  });

  it('wraps with the indent of the line, and does not break a long word', () => {
    const long = 'https://app.example.test/a/long/path';
    expect(wrap(`  see ${long} now`, 24)).toEqual(['  see', `  ${long}`, '  now']);
  });

  it.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdefg', 6, 'abcde…'],
    ['日本語', 5, '日本…'],
    ['日本語', 4, '日…'],
    [`a${family}${family}b`, 5, `a${family}…`],
  ])('fits %s into %i columns', (text, columns, expected) => {
    expect(fit(text, columns)).toBe(expected);
    expect(widthOf(fit(text, columns))).toBeLessThanOrEqual(columns);
  });

  it('aligns the columns of a list', () => {
    const lines = table([
      ['日本語', 'one', 'a'],
      ['plain', '😀', 'b'],
      [family, 'e\u0301', 'c'],
    ])
      .trimEnd()
      .split('\n');
    expect(lines.map((line) => widthOf(line.slice(0, -1)))).toEqual([13, 13, 13]);
  });
});
