import { isToken } from '../fetch-standard/index.ts';
import type { RawHeader } from '../results/exchange.ts';
import { quoted, type Validated } from './validated.ts';

export interface HeaderOption {
  /** `--header` */
  readonly option: string;
  /** `Content-Type: application/json` */
  readonly example: string;
  /** Why such a header cannot be given; null when it can. */
  readonly refusal: (name: string, value: string) => string | null;
}

/** An option's value `Name: value` as a header. The value may be a secret: problems show the name alone. */
export function resolveHeader(
  text: string,
  { option, example, refusal }: HeaderOption,
): Validated<readonly RawHeader[]> {
  const refuse = (problem: string) => ({ value: [], problems: [`${option} ${problem}`] });
  const colon = text.indexOf(':');
  if (colon === -1) return refuse(`has no colon. Expected 'Name: value', for example '${example}'.`);
  const name = text.slice(0, colon).trim();
  const value = text.slice(colon + 1).trim();
  if (!isToken(name)) return refuse(`${quoted(name)} is not a valid header name. Expected 'Name: value'.`);
  const reason = refusal(name, value);
  if (reason !== null) return refuse(`${quoted(name)}${reason}`);
  if ([...value].some(isInvalidInValue))
    return refuse(
      `${quoted(name)}: the value contains characters that are not allowed in headers. Remove them.`,
    );
  return { value: [[name, value]], problems: [] };
}

/** Control characters, and characters that are not one byte in Latin-1 (`#concept-header-value`). */
function isInvalidInValue(character: string): boolean {
  return (character < ' ' && character !== '\t') || character === '\u007F' || character > '\u00FF';
}
