import { isGating, plural } from '../../src/results/index.ts';
import { printable } from '../../src/text/printable.ts';
import type { Result } from '../../src/results/results.ts';
import type { ReportInput } from '../reporter.ts';
import { catalogue, type Catalogue } from '../shared/catalogue.ts';
import { type CauseOfTarget, causesByTarget, unexplained } from '../shared/causes.ts';
import { groupBy, resultGroups, ofStatus } from '../shared/group.ts';
import { matrix, type MatrixCheck } from '../shared/matrix.ts';
import { count } from '../shared/summary.ts';
import { mostInFull } from '../shared/shared-causes.ts';
import { pad, wrap } from '../../src/text/columns.ts';
import { widthOf } from '../../src/text/width.ts';
import { causeLines } from './causes.ts';
import { compareManyLines } from './compare-many.ts';
import { closingLines, groupLines, levelPaint, type Style } from './style.ts';

/**
 * `corspec compare`: the causes of each implementation on a line each, the matrix, then the causes of level security in
 * full. Failures without a cause, errors, and everything with --verbose, are listed one by one.
 */
export function compareLines(input: ReportInput, style: Style): string[] {
  const about = catalogue(input);
  if (input.results.targets.length > mostInFull && input.verbose !== true)
    return [
      ...compareManyLines(input, about, style),
      ...closingLines(input, count(input.results.results), style),
    ];
  const causes = causesByTarget(input.results);
  return [
    ...input.results.targets.flatMap(({ id }) =>
      targetLines(about.targetOf(id), causes.get(id) ?? [], input.verbose === true, style),
    ),
    ...matrixLines(input, style),
    ...securityLines([...causes.values()].flat(), style),
    ...input.results.targets.flatMap(({ id }) => {
      const own = input.results.results.filter((r) => r.target === id);
      return implementationLines(id, own, input, about, style);
    }),
    ...closingLines(input, count(input.results.results), style),
  ];
}

/** So many causes of an implementation are on the screen; the worst come first. */
const mostCauses = 8;

function targetLines(
  title: string,
  causes: readonly CauseOfTarget[],
  verbose: boolean,
  style: Style,
): string[] {
  if (causes.length === 0) return [];
  const { paint, columns } = style;
  const shown = verbose ? causes : causes.slice(0, mostCauses);
  const rest = causes.length - shown.length;
  return [
    `${paint.bold(printable(title))}  ${plural(causes.length, 'problem')}`,
    ...shown.flatMap(({ cause, policies, checks }) => {
      const mark = isGating(cause.level, false) ? '✗' : '⚠';
      const under = policies.length > 2 ? `${policies.length} policies` : policies.join(', ');
      const text = `${cause.level}: ${cause.title} (${plural(checks, 'check')}; ${under})`;
      const [head = '', ...more] = wrap(printable(text), columns - 4);
      return [`  ${levelPaint(style, cause.level)(mark)} ${head}`, ...more.map((line) => `    ${line}`)];
    }),
    ...(rest > 0 ? [paint.dim(`    … ${rest} more: --verbose`)] : []),
    '',
  ];
}

/** What an attacker can use, once for all implementations that have it. */
function securityLines(causes: readonly CauseOfTarget[], style: Style): string[] {
  const security = causes.filter(({ cause }) => cause.level === 'security');
  return [...groupBy(security, ({ cause }) => cause.id).values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const checks = same.flatMap(({ cause }) => cause.checks);
    return causeLines([{ ...first.cause, checks }], false, style);
  });
}

/** The matrix, with its policies in as many blocks as the terminal's width requires. */
function matrixLines(input: ReportInput, { paint, columns }: Style): string[] {
  const { policies, rows } = matrix(input.results);
  const first = Math.max(...rows.map((row) => widthOf(printable(row.target.title || row.target.id))), 4);
  const widths = policies.map((policy, at) =>
    Math.max(
      widthOf(printable(policy)),
      ...rows.map((row) => widthOf(checkText(row.checks[at] as MatrixCheck))),
    ),
  );
  return blocks(widths, columns - first).flatMap((block) => [
    paint.dim(
      pad('', first) + block.map((at) => `  ${pad(printable(policies[at] ?? ''), widths[at] ?? 0)}`).join(''),
    ),
    ...rows.map((row) => {
      const checks = block.map((at) => {
        const check = row.checks[at] as MatrixCheck;
        const text = checkText(check);
        return `  ${checkPaint(paint, check)(text)}${pad('', (widths[at] ?? 0) - widthOf(text))}`;
      });
      return (
        paint.bold(pad(printable(row.target.title || row.target.id), first)) + checks.join('')
      ).trimEnd();
    }),
    '',
  ]);
}

/** Divides the columns into blocks that fit into the width, at least one column each. */
function blocks(widths: readonly number[], available: number): number[][] {
  const all: number[][] = [];
  let used = Infinity;
  for (const [at, width] of widths.entries()) {
    if (used + width + 2 > available) {
      all.push([]);
      used = 0;
    }
    all.at(-1)?.push(at);
    used += width + 2;
  }
  return all;
}

function checkText(check: MatrixCheck): string {
  if (check.kind !== 'counts') return check.kind;
  const { fail, pass, known, error, failByLevel } = check.counts;
  const gating = failByLevel.security + failByLevel.required;
  const parts = [
    gating > 0 && `${gating} ✗`,
    failByLevel.security > 0 && `${failByLevel.security} !sec`,
    fail > gating && `${fail - gating} ⚠`,
    fail === 0 && pass > 0 && `${pass} ✓`,
    known > 0 && `${known} known`,
    error > 0 && `${error} !err`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(' ') : 'none apply';
}

function checkPaint(paint: Style['paint'], check: MatrixCheck): (text: string) => string {
  if (check.kind !== 'counts') return check.kind === 'error' ? paint.magenta : paint.dim;
  const { fail, error, pass, failByLevel } = check.counts;
  if (failByLevel.security > 0) return (text) => paint.bold(paint.red(text));
  if (failByLevel.required > 0) return paint.red;
  if (fail > 0) return paint.yellow;
  if (error > 0) return paint.magenta;
  return pass > 0 ? paint.green : paint.dim;
}

function implementationLines(
  id: string,
  results: readonly Result[],
  { verbose = false }: ReportInput,
  about: Catalogue,
  style: Style,
): string[] {
  const failed = verbose ? ofStatus(results, 'fail') : unexplained(results);
  const found = [...resultGroups(failed), ...resultGroups(ofStatus(results, 'error'))];
  if (found.length === 0) return [];
  const browsers = new Set(results.map((r) => r.browser)).size;
  return [
    style.paint.bold(printable(about.targetOf(id))),
    '',
    ...found.flatMap((finding) => {
      const where = finding.policies.join(', ');
      const inBrowsers = browsers > 1 ? ` in ${finding.browsers.join(', ')}` : '';
      return groupLines(finding, about, style, `under ${where}${inBrowsers}`);
    }),
  ];
}
