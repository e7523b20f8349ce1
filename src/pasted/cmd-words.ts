import { type Attempt, failure, success } from '../text/attempt.ts';
import type { ShellToken } from './shell-words.ts';

/** Whether a command was written for cmd.exe: quotes, or ends of lines, have a caret before them. */
export function isForCmd(text: string): boolean {
  return /\^"|\^\r?\n/.test(text);
}

/** The words of "Copy as cURL (cmd)": first as cmd.exe reads the line, then as a program splits it. */
export function cmdTokens(source: string): Attempt<readonly ShellToken[], string> {
  const { line, rest } = withoutCarets(source.replaceAll('\r\n', '\n').trim());
  const words = splitArguments(line);
  if (!words.ok) return words;
  const tokens = words.value.map((text): ShellToken => ({ kind: 'word', text }));
  if (rest === '') return success(tokens);
  const after = rest.slice(1).trim();
  return success([
    ...tokens,
    { kind: 'operator', text: rest.charAt(0).trim() || ';' },
    ...(after === '' ? [] : [{ kind: 'word', text: after } as const]),
  ]);
}

/** The line without the carets, up to an operator or the end of the line; and what is left from there. */
function withoutCarets(text: string): { readonly line: string; readonly rest: string } {
  let line = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"') isQuoted = !isQuoted;
    if (isQuoted || character !== '^') {
      if (!isQuoted && /[&|<>\n]/.test(character)) return { line, rest: text.slice(at) };
      line += character;
      continue;
    }
    at += 1;
    // A caret joins two lines; with an empty line between them, a line feed stays.
    if (text.charAt(at) !== '\n') line += text.charAt(at);
    else if (text.charAt(at + 1) === '\n') {
      line += '\n';
      at += 1;
    }
  }
  return { line, rest: '' };
}

/** https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments */
function splitArguments(line: string): Attempt<readonly string[], string> {
  const words: string[] = [];
  let word: string | null = null;
  let isQuoted = false;
  for (const [piece] of line.matchAll(/""|\\*"|\s|[^\s"\\]+|\\+/g)) {
    if (/^\s$/.test(piece) && !isQuoted) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      const { text, isQuote } = readPiece(piece, isQuoted);
      word = `${word ?? ''}${text}`;
      if (isQuote) isQuoted = !isQuoted;
    }
  }
  if (isQuoted) return failure('a quote is not closed. Part of the command may be missing.');
  return success(word === null ? words : [...words, word]);
}

/** Two quotes within quotes are one; backslashes before a quote are halved, and an odd one escapes it. */
function readPiece(piece: string, isQuoted: boolean): { readonly text: string; readonly isQuote: boolean } {
  if (piece === '""') return { text: isQuoted ? '"' : '', isQuote: false };
  if (!piece.endsWith('"')) return { text: piece, isQuote: false };
  const slashes = piece.length - 1;
  const isEscaped = slashes % 2 === 1;
  return { text: `${'\\'.repeat(Math.floor(slashes / 2))}${isEscaped ? '"' : ''}`, isQuote: !isEscaped };
}
