import { coverageOf, namedOnlyTexts } from '../../src/results/index.ts';
import type { Result, Results } from '../../src/results/results.ts';
import { groupBy, runKey } from './group.ts';
import { type OptionPlaces, unlockLines } from './unlocks.ts';

/** How many checks of a target ran under a policy in a browser, and what unlocks the others. */
export interface RunCoverage {
  /** Any result of it, for its target, policy and browser. */
  readonly first: Result;
  readonly coverage: ReturnType<typeof coverageOf>;
  /** Passes that a server without CORS gets as well. */
  readonly vacuous: number;
  readonly unlocks: readonly string[];
}

/** The coverage of each target under each policy in each browser, where the policy asks for checks. */
export function runCoverages(
  { results, namedOnly }: Pick<Results, 'results' | 'namedOnly'>,
  mostUnlocks: number,
  places: OptionPlaces,
): readonly RunCoverage[] {
  return [...groupBy(results, runKey).values()].flatMap((group) => {
    const coverage = coverageOf(group);
    const [first] = group;
    if (first === undefined || coverage.of === 0) return [];
    const vacuous = group.filter((result) => result.vacuous === true).length;
    const unlocks = [
      ...unlockLines(group, coverage, mostUnlocks, places),
      ...namedOnlyTexts(namedOnly, [first.browser]),
    ];
    return [{ first, coverage, vacuous, unlocks }];
  });
}
