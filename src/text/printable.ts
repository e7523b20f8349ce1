export interface PrintableOptions {
  /** Line feeds stay line feeds; escaped when absent. */
  readonly keepNewlines?: boolean;
  /** At most so many characters; what is cut off is shown as `…`. */
  readonly limit?: number;
}

/**
 * Makes text that somebody else wrote safe to show in a terminal, a log or a report: C0 and C1 controls and DEL, which
 * could move the cursor or hide lines, and bidirectional controls, which could turn text around, become visible escapes
 * (`\x1b`, `\u202e`). Everything else stays as it is; a backslash is not doubled, for this is for reading.
 */
export function printable(text: string, options: PrintableOptions = {}): string {
  return cut(text, options.limit ?? Infinity).replace(
    // eslint-disable-next-line no-control-regex -- the controls are what is looked for
    /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (character) => (character === '\n' && options.keepNewlines ? character : escapeOf(character)),
  );
}

function escapeOf(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return '\\t';
  const code = character.charCodeAt(0).toString(16);
  return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u${code.padStart(4, '0')}`;
}

/** Cuts between code points, so that no half of a surrogate pair is left. */
function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = /[\ud800-\udbff]/.test(text.charAt(limit - 1)) ? limit - 1 : limit;
  return `${text.slice(0, end)}…`;
}
