/** The value, or where the text stops being JSON. Lines and columns count from 1. */
export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly line: number; readonly column: number; readonly says: string };

/** Parses JSON (a byte order mark in front is fine), and says where it is broken by line and column. Never throws. */
export function parseJson(text: string): ParsedJson {
  const json = text.replace(/^\uFEFF/, '');
  try {
    return { ok: true, value: JSON.parse(json) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, ...lineAndColumn(json, offsetOf(message, json)), says: wording(message, json) };
  }
}

/** V8 names the offset, except for its two messages about the end of the text. */
function offsetOf(message: string, json: string): number {
  const named = /at position (\d+)/.exec(message)?.[1];
  if (named !== undefined) return Number(named);
  const token = /^Unexpected token '(.)'/su.exec(message)?.[1];
  const found = token === undefined ? -1 : onlyOffsetOf(token, json);
  return found === -1 ? json.length : found;
}

/** For short texts V8 quotes the whole of it and leaves the offset out. The first prefix that is broken tells. */
function onlyOffsetOf(token: string, json: string): number {
  for (let at = json.indexOf(token); at !== -1; at = json.indexOf(token, at + 1)) {
    if (isBrokenAt(json, at)) return at;
  }
  return -1;
}

/** A prefix that is fine so far fails for its end alone; one that holds the wrong character fails for that. */
function isBrokenAt(json: string, at: number): boolean {
  try {
    JSON.parse(json.slice(0, at + 1));
    return false;
  } catch (error) {
    return error instanceof Error && error.message.startsWith('Unexpected token');
  }
}

function lineAndColumn(json: string, offset: number): { line: number; column: number } {
  const lines = json.slice(0, offset).split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

function wording(message: string, json: string): string {
  if (json.trim() === '') return 'it is empty';
  if (message.includes('Unexpected end')) return 'it ends too early';
  const token = /^Unexpected token '(.)'/su.exec(message)?.[1];
  if (token !== undefined) return `unexpected ${JSON.stringify(token)}`;
  const plain = message.replace(/ in JSON at position.*$/s, '').replace(/ \(line.*$/s, '');
  return plain.charAt(0).toLowerCase() + plain.slice(1);
}
