import { printable } from '../../src/text/printable.ts';
import type { Result } from '../../src/results/results.ts';
import type { ReportInput } from '../reporter.ts';
import { catalogue, type Catalogue } from '../shared/catalogue.ts';
import { resultGroups, ofStatus } from '../shared/group.ts';
import { matrix, type MatrixCheck } from '../shared/matrix.ts';
import { count } from '../shared/summary.ts';
import { pad, widthOf } from '../../src/text/columns.ts';
import { closingLines, groupLines, type Style } from './style.ts';

/** `corspec compare`: a matrix, then the failures of each implementation. */
export function compareLines(input: ReportInput, style: Style): string[] {
  const about = catalogue(input);
  return [
    ...matrixLines(input, style),
    ...input.results.targets.flatMap(({ id }) => {
      const own = input.results.results.filter((r) => r.target === id);
      return implementationLines(id, own, about, style);
    }),
    ...closingLines(input, count(input.results.results), style),
  ];
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
  const { fail, pass, error, failByLevel } = check.counts;
  const parts = [
    fail > 0 && `${fail} ✗`,
    failByLevel.security > 0 && `${failByLevel.security} !sec`,
    fail === 0 && pass > 0 && `${pass} ✓`,
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
  about: Catalogue,
  style: Style,
): string[] {
  const found = [...resultGroups(ofStatus(results, 'fail')), ...resultGroups(ofStatus(results, 'error'))];
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
