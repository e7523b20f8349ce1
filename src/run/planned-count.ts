import type { RunEvent } from './request.ts';

/**
 * Tells how many checks a run has, while only some of its targets are planned: as many for each of the others. The counts of
 * events add up; a later one corrects what an earlier one assumed.
 * @param targets how many targets the run has
 */
export function createPlannedCount(
  targets: number,
  onEvent: (event: RunEvent) => void,
): (targets: number, checks: number) => void {
  let [planned, checks, told] = [0, 0, 0];
  return (moreTargets, moreChecks) => {
    planned += moreTargets;
    checks += moreChecks;
    const all = Math.round((checks / planned) * targets);
    onEvent({ kind: 'planned', checks: all - told });
    told = all;
  };
}
