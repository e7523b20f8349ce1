import { reporters } from '../../../reports/index.ts';
import type { ReportInput } from '../../../reports/reporter.ts';

/** A report as the reporter of this id writes it, without colour. */
export function printed(id: string, input: ReportInput, columns = 100): string {
  const reporter = reporters.find((one) => one.id === id);
  if (!reporter) throw new Error(`There is no reporter "${id}".`);
  return reporter.render(input, { color: false, columns });
}
