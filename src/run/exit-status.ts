import type { Results } from '../vocabulary/results.ts';
import type { Level } from '../vocabulary/scenario.ts';

export interface Gate {
  /** `recommended` gates too. */
  readonly strict: boolean;
  /** Failures count. `compare` is a survey: without a gate it succeeds whenever there was something to compare. */
  readonly gate: boolean;
}

/** Of a run that could be made. 2 is for commands that are wrong, and never comes of results. */
export type ExitStatus = 0 | 1 | 3;

/**
 * What results mean to whoever called: 0 conforms, 1 fails at a gating level, 3 nothing can be said. A failure that was
 * seen stands, whatever broke beside it. Not one verdict, or a cell that gates and has none because something broke, is
 * never a success: a test that did not run must not look like one that passed.
 */
export function exitStatus(results: Results, { strict, gate }: Gate): ExitStatus {
  const gates = (level: Level) =>
    level === 'required' || level === 'security' || (strict && level === 'recommended');
  const gating = results.results.filter(({ level }) => gates(level));

  if (gate && gating.some(({ status }) => status === 'fail')) return 1;
  if (results.interrupted === true || !results.results.some(hasVerdict)) return 3;
  if (!gate) return 0;
  return gating.some(({ status }) => status === 'error') || hasTargetWithoutAnswer(results) ? 3 : 0;
}

function hasVerdict({ status }: Results['results'][number]): boolean {
  return status === 'pass' || status === 'fail';
}

/** An implementation that says that it cannot express a policy has answered; one that did not start has not. */
function hasTargetWithoutAnswer(results: Results): boolean {
  return results.targets.some(({ policies }) =>
    Object.values(policies).some(({ status }) => status === 'error' || status === 'unavailable'),
  );
}
