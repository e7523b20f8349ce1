import { describe, expect, it } from 'vitest';
import { partNames } from '../../../bench/aims.ts';
import { readArguments } from '../../../bench/arguments.ts';
import { UsageError } from '../../../scripts/run-script.ts';

describe('the arguments of the benchmark', () => {
  it('run all parts by default', () => {
    expect(readArguments([])).toEqual({ help: false, json: null, parts: partNames });
  });

  it('select parts, and a file for JSON', () => {
    expect(readArguments(['--only', 'cold', '--only', 'phases', '--json', '-'])).toEqual({
      help: false,
      json: '-',
      parts: ['cold', 'phases'],
    });
  });

  it('name the nearest part for one that does not exist', () => {
    expect(() => readArguments(['--only', 'cld'])).toThrow(UsageError);
    expect(() => readArguments(['--only', 'cld'])).toThrow(
      '--only "cld": there is no such part. Did you mean cold?',
    );
  });

  it.each([['--onli'], ['cold'], ['--json', '']])('do not include %s', (...words) => {
    expect(() => readArguments(words)).toThrow();
  });
});
