import { printable } from '../text/printable.ts';
import { shortestSecret } from '../results/redaction.ts';
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

/** What is said of a header whose value, or a part of it, cannot be masked. */
export function shortSecret(name: string): string {
  return `${JSON.stringify(name)}: its value, or the part after the scheme, has fewer than ${shortestSecret} characters. It is not masked in reports where the server sends it back.`;
}
