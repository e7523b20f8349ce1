/** The colors that corspec's terminal reporter uses, by their number in an escape sequence. */
const colors: Readonly<Record<string, string>> = {
  '31': '#ff7b72',
  '32': '#56d364',
  '33': '#e3b341',
  '36': '#79c0ff',
};

const [lineHeight, charWidth, padding, titleHeight] = [19, 8.4, 18, 34];

/** The style that the text after an escape sequence has. */
interface Style {
  readonly bold: boolean;
  readonly dim: boolean;
  readonly color: string | null;
}

const plain: Style = { bold: false, dim: false, color: null };

/**
 * What a program printed to a terminal, as a picture that needs no font of its own.
 * @param text with escape sequences for bold, dim and the colors above; others have no effect
 * @param command what was typed, which is the first line
 */
export function terminalSvg(text: string, command: string): string {
  const lines = [`\u001b[1m$ ${command}\u001b[22m`, '', ...text.trimEnd().split('\n')];
  const columns = Math.max(...lines.map((line) => [...withoutStyles(line)].length));
  const width = Math.ceil(columns * charWidth + 2 * padding);
  const height = lines.length * lineHeight + titleHeight + padding;
  let style = plain;
  const rows = lines.map((line, index) => {
    const { spans, after } = spansOf(line, style);
    style = after;
    return `<text x="${padding}" y="${titleHeight + (index + 1) * lineHeight - 5}">${spans}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(`Output of ${command}`)}</title>`,
    '<style>text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#e6edf3;white-space:pre}.b{font-weight:700}.d{fill:#9da7b3}</style>',
    `<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>`,
    ...['#ff5f57', '#febc2e', '#28c840'].map(
      (fill, index) => `<circle cx="${padding + 6 + index * 20}" cy="18" r="6" fill="${fill}"/>`,
    ),
    ...rows,
    '</svg>',
    '',
  ].join('\n');
}

// eslint-disable-next-line no-control-regex -- escape sequences begin with a control character
const sequence = /\u001b\[([\d;]*)m/;

function withoutStyles(line: string): string {
  return line.replaceAll(new RegExp(sequence, 'g'), '');
}

function spansOf(line: string, before: Style): { readonly spans: string; readonly after: Style } {
  const [first = '', ...parts] = line.split(sequence);
  let after = before;
  let spans = span(first, after);
  for (let at = 0; at + 1 < parts.length; at += 2) {
    for (const code of (parts[at] ?? '').split(';')) after = styleAfter(after, code);
    spans += span(parts[at + 1] ?? '', after);
  }
  return { spans, after };
}

function styleAfter(style: Style, code: string): Style {
  switch (code) {
    case '':
    case '0':
      return plain;
    case '1':
      return { ...style, bold: true };
    case '2':
      return { ...style, dim: true };
    case '22':
      return { ...style, bold: false, dim: false };
    case '39':
      return { ...style, color: null };
    default:
      return { ...style, color: colors[code] ?? style.color };
  }
}

function span(text: string, { bold, dim, color }: Style): string {
  if (text === '') return '';
  const names = [bold && 'b', dim && 'd'].filter((name) => name !== false).join(' ');
  const attributes = [names && ` class="${names}"`, color && ` style="fill:${color}"`]
    .filter(Boolean)
    .join('');
  return `<tspan${attributes}>${escaped(text)}</tspan>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
