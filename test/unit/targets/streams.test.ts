import { describe, expect, test } from 'vitest';
import { type LineEvent, lineSplitter } from '../../../src/targets/lines.ts';
import { textTail } from '../../../src/targets/text-tail.ts';

function split(chunks: readonly (string | Buffer)[], limit = 100): LineEvent[] {
  const events: LineEvent[] = [];
  const push = lineSplitter(limit, (event) => events.push(event));
  for (const chunk of chunks) push(Buffer.from(chunk));
  return events;
}

describe('lines of a stream', () => {
  test('are put together from chunks, several from one chunk', () => {
    expect(split(['a', 'b\nc\r\n\nd'])).toEqual(['ab', 'c', ''].map((line) => ({ kind: 'line', line })));
  });

  test('keep a character whose bytes came in two chunks', () => {
    const bytes = Buffer.from('é\n');
    expect(split([bytes.subarray(0, 1), bytes.subarray(1)])).toEqual([{ kind: 'line', line: 'é' }]);
  });

  test('may be as long as the limit', () => {
    expect(split(['1234567890\n'], 10)).toEqual([{ kind: 'line', line: '1234567890' }]);
  });

  test('are given up when one is longer than that, before its end has come', () => {
    expect(split(['a\n123456', '78901', '2\nb\n'], 10)).toEqual([
      { kind: 'line', line: 'a' },
      { kind: 'too-long', start: '12345678901' },
    ]);
  });
});

describe('the tail of a stream', () => {
  test('is all of it when it is short', () => {
    const tail = textTail(10);
    tail.push(Buffer.from('ab'));
    tail.push(Buffer.from('cd'));
    expect(tail.text()).toBe('abcd');
  });

  test('is the last bytes, however many came', () => {
    const tail = textTail(4);
    for (let digit = 0; digit < 10; digit++) tail.push(Buffer.from(`${digit}`.repeat(3)));
    expect(tail.text()).toBe('8999');
  });
});
