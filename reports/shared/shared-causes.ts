import { openCauses } from '../../src/results/known-failures.ts';
import { type Problem, problemsOf } from '../../src/results/problems.ts';
import type { Results } from '../../src/results/results.ts';
import { groupBy } from './group.ts';

/** With more implementations than this, a comparison has a line for each, and each cause once. */
export const mostInFull = 8;

/** Problems with one code: the same mistake, in which only data of the title differ. */
export interface SharedCause {
  /** The one at the worst level. */
  readonly first: Problem;
  /** How many others there are. */
  readonly others: number;
  /** The ids of the targets that have one of them. */
  readonly targets: readonly string[];
  readonly policies: readonly string[];
  readonly checks: number;
}

/** The causes of all targets that are not known, each code once, the worst first. */
export function sharedCauses(results: Results): readonly SharedCause[] {
  const byCode = groupBy(problemsOf(openCauses(results)), ({ worst }) => worst.code);
  return [...byCode.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const causes = same.flatMap((problem) => problem.causes);
    return {
      first,
      others: same.length - 1,
      targets: [...new Set(causes.map(({ target }) => target))],
      policies: [...new Set(causes.map(({ policy }) => policy))],
      checks: same.reduce((sum, { checks }) => sum + checks, 0),
    };
  });
}
