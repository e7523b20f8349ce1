import type { Result } from '../../src/results/results.ts';

/** The name of a check among the results of one browser. */
export function checkName({ target, policy, scenario }: Result): string {
  return `${target} ${policy} ${scenario}`;
}

/**
 * The problems with the results of a correct server: each failure, each error, and each unknown deviation.
 * Returns one sentence per problem.
 */
export function problemsOfCorrectServer(results: readonly Result[]): readonly string[] {
  return results.flatMap((result) => [
    ...(result.status === 'fail' || result.status === 'error'
      ? [`${checkName(result)} gives ${result.status}: ${result.message ?? ''}`]
      : []),
    ...result.deviations
      .filter(({ id }) => id === null)
      .map(({ says }) => `${checkName(result)} has an unknown deviation: ${says}`),
  ]);
}
