import pc from 'picocolors';
import type { ChangedCheck, DiffCause, LoneCheck, LoneName, ResultsDiff } from '../results/diff.ts';
import { plural } from '../results/index.ts';
import type { ResultsFile } from '../results/merge.ts';
import type { Results } from '../results/results.ts';
import { wrap } from '../text/columns.ts';
import { printable } from '../text/printable.ts';

interface Diffed {
  readonly a: ResultsFile;
  readonly b: ResultsFile;
  readonly diff: ResultsDiff;
}

export interface DiffStyle {
  readonly color: boolean;
  readonly columns: number;
}

/** What changed, for people: causes, then counts; with `verbose`, checks. */
export function diffText({ a, b, diff }: Diffed, verbose: boolean, { color, columns }: DiffStyle): string {
  const paint = pc.createColors(color);
  const { causes, checks } = diff;
  const place = placeIn(b.results);
  const lines = [
    paint.dim(`A  ${fileText(a)}`),
    paint.dim(`B  ${fileText(b)}`),
    ...notCompared(diff, ['A', 'B']).map((text) => paint.yellow(text)),
    '',
    ...causes.new.map((cause) => paint.red(`✗ new: ${causeText(cause, place)}`)),
    ...causes.changed.map((cause) => `~ changed: ${causeText(cause, place)}`),
    ...causes.gone.map((cause) => paint.green(`✓ gone: ${causeText(cause, place)}`)),
    ...(causes.new.length + causes.changed.length + causes.gone.length > 0 ? [''] : []),
    ...(verbose ? checkLines(checks, place) : []),
    countsText(checks),
    sentence(diff, paint),
  ];
  return `${lines.flatMap((line) => (line === '' ? [''] : wrap(line, columns))).join('\n')}\n`;
}

function fileText({ file, results }: ResultsFile): string {
  const { startedAt, tool, results: all } = results;
  const when = startedAt.slice(0, 16).replace('T', ' ');
  return printable(`${file}  ${when}, corspec ${tool.version}, ${plural(all.length, 'check')}`);
}

/** @param names of the two results */
export function notCompared(
  { aligned, onlyInA, onlyInB }: ResultsDiff,
  [a, b]: readonly [string, string],
): readonly string[] {
  const names = (lone: readonly LoneName[]): string =>
    lone.map(({ kind, name }) => `${kind} ${name}`).join(', ');
  return [
    ...aligned.map(
      (one) => `The ${one.kind}s differ, and are compared with each other: ${one.a} and ${one.b}.`,
    ),
    ...(onlyInA.length === 0 ? [] : [`Only in ${a}, not compared: ${names(onlyInA)}.`]),
    ...(onlyInB.length === 0 ? [] : [`Only in ${b}, not compared: ${names(onlyInB)}.`]),
  ].map((text) => printable(text));
}

/** Says where a problem or a check is, of what tells it from the others in the file. */
export type Place = (where: { target: string; policy: string; browser?: string }) => string;

export function placeIn({ results }: Results): Place {
  const isOne = (key: 'target' | 'policy' | 'browser'): boolean =>
    new Set(results.map((result) => result[key])).size < 2;
  return ({ target, policy, browser }) => {
    const parts = [
      !isOne('target') && target,
      !isOne('policy') && `policy ${policy}`,
      browser !== undefined && !isOne('browser') && browser,
    ].filter((part) => part !== false);
    return parts.length === 0 ? '' : ` · ${parts.join(', ')}`;
  };
}

export function causeText(cause: DiffCause, place: Place): string {
  const { level, title, before, after } = cause;
  const count = before === 0 || after === 0 ? plural(before + after, 'check') : `${before} → ${after} checks`;
  return printable(`${level}: ${title} (${count})${place(cause)}`);
}

function checkLines(
  { worse, better, other, new: added, gone }: ResultsDiff['checks'],
  place: Place,
): readonly string[] {
  const changes = (title: string, checks: readonly ChangedCheck[]): readonly string[] =>
    block(title, checks, (check) => checkText(check, place));
  const lone = (title: string, checks: readonly LoneCheck[]): readonly string[] =>
    block(title, checks, (check) =>
      printable(`${check.scenario} (${check.level}): ${check.status}${place(check)}`),
    );
  return [
    ...changes('worse', worse),
    ...changes('better', better),
    ...changes('other changes', other),
    ...lone('only in B', added),
    ...lone('only in A', gone),
  ];
}

export function checkText(check: ChangedCheck, place: Place): string {
  const { scenario, level, before, after } = check;
  return printable(`${scenario} (${level}): ${before} → ${after}${place(check)}`);
}

function block<Check>(
  title: string,
  checks: readonly Check[],
  textOf: (check: Check) => string,
): readonly string[] {
  if (checks.length === 0) return [];
  return [`${title}:`, ...checks.map((check) => `  ${textOf(check)}`), ''];
}

function countsText({ worse, better, other, new: added, gone, same }: ResultsDiff['checks']): string {
  return [
    `Checks: ${worse.length} worse, ${better.length} better, ${same} unchanged`,
    other.length > 0 && `${other.length} with another status`,
    added.length > 0 && `${added.length} only in B`,
    gone.length > 0 && `${gone.length} only in A`,
  ]
    .filter((part) => part !== false)
    .join(', ');
}

function sentence(
  { isWorse, causes, checks }: ResultsDiff,
  paint: ReturnType<typeof pc.createColors>,
): string {
  const added = causes.new.length === 0 ? [] : [plural(causes.new.length, 'new problem')];
  const gone = causes.gone.length === 0 ? [] : [`${plural(causes.gone.length, 'problem')} gone`];
  const failing = [...checks.worse, ...checks.new.filter(({ status }) => status === 'fail')].length;
  if (isWorse) {
    const fail = `${plural(failing, 'check')} ${failing === 1 ? 'fails' : 'fail'} that did not`;
    return paint.red(`✗ WORSE: ${[...added, fail, ...gone].join(', ')}.`);
  }
  if (checks.better.length > 0) {
    const pass = `${plural(checks.better.length, 'check')} ${checks.better.length === 1 ? 'passes' : 'pass'} that did not`;
    return paint.green(`✓ BETTER: ${[...gone, pass].join(', ')}.`);
  }
  const rest = failing > 0 ? ` ${plural(failing, 'check')} changed at level informative.` : '';
  return paint.green(`✓ NOT WORSE.${rest}`);
}
