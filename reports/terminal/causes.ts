import { isGating, plural } from '../../src/results/index.ts';
import { openCauses } from '../../src/results/known-failures.ts';
import type { CauseSummary, Results } from '../../src/results/results.ts';
import { pad, wrap } from '../../src/text/columns.ts';
import { printable } from '../../src/text/printable.ts';
import { causePage, exchangeTexts } from '../shared/causes.ts';
import { levelPaint, type Style } from './style.ts';

const labelWidth = 8;
const indent = ' '.repeat(4);
const textIndent = ' '.repeat(4 + labelWidth);

/** A cause on a screen shows this much of its configuration. */
const mostSnippetLines = 10;

/**
 * Causes that gate, each with what shows it, its impact and its fix; of the others the title and the fix.
 * @param where the targets that have it, where a report is of many
 */
export function causeLines(
  causes: readonly CauseSummary[],
  strict: boolean,
  style: Style,
  where?: string,
): string[] {
  const targets = where === undefined ? [] : labelled('at', where, style);
  return causes.flatMap((cause) =>
    isGating(cause.level, strict) ? wholeCause(cause, style, targets) : shortCause(cause, style, targets),
  );
}

/** The causes of one target under one policy that are not known. */
export function causesOf(
  results: Results,
  { target, policy }: Pick<CauseSummary, 'target' | 'policy'>,
): readonly CauseSummary[] {
  return openCauses(results).filter((cause) => cause.target === target && cause.policy === policy);
}

function wholeCause(cause: CauseSummary, style: Style, targets: readonly string[]): string[] {
  return [
    ...headLines('✗', cause, style),
    ...targets,
    ...(cause.exchange === undefined ? [] : exchangeLines(cause.exchange, style)),
    ...labelled('impact', cause.impact, style),
    ...labelled('fix', cause.fix.says, style),
    ...snippetLines(cause, style),
    ...(cause.notes ?? []).flatMap(({ text }) => labelled('note', text, style)),
    ...labelled('more', causePage(cause.code), style, 'whole'),
    ...(cause.reproduce === '' ? [] : labelled('rerun', cause.reproduce, style, 'whole')),
    '',
  ];
}

function shortCause(cause: CauseSummary, style: Style, targets: readonly string[]): string[] {
  return [
    ...headLines(cause.level === 'informative' ? '·' : '⚠', cause, style),
    ...targets,
    ...labelled('fix', cause.fix.says, style),
    '',
  ];
}

function headLines(mark: string, { level, title, checks }: CauseSummary, style: Style): string[] {
  const paint = levelPaint(style, level);
  const [first = '', ...rest] = wrap(
    `${level}: ${printable(title)} (${plural(checks.length, 'check')})`,
    style.columns - indent.length,
  );
  return [
    `  ${paint(mark)} ${style.paint.bold(first)}`,
    ...rest.map((line) => `${indent}${style.paint.bold(line)}`),
  ];
}

/** The request and the response, with the header lines that CORS concerns. */
function exchangeLines(exchange: NonNullable<CauseSummary['exchange']>, style: Style): string[] {
  const { request, response } = exchangeTexts(exchange);
  return [...labelled('request', request, style), ...labelled('answer', response, style)];
}

/** Configuration to copy: never wrapped. */
function snippetLines({ fix }: CauseSummary, { paint }: Style): string[] {
  if (fix.snippet === undefined) return [];
  const lines = fix.snippet.trimEnd().split('\n');
  const shown = lines
    .slice(0, mostSnippetLines)
    .map((line) => `${textIndent}  ${paint.cyan(printable(line))}`);
  const more = lines.length - mostSnippetLines;
  return more > 0 ? [...shown, `${textIndent}  … ${plural(more, 'more line')}: --verbose`] : shown;
}

/** `whole`: not broken into lines, to be copied. */
function labelled(label: string, text: string, { paint, columns }: Style, whole?: 'whole'): string[] {
  const safe = printable(text);
  const [head = '', ...rest] = whole === undefined ? wrap(safe, columns - textIndent.length) : [safe];
  return [
    `${indent}${paint.dim(pad(label, labelWidth))}${head}`,
    ...rest.map((line) => `${textIndent}${line}`),
  ];
}
