import { printable } from '../vocabulary/printable.ts';
import type { Output } from './output.ts';

/** Says everything that is wrong with a command, and that nothing was done. */
export function sayProblems(output: Output, command: string, problems: readonly string[]): void {
  const safe = problems.map((problem) => printable(problem, { keepNewlines: true }));
  const [only = ''] = safe;
  const body =
    safe.length === 1 ? ` ${only}\n` : ` ${safe.length} things are wrong\n${safe.map(item).join('')}`;
  output.write(`${command}:${body}Nothing was started. \`${command} --help\` shows what can be written.\n`);
}

function item(problem: string): string {
  return `  - ${problem.replaceAll('\n', '\n    ')}\n`;
}
