import { policies } from '../../fixtures/policies.ts';
import { planChecks } from '../../src/run/plan.ts';
import type { ReadyTarget } from '../../src/targets/ready-target.ts';
import { contractRouteMap } from '../../src/targets/target-routes.ts';
import type { Policy } from '../../src/policy/policy.ts';
import type { Scenario, Suite } from '../../src/scenarios/scenario.ts';
import type { FaultFacts } from '../faults/matrix.ts';
import type { Mending } from './mending.ts';

/** What of an advisory a page tells. */
export interface AdvisoryFacts {
  readonly id: string;
  readonly package: string;
  readonly title: string;
  readonly source: string;
  readonly affects: string;
  readonly caughtBy: readonly string[];
}

/** Everything that the pages are made of. */
export interface Library {
  readonly suites: readonly Suite[];
  readonly faults: readonly FaultFacts[];
  readonly advisories: readonly AdvisoryFacts[];
  readonly mending: readonly Mending[];
}

/** The names of the built-in policies under which a scenario is played, in some browser at least. */
export function policiesOf(scenario: Scenario): readonly string[] {
  return Object.entries(policies)
    .filter(([, policy]) => browsers.some((browser) => isPlayed(scenario, policy, browser)))
    .map(([name]) => name);
}

const browsers = ['model', 'chromium', 'firefox'];

function isPlayed(scenario: Scenario, policy: Policy, browser: string): boolean {
  return planChecks([targetUnder(policy)], [scenario], browser, '').checks.length === 1;
}

/** As an implementation is known under a policy; nothing is started. */
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
