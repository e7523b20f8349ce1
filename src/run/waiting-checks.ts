import type { PlannedCheck } from './plan.ts';
import type { Result } from '../results/results.ts';

type Check = Pick<PlannedCheck, 'waitsInRealTime' | 'scenario' | 'steps'> & {
  readonly target: Pick<PlannedCheck['target'], 'id' | 'policyName'>;
};

type Played = Pick<Result, 'target' | 'policy' | 'scenario'>;

/**
 * Returns a function for each result of these checks. Once, when all others have one and checks that wait have none, it calls `onOnly` with
 * the ids of their scenarios.
 */
export function onlyWaiting(
  checks: readonly Check[],
  onOnly: (scenarios: readonly string[]) => void,
): (result: Played) => void {
  const waiting = new Map(checks.filter(waits).map((check) => [keyOf(resultOf(check)), check.scenario.id]));
  let others = checks.length - waiting.size;
  return (result) => {
    if (waiting.delete(keyOf(result))) return;
    others -= 1;
    if (others === 0 && waiting.size > 0) onOnly([...new Set(waiting.values())]);
  };
}

function waits({ waitsInRealTime, steps }: Check): boolean {
  return waitsInRealTime && steps.some(({ waitMs }) => waitMs > 0);
}

function resultOf({ target, scenario }: Check): Played {
  return { target: target.id, policy: target.policyName, scenario: scenario.id };
}

function keyOf({ target, policy, scenario }: Played): string {
  return JSON.stringify([target, policy, scenario]);
}
