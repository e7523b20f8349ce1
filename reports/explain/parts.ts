import type { RawHeader } from '../../src/results/exchange.ts';
import pc from 'picocolors';
import type { Colors } from 'picocolors/types.js';
import { libraries, libraryIds } from '../../src/causes/libraries/index.ts';
import { printable } from '../../src/text/printable.ts';
import type { Advice, Ending, Explanation, ShownExchange } from '../../src/results/explanation.ts';
import { causePage } from '../shared/causes.ts';
import { pad, wrap } from '../../src/text/columns.ts';

// The parts that the full and the short form of an explanation have in common.

export interface Style {
  readonly paint: Colors;
  readonly columns: number;
}

/** The longest line: longer ones are hard to read. */
const widest = 100;
export const indent = '   ';

export function styleOf(options: { readonly color: boolean; readonly columns: number }): Style {
  return {
    paint: pc.createColors(options.color),
    columns: Math.min(widest, Math.max(40, options.columns)),
  };
}

export function exchangeLines(exchange: ShownExchange, style: Style): string[] {
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

/** Lines with a hanging indent: `first` before the first line, `rest` before the others. */
export function hanging(text: string, first: string, rest: string, columns: number): string[] {
  return wrap(text, columns, rest).map((line, index) =>
    index === 0 ? first + line.slice(rest.length) : line,
  );
}

export function rowLines(rows: Ending['rows'], { paint, columns }: Style): string[] {
  const width = Math.max(0, ...rows.map(({ label }) => label.length)) + 2;
  const space = ' '.repeat(2 + width);
  return rows.flatMap(({ label, text }) =>
    hanging(printable(text), `  ${paint.dim(pad(printable(label), width))}`, space, columns),
  );
}

/** The fix in the configuration of the library, where that is known. */
export function causeLines(causes: Explanation['causes'], { paint, columns }: Style): string[] {
  return causes.flatMap(({ code, title, impact, fix }) => [
    ...(isDanger(code)
      ? ['', ...wrap(printable(`✗ ${title}. ${impact} ${fix.says}`), columns).map(paint.red)]
      : []),
    ...(fix.snippet === undefined
      ? []
      : [
          ...wrap(
            printable(`With ${titleOf(fix.library)} (${fix.where ?? 'its configuration'}):`),
            columns,
            '  ',
          ),
          ...fix.snippet
            .trimEnd()
            .split('\n')
            .map((line) => `    ${paint.cyan(printable(line))}`),
        ]),
  ]);
}

export function noteLines(notes: Explanation['notes'], { columns, paint }: Style): string[] {
  return notes.flatMap(({ text }) =>
    hanging(printable(text), `${paint.yellow('Note:')} `, '      ', columns),
  );
}

/** Where to read on about the first cause; not broken into lines, to be copied. */
export function pageLines([first]: Explanation['causes'], { paint }: Style): string[] {
  return first === undefined ? [] : [paint.dim(`More: ${causePage(first.code)}`)];
}

function titleOf(library: string | undefined): string {
  const id = libraryIds.find((one) => one === library);
  return id === undefined ? 'your library' : libraries[id].title;
}

/** A request that passes, and should not for every origin. */
function isDanger(code: string): boolean {
  return code === 'origin-reflected' || code === 'null-allowed';
}

export function adviceLines(advice: readonly Advice[], style: Style): string[] {
  if (advice.length === 0) return [];
  const shown = joined(advice);
  const lines = shown.flatMap(({ says, rows }, index) => {
    const mark = shown.length === 1 ? '' : `${index + 1}. `;
    const space = ' '.repeat(2 + mark.length);
    const sent = rows.flatMap(({ header: [name, value], on }) =>
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

interface ShownAdvice {
  readonly says: string;
  readonly rows: readonly { readonly header: RawHeader; readonly on: string }[];
}

/** Headers that both responses need have one row, so that the explanation stays short. */
function joined(advice: readonly Advice[]): readonly ShownAdvice[] {
  const next = advice.find(({ unsent }) => unsent === true)?.send ?? [];
  const others = advice.filter(({ unsent }) => unsent !== true);
  const isIn = (list: readonly RawHeader[], [name, value]: RawHeader): boolean =>
    list.some((header) => header[0] === name && header[1] === value);
  const given = others.flatMap(({ send }) => send);
  const isWhole = next.length > 0 && next.every((header) => isIn(given, header));
  const shown = isWhole ? others : advice;
  return shown.map(({ says, send, on }) => ({
    says,
    rows: send.map((header) => ({
      header,
      on: isWhole && isIn(next, header) ? 'preflight and response ' : on,
    })),
  }));
}
