import type * as z from 'zod';
import type { JsonPath } from '../text/json-text.ts';
import { didYouMean } from '../text/nearest.ts';
import { printable } from '../text/printable.ts';

/** A problem at one place of a configuration. */
export interface ConfigProblem {
  readonly path: JsonPath;
  /** Whether it concerns the key or its value. */
  readonly part: 'key' | 'value';
  /** Names the place and the value. */
  readonly text: string;
}

/** A place of a configuration in words: `targets[0].url`. */
export function placeText(path: JsonPath): string {
  return path
    .map((key) => {
      if (typeof key === 'number') return `[${key}]`;
      return /^[\p{L}$_][\p{L}\p{N}$_]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
    })
    .join('')
    .replace(/^\./, '');
}

export function problemAt(path: JsonPath, text: string, part: 'key' | 'value' = 'value'): ConfigProblem {
  return { path, part, text: printable(path.length === 0 ? text : `${placeText(path)}: ${text}`) };
}

/** What problems say of a schema, by the innermost key on the path; of the whole, by an empty one. */
export interface SchemaWords {
  /** What is accepted, where a kind of value does not say it. */
  readonly shapes: Readonly<Record<string, string>>;
  /** The keys of objects. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
}

/** The problems that a schema found in a value. @param at where the value is */
export function problemsOfIssues(
  issues: readonly z.core.$ZodIssue[],
  value: unknown,
  at: JsonPath,
  words: SchemaWords,
): readonly ConfigProblem[] {
  return issues.flatMap((issue) => problemsOfIssue(issue, value, at, words));
}

function problemsOfIssue(
  issue: z.core.$ZodIssue,
  whole: unknown,
  at: JsonPath,
  words: SchemaWords,
): readonly ConfigProblem[] {
  const inner = issue.path.filter((key) => typeof key !== 'symbol');
  const path = [...at, ...inner];
  const value = valueAt(whole, inner);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) =>
      problemAt([...path, key], unknownKey(key, wordOf(words.keys, path)), 'key'),
    );
  const expected = expectedOf(issue, wordOf(words.shapes, path), path);
  if (value === undefined) return [problemAt(path, `is missing: ${expected}.`)];
  const secret = path.some((key) => typeof key === 'string' && secretKeys.has(key));
  return [problemAt(path, `${secret ? '' : `${shown(value)}: `}${expected}${hintOf(issue, value)}.`)];
}

const secretKeys = new Set(['headers', 'targetHeaders', 'cookies', 'login', 'data', 'env']);

function wordOf<Word>(words: Readonly<Record<string, Word>>, path: JsonPath): Word | undefined {
  return words[path.findLast((key) => typeof key === 'string') ?? ''];
}

function unknownKey(key: string, known: readonly string[] = []): string {
  if (known.length === 0) return 'unknown key.';
  return `unknown key.${didYouMean(key, known)} Keys: ${known.join(', ')}.`;
}

function expectedOf(issue: z.core.$ZodIssue, shape: string | undefined, path: JsonPath): string {
  switch (issue.code) {
    case 'invalid_type':
      return shape !== undefined && typeof path.at(-1) === 'string'
        ? `expected ${shape}`
        : `expected ${kinds[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `expected ${issue.values.map((one) => JSON.stringify(one)).join(', ')}`;
    case 'too_small':
      return (
        empty[issue.origin] ??
        `expected ${issue.inclusive === false ? 'more than ' : ''}${issue.minimum}${issue.inclusive === false ? '' : ' or more'}`
      );
    case 'too_big':
      return `expected ${issue.maximum} or less`;
    case 'invalid_format':
      return `expected ${shape ?? `another ${issue.format}`}`;
    default:
      return `expected ${shape ?? 'another value'}`;
  }
}

const empty: Readonly<Record<string, string>> = { array: 'the list is empty', string: 'the text is empty' };

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: 'true or false',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function hintOf(issue: z.core.$ZodIssue, value: unknown): string {
  if (issue.code !== 'invalid_value' || typeof value !== 'string') return '';
  return didYouMean(value, issue.values.map(String)).replace(/\?$/, '').replace(/^ /, '. ');
}

const longestShown = 60;

function shown(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  let text: string;
  try {
    text = value === undefined ? 'undefined' : JSON.stringify(value);
  } catch {
    return 'this value';
  }
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}

function valueAt(whole: unknown, path: JsonPath): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined,
    whole,
  );
}
