import type { Result } from '../../src/results/results.ts';

/** What names one check among the results of one browser. */
export function checkName({ target, policy, scenario }: Result): string {
  return `${target} ${policy} ${scenario}`;
}

/**
 * What is wrong with the results of a correct server: each failure, each error, and each deviation that has no name.
 * Gives one sentence a problem; none when all is as it must be.
 */
export function problemsOfCorrectServer(results: readonly Result[]): readonly string[] {
  return results.flatMap((result) => [
    ...(result.status === 'fail' || result.status === 'error'
      ? [`${checkName(result)} gives ${result.status}: ${result.message ?? ''}`]
      : []),
    ...result.deviations
      .filter(({ id }) => id === null)
      .map(({ says }) => `${checkName(result)} has a deviation without a name: ${says}`),
  ]);
}
