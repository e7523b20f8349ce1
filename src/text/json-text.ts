// A CommonJS module without named exports for Node.js.
import jsonc from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';

/** A position in a text. Lines and columns start at 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** The value, or the position and the message of the syntax error. */
export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | ({ readonly ok: false; readonly message: string } & TextPosition);

/**
 * Parses JSON (an optional byte order mark is allowed; comments and trailing commas are not). Returns line and column of a
 * syntax error. Never throws.
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

/** A key or an index for each level, outermost first. */
export type JsonPath = readonly (string | number)[];

/** The position of the value at a path in valid JSON; of the innermost existing value around it if there is none. */
export function positionOfValue(text: string, path: JsonPath): TextPosition {
  return positionOf(text, path, (node) => node);
}

/** The position of the last key of a path; for an index, of its value. */
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
  if (json.trim() === '') return 'the text is empty';
  if (error === undefined || error.offset >= json.length) return 'unexpected end of the text';
  const found = JSON.stringify(json.slice(error.offset, error.offset + Math.min(error.length, longestShown)));
  return errorTexts[jsonc.printParseErrorCode(error.error)](found);
}

const longestShown = 40;

/** `found` is the text at the position, in quotes. */
const errorTexts: Readonly<Record<ReturnType<typeof jsonc.printParseErrorCode>, (found: string) => string>> =
  {
    InvalidSymbol: (found) =>
      found.startsWith(`"'`) ? `unexpected ${found}: use double quotes` : `unexpected ${found}`,
    InvalidNumberFormat: (found) => `${found} is not a number`,
    PropertyNameExpected: (found) =>
      found === '"}"' ? 'unexpected "}" after a comma' : `expected a name in double quotes, found ${found}`,
    ValueExpected: (found) => `expected a value, found ${found}`,
    ColonExpected: (found) => `expected a colon before ${found}`,
    CommaExpected: (found) => `expected a comma before ${found}`,
    CloseBraceExpected: (found) => `expected "}" before ${found}`,
    CloseBracketExpected: (found) => `expected "]" before ${found}`,
    EndOfFileExpected: (found) => `unexpected ${found} after the end`,
    InvalidCommentToken: () => 'JSON does not allow comments',
    UnexpectedEndOfComment: () => 'JSON does not allow comments',
    UnexpectedEndOfString: () => 'a string has no closing quote',
    UnexpectedEndOfNumber: (found) => `${found} is not a number`,
    InvalidUnicode: () => 'a string has an incomplete \\u escape',
    InvalidEscapeCharacter: () => 'a string has an invalid escape',
    InvalidCharacter: () => 'a string has an unescaped control character',
    '<unknown ParseErrorCode>': (found) => `unexpected ${found}`,
  };
