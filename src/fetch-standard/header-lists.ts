import type { HeaderList } from './types.ts';

/** What came of extracting a header's values. `#extract-header-list-values` */
export type Extracted<Value> =
  | { readonly kind: 'absent' }
  | { readonly kind: 'value'; readonly value: Value }
  /** `raw`: the value that does not parse; several joined by `, `. */
  | { readonly kind: 'failure'; readonly raw: string };

/** Strips HTTP whitespace from both ends of a value. `#concept-header-value-normalize` */
export function normalizeValue(value: string): string {
  return trimmed(value, '\t\n\r ');
}

/** By hand: a regular expression that is anchored at the end alone takes quadratic time on long runs of blanks. */
function trimmed(value: string, blanks: string): string {
  let start = 0;
  let end = value.length;
  while (start < end && blanks.includes(value.charAt(start))) start += 1;
  while (end > start && blanks.includes(value.charAt(end - 1))) end -= 1;
  return value.slice(start, end);
}

/** The normalised values of all headers of that name, in order; names are compared without case. */
export function valuesOf(headers: HeaderList, name: string): readonly string[] {
  const wanted = name.toLowerCase();
  return headers
    .filter(([other]) => other.toLowerCase() === wanted)
    .map(([, value]) => normalizeValue(value));
}

/**
 * All values of that name joined by `, `, or null when there is none. So a doubled Access-Control-Allow-Origin never
 * matches anything. `#concept-header-list-get`
 */
export function getHeader(headers: HeaderList, name: string): string | null {
  const values = valuesOf(headers, name);
  return values.length === 0 ? null : values.join(', ');
}

/** Without the headers of these names, given in lower case. `#concept-header-list-delete` */
export function withoutHeaders(headers: HeaderList, names: readonly string[]): HeaderList {
  return headers.filter(([name]) => !names.includes(name.toLowerCase()));
}

/** Whether a header's name or a method is a token of HTTP. `#header-name` */
export function isToken(value: string): boolean {
  return /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(value);
}

/**
 * Parses `#token`: tokens between commas with optional spaces and tabs, empty elements allowed. Null when an element
 * is not a token. `#extract-header-values`
 */
export function parseTokenList(value: string): readonly string[] | null {
  const elements = value
    .split(',')
    .map((element) => trimmed(element, '\t '))
    .filter((element) => element !== '');
  return elements.every(isToken) ? elements : null;
}

/** Extracts a header that is `#token`, over all of its fields. `#extract-header-list-values` */
export function extractTokens(headers: HeaderList, name: string): Extracted<readonly string[]> {
  const values = valuesOf(headers, name);
  if (values.length === 0) return { kind: 'absent' };
  const tokens: (readonly string[])[] = [];
  for (const value of values) {
    const list = parseTokenList(value);
    if (list === null) return { kind: 'failure', raw: value };
    tokens.push(list);
  }
  return { kind: 'value', value: tokens.flat() };
}

/**
 * Extracts a header that is delta-seconds: digits alone, in one field alone. Seconds, infinite when there are more
 * digits than a number holds. `#extract-header-list-values`
 */
export function extractSeconds(headers: HeaderList, name: string): Extracted<number> {
  const [first, ...more] = valuesOf(headers, name);
  if (first === undefined) return { kind: 'absent' };
  if (more.length > 0 || !/^[0-9]+$/.test(first))
    return { kind: 'failure', raw: [first, ...more].join(', ') };
  return { kind: 'value', value: Number(first) };
}
