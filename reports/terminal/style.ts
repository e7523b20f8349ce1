import type { Colors } from 'picocolors/types.js';
import type { Verdict } from '../../src/results/index.ts';
import { printable } from '../../src/text/printable.ts';
import type { Result } from '../../src/results/results.ts';
import type { Level } from '../../src/scenarios/scenario.ts';
import type { Catalogue } from '../shared/catalogue.ts';
import { printableLines } from '../shared/escape.ts';
import { type ResultGroup, otherScenarios } from '../shared/group.ts';
import { noteTexts, staleTexts, summaryLine, verdict, type Counts } from '../shared/summary.ts';
import { pad, wrap } from '../../src/text/columns.ts';
import type { ReportInput } from '../reporter.ts';

export interface Style {
  readonly paint: Colors;
  readonly columns: number;
}

/** The colour of a level's failures. */
export function levelPaint({ paint }: Style, level: Level): (text: string) => string {
  if (level === 'security') return (text) => paint.bold(paint.red(text));
  if (level === 'required') return paint.red;
  return level === 'recommended' ? paint.yellow : paint.dim;
}

/** The lines of a failure or error. `where` names the policies and browsers of its checks. */
export function groupLines(finding: ResultGroup, about: Catalogue, style: Style, where = ''): string[] {
  const { first } = finding;
  const { paint, columns } = style;
  const others = otherScenarios(finding);
  const mark = first.status === 'error' ? paint.magenta('!') : levelPaint(style, first.level)('✗');
  const head = `${paint.bold(printable(first.scenario))}${where ? paint.dim(`  ${printable(where)}`) : ''}`;
  const { title, impact } = about.scenario(first.scenario) ?? {};
  const excuse = about.excuseOf(first);
  return [
    `  ${mark} ${head}`,
    ...(title ? wrap(printable(title), columns, '    ') : []),
    ...(excuse === undefined ? [] : wrap(printable(excuse), columns, '      ').map(paint.yellow)),
    ...wrap(printableLines(first.message ?? 'No message.'), columns, '      '),
    ...(others === null ? [] : wrap(`Same error in: ${printable(others)}`, columns, '      ')),
    ...(impact !== undefined && first.status === 'fail' ? impactLines(impact, style) : []),
    ...factLines(first, about, style),
    '',
  ];
}

const labelWidth = 8;

/** The indentation of the text after a label. */
const factIndent = ' '.repeat(6 + labelWidth);

/** What an attacker gains or users lose, to judge the urgency of a failure. */
function impactLines(impact: string, { paint, columns }: Style): string[] {
  const [head = '', ...rest] = wrap(printable(impact), columns - factIndent.length);
  return [`      ${paint.dim(pad('impact', labelWidth))}${head}`, ...rest.map((line) => factIndent + line)];
}

function factLines(result: Result, about: Catalogue, { paint, columns }: Style): string[] {
  const facts: [string, string | undefined][] = [
    ['wire', result.wire || undefined],
    ['spec', about.specOf(result)],
    ['rerun', result.reproduce],
  ];
  return facts.flatMap(([name, text]) => {
    if (!text) return [];
    // Commands and URLs are not broken into lines, so that they can be copied.
    const label = paint.dim(pad(name, labelWidth));
    const [head = '', ...rest] =
      name === 'wire' ? wrap(printable(text), columns - factIndent.length) : [printable(text)];
    return [`      ${label}${head}`, ...rest.map((line) => factIndent + line)];
  });
}

/** The last lines of every report: notes about targets, counts, and the verdict. */
export function closingLines(input: ReportInput, counts: Counts, style: Style): string[] {
  const { paint, columns } = style;
  return [
    ...noteTexts(input.results).flatMap((text) => wrap(`! ${printable(text)}`, columns).map(paint.yellow)),
    ...staleLines(input, columns),
    ...wrap(summaryLine(counts, input.results.durationMs), columns),
    ...verdictLines(input, style),
  ];
}

/** The verdict in one sentence. */
export function verdictLines(input: ReportInput, { paint, columns }: Style): string[] {
  const { kind, sentence } = verdict(input);
  const marks: Record<Verdict['kind'], string> = { conforms: '✓', fails: '✗', unknown: '!', survey: '·' };
  const paints = { conforms: paint.green, fails: paint.red, unknown: paint.magenta, survey: paint.bold };
  return wrap(`${marks[kind]} ${printable(sentence)}`, columns).map((line) => paints[kind](line));
}

/** So many stale entries are on the screen. */
const mostStale = 10;

/** The entries of the baseline that must be taken out. */
function staleLines({ results, verbose = false }: ReportInput, columns: number): string[] {
  const texts = staleTexts(results);
  if (texts.length === 0) return [];
  const shown = verbose ? texts : texts.slice(0, mostStale);
  const rest = texts.length - shown.length;
  return [
    ...wrap(`in ${printable(results.baseline?.file ?? '')}, but these checks pass now:`, columns),
    ...shown.flatMap((text) => wrap(printable(text), columns, '  ')),
    ...(rest > 0 ? [`  … ${rest} more: --verbose`] : []),
  ];
}
