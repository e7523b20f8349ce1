import { widthOf } from './width.ts';

/** Lines of at most `columns` columns, each after `indent`. Words longer than a line stand alone, unbroken. */
export function wrap(text: string, columns: number, indent = ''): string[] {
  const room = Math.max(20, columns - indent.length);
  return text.split('\n').flatMap((line) => wrapLine(line, room).map((part) => indent + part));
}

function wrapLine(line: string, room: number): string[] {
  const lines: string[] = [];
  const hang = /^ */.exec(line)?.[0] ?? '';
  let current = hang;
  let width = hang.length;
  for (const word of line.trim().split(/ +/)) {
    const wordWidth = widthOf(word);
    const empty = current.trim() === '';
    if (!empty && width + 1 + wordWidth > room) {
      lines.push(current);
      current = hang + word;
      width = hang.length + wordWidth;
    } else {
      current += empty ? word : ` ${word}`;
      width += wordWidth + (empty ? 0 : 1);
    }
  }
  return [...lines, current];
}

/** `text` and spaces, `width` columns in all; longer text is left whole. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/** The text, or as much of its beginning as fits `columns` with `…` after it. Never half an emoji. */
export function fit(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let kept = '';
  let width = 1;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    width += widthOf(segment);
    if (width > columns) break;
    kept += segment;
  }
  return `${kept}…`;
}
