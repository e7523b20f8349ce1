import { printable } from '../text/printable.ts';

/** Arguments that are invalid: all problems at once. Nothing was started. */
export class UsageError extends TypeError {
  override readonly name = 'UsageError';
  readonly problems: readonly string[];

  constructor(call: string, problems: readonly string[]) {
    const safe = problems.map((problem) => printable(problem, { keepNewlines: true }));
    super(
      safe.length === 1
        ? `${call}: ${safe[0]}`
        : `${call}: ${safe.length} problems\n${safe.map(item).join('\n')}`,
    );
    this.problems = problems;
  }
}

function item(problem: string): string {
  return `  - ${problem.replaceAll('\n', '\n    ')}`;
}
