import type { Advisory } from '../../servers/known-bad/advisories/advisory.js';
import type { Result } from '../../src/results/results.ts';

/** The fields of a result that are compared. */
export type Check = Pick<Result, 'target' | 'policy' | 'scenario' | 'status' | 'message'>;

/** It must pass unless the advisory is about it, since a server that allows no origin would pass all security scenarios. */
export const control = 'simple/get-allowed';

/**
 * How the results differ from an advisory, one sentence each. Its scenarios must fail with the affected version and pass
 * with the fixed one.
 * @param checks of one browser, of both versions, with every policy and scenario of the advisory
 */
export function problemsOf(advisory: Advisory, checks: readonly Check[]): readonly string[] {
  const failing = checks.filter(({ target, status }) => target === advisory.affected && status === 'fail');
  return [
    ...advisory.caughtBy
      .filter((id) => !failing.some(({ scenario }) => scenario === id))
      .map((id) => notCaught(id, advisory.affected, checks)),
    ...(advisory.fixed === null ? [] : fixedVersionProblems(advisory, advisory.fixed, failing, checks)),
    ...(advisory.caughtBy.includes(control) ? [] : controlProblems(checks)),
  ];
}

function controlProblems(checks: readonly Check[]): readonly string[] {
  return checks
    .filter(({ scenario, status }) => scenario === control && (status === 'fail' || status === 'error'))
    .map(
      ({ target, policy, message }) => `${target} allows no origin with the policy ${policy}${why(message)}.`,
    );
}

function notCaught(scenario: string, affected: string, checks: readonly Check[]): string {
  const seen = checks
    .filter((check) => check.target === affected && check.scenario === scenario)
    .map(({ policy, status, message }) => `${status} with the policy ${policy}${why(message)}`);
  return `${scenario} does not fail with ${affected}: ${seen.join(', ') || 'it was not run'}.`;
}

/** Every check that fails with the affected version must pass with the fixed one, or be unsupported if the fix rejects the configuration. */
function fixedVersionProblems(
  { caughtBy, fixedBy }: Advisory,
  fixed: string,
  failing: readonly Check[],
  checks: readonly Check[],
): readonly string[] {
  const good = fixedBy === 'refusal' ? 'unsupported' : 'pass';
  const own = checks.filter(({ target }) => target === fixed);
  const bad = own.filter(
    (check) =>
      (caughtBy.includes(check.scenario) && (check.status === 'fail' || check.status === 'error')) ||
      (check.status !== good &&
        failing.some(({ policy, scenario }) => policy === check.policy && scenario === check.scenario)),
  );
  return [
    ...(own.length === 0 ? [`No check was run with ${fixed}.`] : []),
    ...bad.map(
      ({ policy, scenario, status, message }) =>
        `${scenario} has status ${status} with ${fixed} and the policy ${policy}; expected: ${good}${why(message)}.`,
    ),
  ];
}

function why(message: string | undefined): string {
  return message === undefined ? '' : ` (${message.split('\n')[0] ?? ''})`;
}
