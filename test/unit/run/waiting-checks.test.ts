import { expect, it } from 'vitest';
import type { PlannedCheck } from '../../../src/run/plan.ts';
import { onlyWaiting } from '../../../src/run/waiting-checks.ts';

const played = (target: string, scenario: string) => ({ target, policy: 'app', scenario });

function check(target: string, scenario: string, waitMs = 0, waitsInRealTime = true): PlannedCheck {
  return {
    waitsInRealTime,
    scenario: { id: scenario },
    steps: [{ waitMs: 0 }, { waitMs }],
    target: { id: target, policyName: 'app' },
  } as unknown as PlannedCheck;
}

function waitingAfter(checks: readonly PlannedCheck[], results: readonly (readonly [string, string])[]) {
  const told: (readonly string[])[] = [];
  const onResult = onlyWaiting(checks, (scenarios) => told.push(scenarios));
  const after = results.map((one) => {
    onResult(played(...one));
    return told.length;
  });
  return { told, after };
}

it('tells once when only checks that wait are left, with their scenarios', () => {
  const checks = [check('a', 'slow', 5600), check('a', 'fast'), check('b', 'slow', 5600), check('b', 'fast')];
  const results = [['b', 'fast'], ['a', 'fast'], ['a', 'slow'], ['b', 'slow']] as const; // prettier-ignore
  expect(waitingAfter(checks, results)).toEqual({ told: [['slow']], after: [0, 1, 1, 1] });
});

it('tells nothing when the checks that wait are done first, do not wait in real time, or there are none', () => {
  const both = [['a', 'slow'], ['a', 'fast']] as const; // prettier-ignore
  expect(waitingAfter([check('a', 'slow', 5600), check('a', 'fast')], both).told).toEqual([]);
  expect(waitingAfter([check('a', 'slow', 5600, false), check('a', 'fast')], both).told).toEqual([]);
  expect(waitingAfter([check('a', 'slow'), check('a', 'fast')], both).told).toEqual([]);
});
