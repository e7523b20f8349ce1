import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson, positionOfKey, positionOfValue } from '../../../src/text/json-text.ts';

describe('where a text stops being JSON, and why', () => {
  it.each([
    ['', 1, 1, 'the text is empty'],
    ['{"a": [', 1, 8, 'unexpected end of the text'],
    ['{"a": 1,}', 1, 9, 'unexpected "}" after a comma'],
    ['[1,]', 1, 4, 'expected a value, found "]"'],
    ['{"a": x}', 1, 7, 'unexpected "x"'],
    [`{"a": 'x'}`, 1, 7, `unexpected "'x'": use double quotes`],
    ['{a: 1}', 1, 2, 'unexpected "a"'],
    ['{"a" 1}', 1, 6, 'expected a colon before "1"'],
    ['{"a": 1\n "b": 2}', 2, 2, 'expected a comma before "\\"b\\""'],
    ['{"a": 01}', 1, 8, 'expected a comma before "1"'],
    ['{"a": 1.}', 1, 7, '"1." is not a number'],
    ['{}\n\n  x', 3, 3, 'unexpected "x"'],
    ['{\n  // a comment\n}', 2, 3, 'JSON does not allow comments'],
    ['{"a": "b\n"}', 1, 7, 'a string has no closing quote'],
    ['{"a": "\\x"}', 1, 7, 'a string has an invalid escape'],
    ['{"a": "\\u12"}', 1, 7, 'a string has an incomplete \\u escape'],
    ['{"a": "\t"}', 1, 7, 'a string has an unescaped control character'],
    ['\uFEFF{"a": x}', 1, 7, 'unexpected "x"'],
  ])('%j', (text, line, column, message) => {
    expect(parseJson(text)).toEqual({ ok: false, line, column, message });
  });

  it('is within the text and has a reason, whatever the text is', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      '1',
      '-',
      '.',
      'e',
      'null',
      ' ',
      '\n',
      '/*',
      '//',
      'é',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        const parsed = parseJson(text);
        if (parsed.ok) {
          expect(parsed.value).toEqual(JSON.parse(text));
          return;
        }
        const lines = text.split('\n');
        expect(parsed.message).not.toBe('');
        expect(parsed.line).toBeLessThanOrEqual(lines.length);
        expect(parsed.column).toBeLessThanOrEqual(lines[parsed.line - 1]!.length + 1);
      }),
    );
  });
});

describe('where something is', () => {
  const text = '\uFEFF{\n  "list": ["a",\n    "b"],\n  "é😀": {"k": 1}\n}';

  it.each([
    [['list', 1], { line: 3, column: 5 }],
    [['list', 7], { line: 2, column: 11 }],
    [['é😀', 'k'], { line: 4, column: 16 }],
    [[], { line: 1, column: 1 }],
  ])('the value at %j', (path, position) => {
    expect(positionOfValue(text, path)).toEqual(position);
  });

  it('the key of a path', () => {
    expect(positionOfKey(text, ['é😀', 'k'])).toEqual({ line: 4, column: 11 });
  });
});
