import { printable } from '../text/printable.ts';
import type { Output } from './output.ts';

/** Writes all problems of a command line, and that nothing was started. */
export function writeProblems(output: Output, command: string, problems: readonly string[]): void {
  const safe = problems.map((problem) => printable(problem, { keepNewlines: true }));
  const [only = ''] = safe;
  const body = safe.length === 1 ? ` ${only}\n` : ` ${safe.length} problems\n${safe.map(item).join('')}`;
  output.write(`${command}:${body}Nothing was started. See \`${command} --help\`.\n`);
}

function item(problem: string): string {
  return `  - ${problem.replaceAll('\n', '\n    ')}\n`;
}
