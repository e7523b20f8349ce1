import { createHash } from 'node:crypto';
import { packageVersion } from '../../package.ts';
import type { PlanSummary, Shard } from '../../results/run-parts.ts';
import type { Policy } from '../../policy/policy.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { policiesOf, targetId, type TargetRequest } from '../../targets/target-request.ts';
import { playedIn } from '../named-only.ts';
import type { RunRequest } from '../request.ts';
import { type CostlyCheck, costsOf, type Durations, startCostOf } from './cost.ts';
import { distribute, type Work } from './distribute.ts';

export type { Durations } from './cost.ts';

/**
 * The plan of a whole run. Its id depends on what is asked: targets, policies, scenarios, browsers and the version of
 * corspec; not on how it is asked, such as the number of requests at once.
 */
export function planSummaryOf(request: RunRequest, shard?: Shard): PlanSummary {
  const { targets, policies, scenarios, browsers } = request;
  const lists = {
    targets: targets.map(targetId),
    policies: Object.keys(policies),
    scenarios: scenarios.map(({ id }) => id),
    browsers: [...browsers],
  };
  const asked = [packageVersion, lists, policies, targets.map((target) => Object.keys(policiesOf(target, request)))]; // prettier-ignore
  const id = createHash('sha256').update(JSON.stringify(asked)).digest('hex').slice(0, 16);
  return { id, ...(shard !== undefined && { shard }), ...lists };
}

/** The part of a run that is a shard's. A run without targets is one: there are more shards than work. */
export function shardOf(request: RunRequest, { index, of }: Shard, durations: Durations): RunRequest {
  const all = request.targets.flatMap((target) =>
    Object.entries(policiesOf(target, request)).flatMap(([name, policy]) =>
      request.scenarios.flatMap((scenario) => checksOf(request, targetId(target), name, policy, scenario)),
    ),
  );
  const costOf = costsOf(all, durations, request.jobs);
  const placed = distribute(
    request.targets.map((target) => workOf(target, request, costOf)),
    of,
    startCosts(request),
  );
  const shardFor = (...path: readonly string[]): number | undefined =>
    path
      .map((_, length) => placed.get(keyOf(path.slice(0, length + 1))))
      .find((found) => found !== undefined);
  const isOwn = (...path: readonly string[]) => shardFor(...path) === index - 1;
  const { isWanted = () => true } = request;
  const targets = request.targets.flatMap((target) => {
    const id = targetId(target);
    const own = Object.keys(policiesOf(target, request)).filter((policy) =>
      request.scenarios.some((scenario) => isOwn(id, policy, scenario.id)),
    );
    return own.length === 0 ? [] : [{ ...target, policies: own }];
  });
  return {
    ...request,
    targets,
    isWanted: (policy, scenario, target) =>
      isOwn(target, policy, scenario.id) && isWanted(policy, scenario, target),
  };
}

/**
 * A target, of its policies, of their scenarios. What a server does under a policy is divided only if it is more than a
 * shard should do: its checks explain each other's failures.
 */
function workOf(target: TargetRequest, request: RunRequest, costOf: (check: CostlyCheck) => number): Work {
  const id = targetId(target);
  const underPolicies = Object.entries(policiesOf(target, request)).map(([name, policy]): Work => {
    const scenarios = request.scenarios.map((scenario): Work => ({
      key: keyOf([id, name, scenario.id]),
      cost: checksOf(request, id, name, policy, scenario).reduce((sum, check) => sum + costOf(check), 0),
      target: id,
      divideAbove: 0,
    }));
    return { key: keyOf([id, name]), cost: sumOf(scenarios), target: id, parts: scenarios, divideAbove: 1 };
  });
  return {
    key: keyOf([id]),
    cost: sumOf(underPolicies),
    target: id,
    parts: underPolicies,
    divideAbove: 1 / 2,
  };
}

/** Of a scenario under a policy, the check in each browser that plays it. */
function checksOf(
  { browsers }: RunRequest,
  target: string,
  name: string,
  policy: Policy,
  scenario: Scenario,
): readonly CostlyCheck[] {
  return browsers
    .filter((browser) => playedIn(browser, [scenario]).length > 0)
    .map((browser) => ({
      key: { target, policy: name, browser, scenario: scenario.id },
      scenario,
      policy,
    }));
}

function startCosts({ targets }: RunRequest): (target: string) => number {
  const kinds = new Map(targets.map((target) => [targetId(target), target.kind]));
  return (target) => startCostOf(kinds.get(target) ?? 'url');
}

function keyOf(path: readonly string[]): string {
  return JSON.stringify(path);
}

function sumOf(parts: readonly Work[]): number {
  return parts.reduce((sum, { cost }) => sum + cost, 0);
}
