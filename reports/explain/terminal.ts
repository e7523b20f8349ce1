import pc from 'picocolors';
import type { Colors } from 'picocolors/types.js';
import { printable } from '../../src/text/printable.ts';
import type {
  Advice,
  Section,
  Ending,
  OriginRow,
  Paragraph,
  Explanation,
  ShownCheck,
  ShownExchange,
} from '../../src/results/explanation.ts';
import { pad, widthOf, wrap } from '../../src/text/columns.ts';

interface Style {
  readonly paint: Colors;
  readonly columns: number;
}

/** The longest line: longer ones are hard to read. */
const widest = 100;
const standard = 'https://fetch.spec.whatwg.org/';
const indent = '   ';

/** An explanation for a terminal. All text from a server is escaped. */
export function explanationText(
  story: Explanation,
  options: { readonly color: boolean; readonly columns: number },
): string {
  const columns = Math.min(widest, Math.max(40, options.columns));
  const style: Style = { paint: pc.createColors(options.color), columns };
  const lines = [
    ...heading(story, style),
    ...story.chapters.flatMap((chapter, index) => ['', ...chapterLines(chapter, index + 1, style)]),
    '',
    ...endingLines(story.ending, story, style),
    ...adviceLines(story.advice, style),
  ];
  return `${lines.join('\n')}\n`;
}

function heading({ request, browser }: Explanation, { paint, columns }: Style): string[] {
  const { method, url, origin, credentials } = request;
  const by =
    browser.id === 'model'
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

function exchangeLines(exchange: ShownExchange, style: Style): string[] {
  const { paint, columns } = style;
  const { method, target, requestHeaders, response, failure } = exchange;
  const out = sideOf(paint.cyan('→'), style);
  return [
    out(`${method} ${target}`, paint.bold),
    ...requestHeaders.map(([name, value]) => out(`${name}: ${value}`, headerPaint(name, paint))),
    ...(response === undefined ? [] : responseLines(response, style)),
    ...(failure === undefined
      ? []
      : hanging(printable(failure), `${indent}! `, `${indent}  `, columns).map(paint.yellow)),
  ].flat();
}

function responseLines(response: NonNullable<ShownExchange['response']>, style: Style): string[] {
  const { paint } = style;
  const { status, reason, headers, others, body } = response;
  const back = sideOf(paint.magenta('←'), style);
  return [
    back(`${status} ${reason}`.trim(), paint.bold),
    ...headers.map(([name, value]) => back(`${name}: ${value}`, headerPaint(name, paint))),
    ...(others === 0
      ? []
      : [back(`(and ${others} other ${others === 1 ? 'header' : 'headers'})`, paint.dim)]),
    ...(body === undefined ? [] : [back(body, paint.dim)]),
  ].flat();
}

type Paint = (text: string) => string;

/** Lines of one side of an exchange. */
function sideOf(arrow: string, { columns }: Style): (text: string, tint: Paint) => string[] {
  const rest = `${indent}      `;
  return (text, tint) =>
    wrap(printable(text), columns, rest).map((line, index) =>
      index === 0 ? `${indent}${arrow} ${tint(line.slice(rest.length))}` : tint(line),
    );
}

/** Highlights the headers that CORS uses. */
function headerPaint(name: string, paint: Colors): Paint {
  return /^(access-control-.*|origin)$/i.test(name) ? paint.reset : paint.dim;
}

function checkLines({ ok, says }: ShownCheck, { paint, columns }: Style): string[] {
  const mark = ok ? paint.green('✓') : paint.red('✗');
  return hanging(printable(says), `${indent}${mark} `, `${indent}  `, columns).map((line) =>
    ok ? line : paint.red(line),
  );
}

/** Lines with a hanging indent: `first` before the first line, `rest` before the others. */
function hanging(text: string, first: string, rest: string, columns: number): string[] {
  return wrap(text, columns, rest).map((line, index) =>
    index === 0 ? first + line.slice(rest.length) : line,
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

function rowLines(rows: Ending['rows'], { paint, columns }: Style): string[] {
  const width = Math.max(0, ...rows.map(({ label }) => label.length)) + 2;
  const space = ' '.repeat(2 + width);
  return rows.flatMap(({ label, text }) =>
    hanging(printable(text), `  ${paint.dim(pad(printable(label), width))}`, space, columns),
  );
}

/** What a real browser did. */
function observedLines({ observed }: Ending, method: string, style: Style): string[] {
  if (observed === undefined) return [];
  const { paint, columns } = style;
  const { outcome, console, deviations } = observed;
  const got = {
    response: () => (outcome.kind === 'response' ? `a response with status ${outcome.status}` : ''),
    error: () => (outcome.kind === 'error' ? `${outcome.name}: ${outcome.message}` : ''),
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

function adviceLines(advice: readonly Advice[], style: Style): string[] {
  if (advice.length === 0) return [];
  const lines = advice.flatMap(({ says, send, on }, index) => {
    const mark = advice.length === 1 ? '' : `${index + 1}. `;
    const space = ' '.repeat(2 + mark.length);
    const sent = send.flatMap(([name, value]) =>
      hanging(
        printable(`${name}: ${value}`),
        `${space}${style.paint.magenta('←')} ${style.paint.dim(pad(on, 10))}`,
        `${space}      `,
        style.columns,
      ),
    );
    return [...hanging(printable(says), `  ${mark}`, space, style.columns), ...sent];
  });
  return ['', style.paint.bold('What to change on the server'), ...lines];
}
