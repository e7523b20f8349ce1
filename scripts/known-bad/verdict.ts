import type { Advisory } from '../../servers/known-bad/advisories/advisory.js';
import type { Result } from '../../src/results/results.ts';

/** What of a result matters here. */
export type Cell = Pick<Result, 'target' | 'policy' | 'scenario' | 'status' | 'message'>;

/** A server that refuses everybody shows nothing. Wherever this applies it passes, unless it is what the advisory is about. */
export const control = 'simple/get-allowed';

/**
 * What is not as an advisory says, a sentence each; none where its scenarios fail with the affected version and pass
 * with the mended one.
 * @param cells of one browser, of both versions, with every policy and scenario of the advisory
 */
export function problemsOf(advisory: Advisory, cells: readonly Cell[]): readonly string[] {
  const failing = cells.filter(({ target, status }) => target === advisory.affected && status === 'fail');
  return [
    ...advisory.caughtBy
      .filter((id) => !failing.some(({ scenario }) => scenario === id))
      .map((id) => notCaught(id, advisory.affected, cells)),
    ...(advisory.mended === null ? [] : mendedProblems(advisory, advisory.mended, failing, cells)),
    ...(advisory.caughtBy.includes(control) ? [] : controlProblems(cells)),
  ];
}

function controlProblems(cells: readonly Cell[]): readonly string[] {
  return cells
    .filter(({ scenario, status }) => scenario === control && (status === 'fail' || status === 'error'))
    .map(({ target, policy, message }) => `${target} lets nobody in under ${policy}${why(message)}.`);
}

function notCaught(scenario: string, affected: string, cells: readonly Cell[]): string {
  const seen = cells
    .filter((cell) => cell.target === affected && cell.scenario === scenario)
    .map(({ policy, status, message }) => `${status} under ${policy}${why(message)}`);
  return `${scenario} does not fail with ${affected}: ${seen.join(', ') || 'it was not played'}.`;
}

/** Whatever fails with the affected version passes with the mended one, or is refused where that is the mend. */
function mendedProblems(
  { caughtBy, mendedBy }: Advisory,
  mended: string,
  failing: readonly Cell[],
  cells: readonly Cell[],
): readonly string[] {
  const good = mendedBy === 'refusal' ? 'unsupported' : 'pass';
  const own = cells.filter(({ target }) => target === mended);
  const bad = own.filter(
    (cell) =>
      (caughtBy.includes(cell.scenario) && (cell.status === 'fail' || cell.status === 'error')) ||
      (cell.status !== good &&
        failing.some(({ policy, scenario }) => policy === cell.policy && scenario === cell.scenario)),
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
