import { policies } from '../../fixtures/policies.ts';
import { browserKind } from '../../src/browsers/index.ts';
import { planChecks } from '../../src/run/plan.ts';
import type { ReadyTarget } from '../../src/targets/ready-target.ts';
import { contractRouteMap } from '../../src/targets/target-routes.ts';
import type { Policy } from '../../src/policy/policy.ts';
import type { Scenario } from '../../src/scenarios/scenario.ts';
import type { FaultFacts } from '../faults/matrix.ts';

/** The fields of an advisory that a page shows. */
export interface AdvisoryFacts {
  readonly id: string;
  readonly package: string;
  readonly title: string;
  readonly source: string;
  readonly affects: string;
  readonly caughtBy: readonly string[];
}

/** What the scenarios detect. */
export interface Library {
  readonly faults: readonly FaultFacts[];
  readonly advisories: readonly AdvisoryFacts[];
}

/** The names of the built-in policies that a scenario applies to in at least one browser. */
export function policiesOf(scenario: Scenario): readonly string[] {
  return Object.entries(policies)
    .filter(([, policy]) => browsers.some((browser) => isPlayed(scenario, policy, browser)))
    .map(([name]) => name);
}

const browsers = ['model', 'chromium', 'firefox'];

function isPlayed(scenario: Scenario, policy: Policy, browser: string): boolean {
  return planChecks([targetUnder(policy)], [scenario], browserKind(browser), '').checks.length === 1;
}

/** An implementation with a policy, as the plan sees it; nothing is started. */
function targetUnder(policy: Policy): ReadyTarget {
  const under = (origin: string) => ({ origin, routes: contractRouteMap(origin) });
  return {
    id: 'server',
    policyName: 'policy',
    policy,
    ...under('https://server--policy.example.test'),
    differences: [],
    upstream: { url: 'http://127.0.0.1:1' },
    cookieName: 'session',
    underName: (label) => under(`https://${label}.example.test`),
    command: '',
  };
}
