import { printable } from '../../src/text/printable.ts';
import type {
  Section,
  Ending,
  OriginRow,
  Paragraph,
  Explanation,
  ShownCheck,
} from '../../src/results/explanation.ts';
import { pad, wrap } from '../../src/text/columns.ts';
import { widthOf } from '../../src/text/width.ts';
import {
  adviceLines,
  causeLines,
  noteLines,
  pageLines,
  exchangeLines,
  hanging,
  indent,
  rowLines,
  type Style,
  styleOf,
} from './parts.ts';

const standard = 'https://fetch.spec.whatwg.org/';

/** An explanation for a terminal. All text from a server is escaped. */
export function explanationText(
  story: Explanation,
  options: { readonly color: boolean; readonly columns: number },
): string {
  return `${explanationLines(story, styleOf(options)).join('\n')}\n`;
}

export function explanationLines(story: Explanation, style: Style): string[] {
  return [
    ...heading(story, style),
    ...story.chapters.flatMap((chapter, index) => ['', ...chapterLines(chapter, index + 1, style)]),
    '',
    ...endingLines(story.ending, story, style),
    ...adviceLines(story.advice, style),
    ...causeLines(story.causes, style),
    ...noteLines(story.notes, style),
    ...pageLines(story.causes, style),
  ];
}

function heading({ request, browser }: Explanation, { paint, columns }: Style): string[] {
  const { method, url, origin, credentials } = request;
  const by =
    browser.id === 'har'
      ? 'By the Fetch standard, from recorded exchanges: nothing was sent.'
      : browser.id === 'model'
        ? 'By the Fetch standard (add --browser chromium to use a real browser).'
        : `In ${browser.name} ${browser.version}, compared with the Fetch standard.`;
  return [
    paint.bold(printable(`${method} ${url}`)),
    ...wrap(
      printable(
        `from a page at ${origin}, ${credentials ? 'with credentials (cookies)' : 'without credentials'}`,
      ),
      columns,
    ),
    ...wrap(printable(by), columns).map(paint.dim),
  ];
}

function chapterLines({ title, answer, turn, paragraphs }: Section, number: number, style: Style): string[] {
  const { paint } = style;
  const tint = { on: paint.reset, stop: paint.red, unknown: paint.yellow }[turn];
  const head = wrap(printable(`${number}. ${title} ${answer}`), style.columns);
  const bolded = head.map((line) => paint.bold(tint(line)));
  return [...bolded, ...paragraphs.flatMap((paragraph) => paragraphLines(paragraph, style))];
}

function paragraphLines(paragraph: Paragraph, style: Style): string[] {
  switch (paragraph.kind) {
    case 'text':
      return wrap(printable(paragraph.text), style.columns, indent);
    case 'origins':
      return originLines(paragraph.rows, style);
    case 'exchange':
      return exchangeLines(paragraph.exchange, style);
    case 'checks':
      return ['', ...paragraph.checks.flatMap((check) => checkLines(check, style))];
  }
}

function originLines(rows: readonly OriginRow[], { paint }: Style): string[] {
  const width = (own: string, of: (row: OriginRow) => string) =>
    Math.max(widthOf(own), ...rows.map((row) => widthOf(printable(of(row))))) + 2;
  const [page, server] = [width('page', (row) => row.page), width('server', (row) => row.server)];
  return [
    paint.dim(`${indent}        ${pad('page', page)}${pad('server', server)}`.trimEnd()),
    ...rows.map((row) => {
      const values = `${pad(printable(row.page), page)}${pad(printable(row.server), server)}`;
      return `${indent}${pad(row.part, 8)}${values}${row.same ? paint.dim('same') : paint.yellow('differs')}`;
    }),
  ];
}

function checkLines({ ok, says }: ShownCheck, { paint, columns }: Style): string[] {
  const mark = ok ? paint.green('✓') : paint.red('✗');
  return hanging(printable(says), `${indent}${mark} `, `${indent}  `, columns).map((line) =>
    ok ? line : paint.red(line),
  );
}

function endingLines(ending: Ending, { request }: Explanation, style: Style): string[] {
  const { paint, columns } = style;
  const mark = { readable: '✓', blocked: '✗', opaque: '–', unknown: '!' }[ending.outcome];
  const tint = { readable: paint.green, blocked: paint.red, opaque: paint.reset, unknown: paint.yellow }[
    ending.outcome
  ];
  const anchor = ending.decidedBy?.anchor;
  const rows = [
    ...ending.rows,
    ...(anchor === undefined ? [] : [{ label: 'standard', text: `${standard}${anchor}` }]),
  ];
  return [
    ...wrap(printable(`${mark} ${ending.says}`), columns).map((line) => paint.bold(tint(line))),
    ...rowLines(rows, style),
    ...observedLines(ending, request.method, style),
  ];
}

/** What a real browser did. */
export function observedLines({ observed }: Ending, method: string, style: Style): string[] {
  if (observed === undefined) return [];
  const { paint, columns } = style;
  const { outcome, console, deviations } = observed;
  const got = {
    response: () => (outcome.kind === 'response' ? `a response with status ${outcome.status}` : ''),
    error: () => (outcome.kind === 'error' ? `${outcome.name}: ${outcome.message}` : ''),
    sent: () => 'sends the request, and gives the script no response',
    timeout: () => `no response to the ${method} before the timeout`,
  }[outcome.kind]();
  return [
    '',
    paint.bold('What the browser did'),
    ...rowLines(
      [
        { label: 'the script', text: `got ${got}` },
        ...console.map((line) => ({ label: 'the console', text: line })),
      ],
      style,
    ),
    ...(deviations.length === 0
      ? wrap('This is what the standard requires.', columns, '  ').map(paint.dim)
      : deviations.flatMap(({ id, says }) =>
          wrap(
            printable(`Deviates from the standard: ${says}${id === null ? '' : ` (known: ${id})`}`),
            columns,
            '  ',
          ).map(paint.yellow),
        )),
  ];
}
