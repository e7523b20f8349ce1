import { coverageOf, coverageText, namedOnlyTexts, plural } from '../../src/results/index.ts';
import { isExcused, isOpenFailure } from '../../src/results/known-failures.ts';
import { printable } from '../../src/text/printable.ts';
import type { CauseSummary, Result } from '../../src/results/results.ts';
import type { ReportInput } from '../reporter.ts';
import { catalogue, type Catalogue } from '../shared/catalogue.ts';
import { resultGroups, groupBy, levelsByWeight, ofStatus, runKey } from '../shared/group.ts';
import { count, failedPhrase } from '../shared/summary.ts';
import { unlockLines } from '../shared/unlocks.ts';
import { wrap } from '../../src/text/columns.ts';
import { causeLines, causesOf } from './causes.ts';
import { manyLines, mostTargets } from './many.ts';
import { tagLines } from './tags.ts';
import { closingLines, groupLines, levelPaint, type Style } from './style.ts';

/** `corspec run`: each target with its policy and browser, its causes, then the counts and the verdict. */
export function runLines(input: ReportInput, style: Style): string[] {
  const about = catalogue(input);
  const { results, targets } = input.results;
  if (targets.length > mostTargets && input.verbose !== true)
    return [
      ...manyLines(input, about, style),
      ...tagLines(input, style),
      ...coverageLines(results, input, style).map(style.paint.dim),
      '',
      ...closingLines(input, count(results), style),
    ];
  return [
    ...[...groupBy(results, runKey).values()].flatMap((group) => targetLines(group, input, about, style)),
    ...targets.flatMap((target) => notRunLines(target, style)),
    ...closingLines(input, count(results), style),
  ];
}

function targetLines(
  results: readonly Result[],
  input: ReportInput,
  about: Catalogue,
  style: Style,
): string[] {
  const { paint, columns } = style;
  const { verbose = false } = input;
  const first = results[0] as Result;
  const causes = causesOf(input.results, first).filter(({ browsers }) => browsers.includes(first.browser));
  const open = results.filter(isOpenFailure);
  const listed = verbose ? open : open.filter(({ cause }) => cause === undefined);
  return [
    `${paint.bold(printable(about.targetOf(first.target)))}  policy: ${printable(first.policy)} · ${paint.dim(`browser: ${printable(about.browserOf(first.browser))}`)}`,
    `  ${totalsText(results, causes, style)}`,
    '',
    ...causeLines(causes, input.gate?.strict ?? false, style),
    ...failureLines(listed, about, style),
    ...(verbose ? knownLines(results, about, style) : []),
    ...errorLines(results, about, style),
    ...(verbose || causes.length === 0 ? factLines(results, style) : []),
    ...(verbose || causes.length === 0 ? deviationLines(results, style) : []),
    ...coverageLines(results, input, style).map(paint.dim),
    ...unsupportedLines(results).flatMap((line) => wrap(line, columns, '  ').map(paint.dim)),
    '',
  ];
}

function totalsText(results: readonly Result[], causes: readonly CauseSummary[], { paint }: Style): string {
  const counts = count(results);
  const totals = [
    counts.pass > 0 && paint.green(`✓ ${counts.pass} passed`),
    counts.fail > 0 &&
      paint.red(
        `✗ ${failedPhrase(counts)}${causes.length > 0 ? `: ${plural(causes.length, 'problem')}` : ''}`,
      ),
    counts.known > 0 && paint.yellow(`~ ${plural(counts.known, 'known failure')}`),
    counts.error > 0 && paint.magenta(`! ${plural(counts.error, 'error')}`),
  ].filter((text) => text !== false);
  return totals.length > 0 ? totals.join('  ') : paint.dim('no verdict');
}

/** The failed checks one by one: all with --verbose, else those without a cause. */
function failureLines(failures: readonly Result[], about: Catalogue, style: Style): string[] {
  return levelsByWeight.flatMap((level) => {
    const failed = failures.filter((r) => r.level === level);
    if (failed.length === 0) return [];
    const title = levelPaint(style, level)(`${level}: ${plural(failed.length, 'failure')}`);
    return [`  ${title}`, '', ...resultGroups(failed).flatMap((group) => groupLines(group, about, style))];
  });
}

/** What a baseline or an ignore rule excuses. */
function knownLines(results: readonly Result[], about: Catalogue, style: Style): string[] {
  const known = results.filter(isExcused);
  if (known.length === 0) return [];
  const title = `known: ${plural(known.length, 'failure')} that do not affect the exit status`;
  return [
    `  ${style.paint.yellow(title)}`,
    '',
    ...resultGroups(known).flatMap((group) => groupLines(group, about, style)),
  ];
}

function errorLines(results: readonly Result[], about: Catalogue, style: Style): string[] {
  const errors = resultGroups(ofStatus(results, 'error'));
  if (errors.length === 0) return [];
  const title = 'errors: these checks could not be run; they are not failures of the server';
  return [
    ...wrap(title, style.columns, '  ').map(style.paint.magenta),
    '',
    ...errors.flatMap((finding) => groupLines(finding, about, style)),
  ];
}

/** Facts that informative checks report when they pass. */
function factLines(results: readonly Result[], { paint, columns }: Style): string[] {
  const texts = results.flatMap(({ status, message }) => (status === 'pass' && message ? [message] : []));
  if (texts.length === 0) return [];
  return [
    paint.dim('  facts (not failures):'),
    ...[...new Set(texts)].flatMap((text) => wrap(printable(text), columns, '    ').map(paint.dim)),
  ];
}

function deviationLines(results: readonly Result[], { paint, columns }: Style): string[] {
  const texts = results.flatMap((r) =>
    r.deviations.map(({ id, says }) => `${r.scenario}: ${says}${id ? ` (${id})` : ''}`),
  );
  if (texts.length === 0) return [];
  return [
    paint.dim('  the browser deviates from the standard (not a failure of the server):'),
    ...[...new Set(texts)].flatMap((text) => wrap(printable(text), columns, '    ').map(paint.dim)),
  ];
}

/** How many checks ran, by family, and what unlocks the others. */
function coverageLines(results: readonly Result[], input: ReportInput, { columns }: Style): string[] {
  const coverage = coverageOf(results);
  if (coverage.of === 0) return [];
  const browsers = [...new Set(results.map(({ browser }) => browser))];
  const sentences = [coverageText(coverage), ...namedOnlyTexts(input.results.namedOnly, browsers)];
  return [
    ...wrap(`coverage: ${sentences.join(' ')}`, columns, '  '),
    ...unlockLines(results, coverage, mostUnlocks, input).flatMap((text) => wrap(text, columns, '    ')),
  ].map((line) => printable(line));
}

/** The most lines about what unlocks checks. */
const mostUnlocks = 4;

/** Why the target does not support the policy. */
function unsupportedLines(results: readonly Result[]): string[] {
  const reasons = groupBy(ofStatus(results, 'unsupported'), (r) => r.message ?? 'no reason given');
  return [...reasons].map(([reason, { length }]) => `– ${length} unsupported: ${printable(reason)}`);
}

function notRunLines(target: ReportInput['results']['targets'][number], { paint, columns }: Style): string[] {
  return Object.entries(target.policies)
    .filter(([, { status }]) => status !== 'ready')
    .flatMap(([policy, { status, reason }]) => [
      `${paint.bold(printable(target.title || target.id))}  policy: ${printable(policy)}`,
      ...wrap(`${status}: ${printable(reason ?? 'no reason given')}`, columns, '  ').map(paint.magenta),
      '',
    ]);
}
