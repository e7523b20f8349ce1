import { quoted, type Validated } from './validated.ts';

/** Requests per second, at least. */
export const lowestRate = 0.1;

/** `--rate`: a number such as 10 or 0.5. */
export function resolveRate(text: string | undefined): Validated<number | undefined> {
  if (text === undefined) return { value: undefined, problems: [] };
  const value = /^\d{1,6}(\.\d+)?$/.test(text) ? Number(text) : 0;
  if (value >= lowestRate) return { value, problems: [] };
  return {
    value: undefined,
    problems: [
      `--rate ${quoted(text)}: expected a number of requests per second, ${lowestRate} or more, such as 10 or 0.5.`,
    ],
  };
}
