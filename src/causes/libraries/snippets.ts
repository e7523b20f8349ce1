import type { Settings } from './library.ts';

/** A statement is on one line up to this length. */
const longestLine = 88;

/** `open(a, b)close`, on one line where it fits, otherwise a line each. */
export function statement(
  open: string,
  parts: readonly string[],
  close: string,
  { indent = '  ', space = '' } = {},
): string {
  const line = `${open}${space}${parts.join(', ')}${space}${close}`;
  if (line.length <= longestLine && !line.includes('\n')) return line;
  return [open, ...parts.map((part) => `${indent}${part},`), close].join('\n');
}

export function singleQuoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

export function doubleQuoted(text: string): string {
  return JSON.stringify(text);
}

export function quotedList(texts: readonly string[], quote: (text: string) => string): string {
  return texts.map(quote).join(', ');
}

/** `https://*.example.com` */
export function isPattern(entry: string): boolean {
  return entry.includes('://*.');
}

/** The regular expression of an entry of the policy, without anchors. */
export function expressionOf(entry: string): string {
  const [scheme = '', parent = ''] = entry.split('*.');
  return isPattern(entry) ? `${escaped(scheme)}([a-z0-9-]+\\.)+${escaped(parent)}` : escaped(entry);
}

/** One anchored regular expression for all entries. */
export function anchored(entries: readonly string[]): string {
  const [first = '', ...others] = entries.map(expressionOf);
  return others.length === 0 ? `^${first}$` : `^(${[first, ...others].join('|')})$`;
}

function escaped(text: string): string {
  return text.replace(/[.+*?^$(){}|[\]\\]/g, '\\$&');
}

/** The listed origins: `*` has none. */
export function entriesOf({ origins }: Settings): readonly string[] {
  return origins === undefined || origins === '*' ? [] : origins;
}

export function namesOf(list: '*' | readonly string[] | undefined): readonly string[] | undefined {
  return list === '*' ? ['*'] : list;
}
