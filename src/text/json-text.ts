// A CommonJS module: Node.js finds no names in it to import.
import jsonc from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';

/** Where something is in a text. Lines and columns count from 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** The value, or where the text stops being JSON and why. */
export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | ({ readonly ok: false; readonly message: string } & TextPosition);

/**
 * Parses JSON (a byte order mark in front is fine; comments and trailing commas are not JSON), and says where it is broken by
 * line and column. Never throws.
 */
export function parseJson(text: string): ParsedJson {
  const json = withoutByteOrderMark(text);
  try {
    return { ok: true, value: JSON.parse(json) };
  } catch {
    const errors: ParseError[] = [];
    jsonc.parse(json, errors, { disallowComments: true });
    const [first] = errors;
    const offset = first?.offset ?? json.length;
    return { ok: false, ...positionAt(json, offset), message: errorText(json, first) };
  }
}

/** A key, or an index of a list, for each level from the outside. */
export type JsonPath = readonly (string | number)[];

/** Where the value at a path is in a text that is JSON. Where there is none, the innermost one around it. */
export function positionOfValue(text: string, path: JsonPath): TextPosition {
  return positionOf(text, path, (node) => node);
}

/** Where the key is that a path ends with; for an index, where its value is. */
export function positionOfKey(text: string, path: JsonPath): TextPosition {
  return positionOf(text, path, (node) => (node.parent?.type === 'property' ? node.parent : node));
}

function positionOf(text: string, path: JsonPath, select: (node: Node) => Node): TextPosition {
  const json = withoutByteOrderMark(text);
  const root = jsonc.parseTree(json);
  if (root === undefined) return { line: 1, column: 1 };
  for (let length = path.length; length > 0; length--) {
    const node = jsonc.findNodeAtLocation(root, path.slice(0, length));
    if (node !== undefined) return positionAt(json, (length === path.length ? select(node) : node).offset);
  }
  return positionAt(json, root.offset);
}

function withoutByteOrderMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}

function positionAt(json: string, offset: number): TextPosition {
  const lines = json.slice(0, offset).split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

function errorText(json: string, error: ParseError | undefined): string {
  if (json.trim() === '') return 'it is empty';
  if (error === undefined || error.offset >= json.length) return 'it ends too early';
  const found = JSON.stringify(json.slice(error.offset, error.offset + Math.min(error.length, longestShown)));
  return errorTexts[jsonc.printParseErrorCode(error.error)](found);
}

const longestShown = 40;

/** `found` is the text at the place, in quotes. */
const errorTexts: Readonly<Record<ReturnType<typeof jsonc.printParseErrorCode>, (found: string) => string>> =
  {
    InvalidSymbol: (found) =>
      found.startsWith(`"'`) ? `unexpected ${found}: strings have double quotes` : `unexpected ${found}`,
    InvalidNumberFormat: (found) => `${found} is not a number`,
    PropertyNameExpected: (found) =>
      found === '"}"' ? 'unexpected "}" after a comma' : `expected a name in double quotes, found ${found}`,
    ValueExpected: (found) => `expected a value, found ${found}`,
    ColonExpected: (found) => `expected a colon before ${found}`,
    CommaExpected: (found) => `expected a comma before ${found}`,
    CloseBraceExpected: (found) => `expected "}" before ${found}`,
    CloseBracketExpected: (found) => `expected "]" before ${found}`,
    EndOfFileExpected: (found) => `unexpected ${found} after the end`,
    InvalidCommentToken: () => 'JSON has no comments',
    UnexpectedEndOfComment: () => 'JSON has no comments',
    UnexpectedEndOfString: () => 'a string has no closing quote',
    UnexpectedEndOfNumber: (found) => `${found} is not a number`,
    InvalidUnicode: () => 'a string has an incomplete \\u escape',
    InvalidEscapeCharacter: () => 'a string has an escape that JSON does not have',
    InvalidCharacter: () => 'a string has a control character that is not escaped',
    '<unknown ParseErrorCode>': (found) => `unexpected ${found}`,
  };
