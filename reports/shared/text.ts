/** Lines of at most `columns` characters, each after `indent`. Words longer than a line stand alone, unbroken. */
export function wrap(text: string, columns: number, indent = ''): string[] {
  const room = Math.max(20, columns - indent.length);
  return text.split('\n').flatMap((line) => wrapLine(line, room).map((part) => indent + part));
}

function wrapLine(line: string, room: number): string[] {
  const lines: string[] = [];
  let current = /^ */.exec(line)?.[0] ?? '';
  const hang = current;
  for (const word of line.trim().split(/ +/)) {
    const empty = current.trim() === '';
    if (!empty && current.length + 1 + word.length > room) {
      lines.push(current);
      current = hang + word;
    } else current += empty ? word : ` ${word}`;
  }
  return [...lines, current];
}

/** `text` and spaces, `width` characters in all; longer text is left whole. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - text.length));
}
