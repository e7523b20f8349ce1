import { doubleQuoted } from './snippets.ts';

/** `key: ["a", "b"]` */
export function yamlList(key: string, values: readonly string[]): string {
  return `${key}: [${values.map(doubleQuoted).join(', ')}]`;
}

/** The lines, further to the right. */
export function indented(lines: readonly string[], spaces: number): readonly string[] {
  return lines.map((line) => `${' '.repeat(spaces)}${line}`);
}
