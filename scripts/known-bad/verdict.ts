import type { Advisory } from '../../servers/known-bad/advisories/advisory.js';
import type { Result } from '../../src/results/results.ts';

/** What of a result matters here. */
export type Check = Pick<Result, 'target' | 'policy' | 'scenario' | 'status' | 'message'>;

/** A server that refuses everybody shows nothing. Wherever this applies it passes, unless it is what the advisory is about. */
export const control = 'simple/get-allowed';

/**
 * What is not as an advisory says, a sentence each; none where its scenarios fail with the affected version and pass
 * with the mended one.
 * @param checks of one browser, of both versions, with every policy and scenario of the advisory
 */
export function problemsOf(advisory: Advisory, checks: readonly Check[]): readonly string[] {
  const failing = checks.filter(({ target, status }) => target === advisory.affected && status === 'fail');
  return [
    ...advisory.caughtBy
      .filter((id) => !failing.some(({ scenario }) => scenario === id))
      .map((id) => notCaught(id, advisory.affected, checks)),
    ...(advisory.mended === null ? [] : mendedProblems(advisory, advisory.mended, failing, checks)),
    ...(advisory.caughtBy.includes(control) ? [] : controlProblems(checks)),
  ];
}

function controlProblems(checks: readonly Check[]): readonly string[] {
  return checks
    .filter(({ scenario, status }) => scenario === control && (status === 'fail' || status === 'error'))
    .map(({ target, policy, message }) => `${target} lets nobody in under ${policy}${why(message)}.`);
}

function notCaught(scenario: string, affected: string, checks: readonly Check[]): string {
  const seen = checks
    .filter((check) => check.target === affected && check.scenario === scenario)
    .map(({ policy, status, message }) => `${status} under ${policy}${why(message)}`);
  return `${scenario} does not fail with ${affected}: ${seen.join(', ') || 'it was not played'}.`;
}

/** Whatever fails with the affected version passes with the mended one, or is refused where that is the mend. */
function mendedProblems(
  { caughtBy, mendedBy }: Advisory,
  mended: string,
  failing: readonly Check[],
  checks: readonly Check[],
): readonly string[] {
  const good = mendedBy === 'refusal' ? 'unsupported' : 'pass';
  const own = checks.filter(({ target }) => target === mended);
  const bad = own.filter(
    (check) =>
      (caughtBy.includes(check.scenario) && (check.status === 'fail' || check.status === 'error')) ||
      (check.status !== good &&
        failing.some(({ policy, scenario }) => policy === check.policy && scenario === check.scenario)),
  );
  return [
    ...(own.length === 0 ? [`Nothing was played with ${mended}.`] : []),
    ...bad.map(
      ({ policy, scenario, status, message }) =>
        `${scenario} gives ${status} with ${mended} under ${policy}, and not ${good}${why(message)}.`,
    ),
  ];
}

function why(message: string | undefined): string {
  return message === undefined ? '' : ` (${message.split('\n')[0] ?? ''})`;
}
