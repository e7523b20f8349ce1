import { quoted, type Validated } from './validated.ts';

/** A whole number of at least 1. @param name of the option, for the problem */
export function wholeNumber(name: string, text: string, unit: string): Validated<number> {
  if (/^[1-9]\d{0,8}$/.test(text)) return { value: Number(text), problems: [] };
  return {
    value: 1,
    problems: [`${name} ${quoted(text)}: expected a whole number of ${unit}, 1 or more.`],
  };
}
