import type { Scenario } from '../scenarios/scenario.ts';
import type { ReadyTarget } from '../targets/ready-target.ts';
import type { CheckRunner } from './check-runner.ts';
import { type Plan, planChecks } from './plan.ts';
import type { IsWanted } from './request.ts';

/** Checks that are played together. */
export interface Batch {
  /** How many checks its plan has. */
  readonly count: number;
  /** The ids of its targets. */
  readonly targets: readonly string[];
  /** Gives the plan once; of many batches, only one at a time is in memory. */
  plan(): Plan;
}

export interface BatchOptions {
  readonly engine: Pick<CheckRunner, 'summary' | 'capabilities' | 'targetsAtOnce'>;
  readonly targets: readonly ReadyTarget[];
  readonly scenarios: readonly Scenario[];
  /** Begins the labels of these checks. */
  readonly token: string;
  /** Of each target, the scenarios to plan. Default: all. */
  readonly isWanted?: IsWanted;
}

/**
 * Of so many batches, all plans are kept since their checks were counted. With more, memory matters: each is made a second
 * time, and garbage is collected after each batch.
 */
export const mostKept = 4;

/** The checks of a browser in batches of as many targets as it takes at once; a plan is a tenth of what a run costs. */
export function batchesOf({ engine, targets, scenarios, token, isWanted }: BatchOptions): readonly Batch[] {
  const browser = { id: engine.summary.id, capabilities: engine.capabilities };
  const planOf = (some: readonly ReadyTarget[], label: string) =>
    planChecks(some, scenarios, browser, label, isWanted);
  const { targetsAtOnce = targets.length } = engine;
  if (targets.length <= targetsAtOnce) {
    const plan = planOf(targets, token);
    return [{ count: plan.checks.length, targets: idsOf(targets), plan: () => plan }];
  }
  const areFew = targets.length <= mostKept * targetsAtOnce;
  return grouped(targets, targetsAtOnce).map((some, index) => {
    const make = () => planOf(some, `${token}${index.toString(36)}-`);
    const first = make();
    let kept = areFew ? first : null;
    return {
      count: first.checks.length,
      targets: idsOf(some),
      plan() {
        const plan = kept ?? make();
        kept = null;
        return plan;
      },
    };
  });
}

function idsOf(targets: readonly ReadyTarget[]): readonly string[] {
  return targets.map(({ id }) => id);
}

function grouped<One>(all: readonly One[], size: number): readonly (readonly One[])[] {
  const groups = Math.ceil(all.length / size);
  return Array.from({ length: groups }, (_, index) => all.slice(index * size, (index + 1) * size));
}
