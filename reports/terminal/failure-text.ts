import pc from 'picocolors';
import { isGating } from '../../src/results/index.ts';
import { openCauses } from '../../src/results/known-failures.ts';
import { printable } from '../../src/text/printable.ts';
import { wrap } from '../../src/text/columns.ts';
import type { ReportInput } from '../reporter.ts';
import { verdict } from '../shared/summary.ts';
import { causeLines } from './causes.ts';

/** The verdict and the causes that decide it, for the message of an assertion: without colours. */
export function failureText(input: ReportInput, columns: number): string {
  const strict = input.gate?.strict ?? false;
  const style = { paint: pc.createColors(false), columns };
  const causes = openCauses(input.results).filter(({ level }) => isGating(level, strict));
  const { sentence } = verdict(input);
  return [...wrap(printable(sentence), columns), '', ...causeLines(causes, strict, style)]
    .join('\n')
    .trimEnd();
}
