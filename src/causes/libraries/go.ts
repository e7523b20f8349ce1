import { doubleQuoted, quotedList } from './snippets.ts';

/** `[]string{"a", "b"}` */
export function goList(list: readonly string[]): string {
  return `[]string{${quotedList(list, doubleQuoted)}}`;
}

/** A struct literal, a field a line: gofmt's layout needs the tabs. */
export function goStruct(open: string, fields: readonly string[], close: string): string {
  return [open, ...fields.map((field) => `\t${field},`), close].join('\n');
}
