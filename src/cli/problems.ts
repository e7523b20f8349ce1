import { printable } from '../text/printable.ts';
import { shortestSecret } from '../results/redaction.ts';
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

/** The warning about a header whose value, or a part of it, cannot be masked. */
export function shortSecret(name: string): string {
  return `${JSON.stringify(name)}: the value, or the part after the scheme, is shorter than ${shortestSecret} characters. Reports do not mask it if the server sends it back.`;
}
