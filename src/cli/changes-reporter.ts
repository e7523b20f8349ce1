import pc from 'picocolors';
import type { ReportInput, Reporter } from '../../reports/reporter.ts';
import { causeLines } from '../../reports/terminal/causes.ts';
import { duration } from '../../reports/shared/summary.ts';
import { verdictLines } from '../../reports/terminal/style.ts';
import { type ChangedCheck, type DiffCause, diffResults, type ResultsDiff } from '../results/diff.ts';
import { keyOfCheck } from '../results/excuse.ts';
import { plural } from '../results/index.ts';
import { openCauses } from '../results/known-failures.ts';
import type { Results } from '../results/results.ts';
import { wrap } from '../text/columns.ts';
import { joined } from '../text/phrases.ts';
import { printable } from '../text/printable.ts';
import { causeText, checkText, type DiffStyle, notCompared, type Place, placeIn } from './diff-text.ts';

/** The most checks that are listed one by one. */
const mostChecks = 10;

/**
 * For the terminal, after a repeated run: what changed since the run before, and the verdict.
 * @param waiting the scenarios that are not done yet
 */
export function changesSince(before: Results, waiting: readonly string[] = []): Reporter {
  return {
    id: 'terminal',
    title: 'What changed since the run before',
    render: (input, style) =>
      `${[...changeLines(before, input, style), ...waitingLines(waiting, style)].join('\n')}\n`,
  };
}

/** For the terminal, when the checks of these scenarios are done as well, after all others were shown. */
export function confirms(shown: Results, waiting: readonly string[]): Reporter {
  return {
    id: 'terminal',
    title: 'What changed since the other checks were done',
    render: (input, style) => {
      const lines = changeLines(shown, input, style);
      const took = duration(input.results.durationMs);
      const confirmed = wrap(`Confirmed, with ${joined(waiting)} (${took}).`, style.columns);
      return `${(isUnchanged(shown, input.results) ? confirmed : lines).join('\n')}\n`;
    },
  };
}

function waitingLines(waiting: readonly string[], { columns }: DiffStyle): readonly string[] {
  if (waiting.length === 0) return [];
  const until =
    waiting.length === 1
      ? 'Its last result counts until it is done.'
      : 'Their last results count until they are done.';
  return wrap(printable(`Still waiting: ${joined(waiting)}. ${until}`), columns);
}

function changeLines(before: Results, input: ReportInput, style: DiffStyle): readonly string[] {
  const { results } = input;
  const closing = verdictLines(input, { paint: pc.createColors(style.color), columns: style.columns });
  const took = ` (${duration(results.durationMs)}).`;
  // Half of a run would look as if the rest had changed.
  if (results.interrupted === true || before.interrupted === true) return closing;
  const [a, b] = [withOpenCauses(before), withOpenCauses(results)];
  const diff = diffResults(a, b);
  const changes = [
    ...notCompared(diff, ['the previous run', 'this run']).flatMap((line) => wrap(line, style.columns)),
    ...causeChanges(diff, b, input, style),
    ...checkChanges(diff, a, b, input.verbose === true, style),
  ];
  // One line where nothing has changed.
  if (changes.length === 0 && !hasOtherChanges(diff)) return [`No change${took} ${closing.join(' ')}`];
  return [...changes, ...wrap(countsText(diff) + took, style.columns), ...closing];
}

function hasOtherChanges({ checks: { other, new: added, gone } }: ResultsDiff): boolean {
  return other.length + added.length + gone.length > 0;
}

function isUnchanged(before: Results, after: Results): boolean {
  const diff = diffResults(withOpenCauses(before), withOpenCauses(after));
  const { checks, causes } = diff;
  const changes = [checks.worse, checks.better, causes.new, causes.gone, causes.changed];
  return changes.every(({ length }) => length === 0) && !hasOtherChanges(diff);
}

function withOpenCauses(results: Results): Results {
  return { ...results, causes: [...openCauses(results)] };
}

/** New problems as in the report of a first run, the others in one line each. */
function causeChanges(
  { causes }: ResultsDiff,
  b: Results,
  { gate }: ReportInput,
  { color, columns }: DiffStyle,
): readonly string[] {
  const paint = pc.createColors(color);
  const place = placeIn(b);
  const isNew = (cause: NonNullable<Results['causes']>[number]) =>
    causes.new.some(({ target, policy, id }) => cause.id === id && cause.target === target && cause.policy === policy); // prettier-ignore
  const whole = (b.causes ?? []).filter(isNew);
  const line = (paintLine: (text: string) => string, text: string) => wrap(text, columns).map(paintLine);
  return [
    ...causes.gone.flatMap((cause) => line(paint.green, `✓ gone: ${causeText(cause, place)}`)),
    ...causes.changed.flatMap((cause) => line(String, `~ changed: ${causeText(cause, place)}`)),
    ...(whole.length === 0 ? [] : [paint.red(`✗ new: ${plural(whole.length, 'problem')}`), '']),
    ...causeLines(whole, gate?.strict ?? false, { paint, columns }),
  ];
}

/** The checks that no line about a problem explains; all with --verbose. */
function checkChanges(
  { checks, causes }: ResultsDiff,
  a: Results,
  b: Results,
  verbose: boolean,
  style: DiffStyle,
): readonly string[] {
  const paint = pc.createColors(style.color);
  const place = placeIn(b);
  const worse = explainedBy([...causes.new, ...causes.changed], b);
  const better = explainedBy([...causes.gone, ...causes.changed], a);
  const listed = (changes: readonly ChangedCheck[], isExplained: (check: ChangedCheck) => boolean) =>
    changes.filter((check) => verbose || !isExplained(check));
  return [
    ...checkLines(listed(checks.worse, worse), '✗', paint.red, { verbose, place, style }),
    ...checkLines(listed(checks.better, better), '✓', paint.green, { verbose, place, style }),
  ];
}

function explainedBy(causes: readonly DiffCause[], { results }: Results): (check: ChangedCheck) => boolean {
  const ids = new Set(causes.map(({ target, policy, id }) => JSON.stringify([target, policy, id])));
  const causeOf = new Map(results.map((result) => [keyOfCheck(result), result.cause]));
  return (check) => ids.has(JSON.stringify([check.target, check.policy, causeOf.get(keyOfCheck(check))]));
}

function checkLines(
  checks: readonly ChangedCheck[],
  mark: string,
  paint: (text: string) => string,
  { verbose, place, style }: { readonly verbose: boolean; readonly place: Place; readonly style: DiffStyle },
): readonly string[] {
  const shown = verbose ? checks : checks.slice(0, mostChecks);
  const more = checks.length - shown.length;
  return [
    ...shown.flatMap((check) => wrap(`${mark} ${checkText(check, place)}`, style.columns).map(paint)),
    ...(more > 0 ? [paint(printable(`${mark} … ${plural(more, 'more check')}: --verbose`))] : []),
  ];
}

function countsText({ checks }: ResultsDiff): string {
  const { worse, better, other, new: added, gone, same } = checks;
  return [
    `Checks: ${worse.length} worse, ${better.length} better, ${same} unchanged`,
    other.length > 0 && `${other.length} with another status`,
    added.length > 0 && `${added.length} new`,
    gone.length > 0 && `${gone.length} gone`,
  ]
    .filter((part) => part !== false)
    .join(', ');
}
