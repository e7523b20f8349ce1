import { type Attempt, failure, success } from '../text/attempt.ts';

/** A command line as a shell reads it: words without their quotes, and operators such as `|`. */
export type ShellToken =
  { readonly kind: 'word'; readonly text: string } | { readonly kind: 'operator'; readonly text: string };

/**
 * The words of a POSIX shell, with bash's `$'…'`, which browsers write in "Copy as cURL (bash)". Libraries for shell words
 * do not read that form. Nothing is expanded: a variable is a problem, because its value is not known here.
 */
export function shellTokens(source: string): Attempt<readonly ShellToken[], string> {
  const text = source.replaceAll('\r\n', '\n');
  const tokens: ShellToken[] = [];
  let word: string | null = null;
  const endWord = (): void => {
    if (word !== null) tokens.push({ kind: 'word', text: word });
    word = null;
  };
  for (let at = 0; at < text.length;) {
    const operator = /^(?:[|&;<>]+|\n+|#[^\n]*)/.exec(text.slice(at, at + 200))?.[0];
    if (operator !== undefined && (!operator.startsWith('#') || word === null)) {
      endWord();
      if (!operator.startsWith('#'))
        tokens.push({ kind: 'operator', text: operator.trim() === '' ? ';' : operator });
      at += operator.length;
      continue;
    }
    if (/[ \t]/.test(text.charAt(at))) {
      endWord();
      at += 1;
      continue;
    }
    const part = readPart(text, at);
    if (!part.ok) return part;
    // A backslash at the end of a line joins it to the next, and is no part of a word.
    if (part.value.text !== null) word = (word ?? '') + part.value.text;
    at = part.value.end;
  }
  endWord();
  return success(tokens);
}

interface Part {
  /** Null where there is nothing, not even an empty word. */
  readonly text: string | null;
  readonly end: number;
}

function readPart(text: string, at: number): Attempt<Part, string> {
  const character = text.charAt(at);
  if (character === "'") return quotedPart(text, at, 1, /'/, (inner) => inner);
  if (character === '"') return doubleQuoted(text, at);
  if (text.startsWith("$'", at)) return quotedPart(text, at, 2, /(?<=(?:^|[^\\])(?:\\\\)*)'/, unescapeAnsiC);
  if (text.startsWith('\\\n', at)) return success({ text: null, end: at + 2 });
  if (character === '\\') return success({ text: text.slice(at + 1, at + 2), end: at + 2 });
  return expansionAt(text, at) ?? success({ text: character, end: at + 1 });
}

function quotedPart(
  text: string,
  at: number,
  opening: number,
  closing: RegExp,
  read: (inner: string) => string,
): Attempt<Part, string> {
  const rest = text.slice(at + opening);
  const length = closing.exec(rest)?.index;
  if (length === undefined) return failure(unclosed(text, at));
  return success({ text: read(rest.slice(0, length)), end: at + opening + length + 1 });
}

function doubleQuoted(text: string, start: number): Attempt<Part, string> {
  let read = '';
  for (let at = start + 1; at < text.length;) {
    const character = text.charAt(at);
    if (character === '"') return success({ text: read, end: at + 1 });
    const expansion = expansionAt(text, at);
    if (expansion !== null) return expansion;
    const escaped = /^\\([$`"\\\n])/.exec(text.slice(at, at + 2))?.[1];
    read += escaped === undefined ? character : escaped.trim();
    at += escaped === undefined ? 1 : 2;
  }
  return failure(unclosed(text, start));
}

/** What a shell would replace by a value. */
function expansionAt(text: string, at: number): { readonly ok: false; readonly reason: string } | null {
  const found = /^(?:\$\w+|\$\{[^}]*\}?|\$\([^)]*\)?|`[^`]*`?)/.exec(text.slice(at, at + 100))?.[0];
  return found === undefined
    ? null
    : failure(`${found} (${placeOf(text, at)}) is replaced by a shell. Write its value instead.`);
}

function unclosed(text: string, at: number): string {
  return `the quote at ${placeOf(text, at)} is not closed. Part of the command may be missing.`;
}

function placeOf(text: string, at: number): string {
  const lines = text.slice(0, at).split('\n');
  return `line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`;
}

const simpleEscapes: Readonly<Record<string, string>> = {
  n: '\n', r: '\r', t: '\t', a: '\u0007', b: '\b', e: '\u001B', f: '\f', v: '\v',
}; // prettier-ignore

/** https://www.gnu.org/software/bash/manual/html_node/ANSI_002dC-Quoting.html */
function unescapeAnsiC(inner: string): string {
  return inner.replaceAll(
    /\\(?:u([\da-f]{1,4})|U([\da-f]{1,8})|x([\da-f]{1,2})|([0-7]{1,3})|(.))/gis,
    (_, u?: string, long?: string, x?: string, octal?: string, other?: string) => {
      const hex = u ?? long ?? x;
      if (hex !== undefined) return String.fromCodePoint(Math.min(Number.parseInt(hex, 16), 0x10ffff));
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      return simpleEscapes[other ?? ''] ?? other ?? '';
    },
  );
}
