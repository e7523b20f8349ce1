import { describe, expect, it } from 'vitest';
import { browserKind } from '../../../src/browsers/index.ts';
import { batchesOf } from '../../../src/run/batches.ts';
import { planChecks } from '../../../src/run/plan.ts';
import type { ReadyTarget } from '../../../src/targets/ready-target.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { suites } from '../../../suites/index.ts';
import { readyTarget } from '../judge/check-facts.ts';

const scenarios = suites.flatMap((suite) => suite.scenarios);
const targets = Array.from({ length: 7 }, (_, index): ReadyTarget => ({ ...readyTarget(), id: `t${index}` }));
const { id, capabilities } = browserKind('model');

function batches(
  targetsAtOnce?: number,
  some = targets,
  isWanted: (policyName: string, scenario: Scenario) => boolean = () => true,
) {
  const summary = { id, name: 'Model', version: '1', driver: 'corspec' };
  return batchesOf({
    engine: { summary, capabilities, ...(targetsAtOnce !== undefined && { targetsAtOnce }) },
    targets: some,
    scenarios,
    token: 't-',
    isWanted,
  });
}

describe('the batches of a run', () => {
  it('have the checks of one plan, in its order, with the targets that they are planned for', () => {
    const whole = planChecks(targets, scenarios, { id, capabilities }, 't-');
    const plans = batches(3).map(({ plan }) => plan());
    expect(plans.map(({ checks }) => new Set(checks.map(({ target }) => target.id)).size)).toEqual([3, 3, 1]);
    const place = ({ target, scenario }: { target: ReadyTarget; scenario: { id: string } }) =>
      `${target.id} ${scenario.id}`;
    expect(plans.flatMap(({ checks }) => checks.map(place))).toEqual(whole.checks.map(place));
    expect(plans.flatMap(({ skipped }) => skipped.map(place))).toEqual(whole.skipped.map(place));
  });

  it('have as many checks as they say, and a different label for each', () => {
    const all = batches(2);
    const plans = all.map(({ plan }) => plan());
    expect(all.map(({ count }) => count)).toEqual(plans.map(({ checks }) => checks.length));
    const labels = plans.flatMap(({ checks }) => checks.map(({ label }) => label));
    expect(new Set(labels).size).toBe(labels.length);
  });

  it('name the targets that they have', () => {
    expect(batches(3).map((batch) => batch.targets)).toEqual([
      ['t0', 't1', 't2'],
      ['t3', 't4', 't5'],
      ['t6'],
    ]);
    expect(batches()[0]?.targets).toHaveLength(7);
  });

  it('are planned once where they are few, and no plan of many is kept', () => {
    const planned = (size: number) => {
      let asked = 0;
      const isWanted = () => {
        asked += 1;
        return true;
      };
      for (const batch of batches(size, targets, isWanted)) batch.plan();
      return asked / (scenarios.length * targets.length);
    };
    expect(planned(2)).toBe(1);
    expect(planned(1)).toBe(2);
  });

  it('have no check and no skipped check of a scenario that is not wanted', () => {
    const one = scenarios[0]!.id;
    const plans = batches(3, targets, (_, scenario) => scenario.id === one).map(({ plan }) => plan());
    const ids = plans
      .flatMap(({ checks, skipped }) => [...checks, ...skipped])
      .map(({ scenario }) => scenario.id);
    expect(ids).toEqual(targets.map(() => one));
  });

  it('is one where the browser takes all targets at once, and where there is no target', () => {
    expect(batches()).toHaveLength(1);
    expect(batches(7)).toHaveLength(1);
    expect(batches(3, [])).toMatchObject([{ count: 0 }]);
  });
});
