import { join } from 'node:path';
import { policies } from '../fixtures/policies.ts';
import { packageRoot } from '../src/package.ts';
import { type Implementation, readImplementation } from '../src/targets/index.ts';
import type { Policy } from '../src/policy/policy.ts';
import type { Scenario } from '../src/scenarios/scenario.ts';
import { suites } from '../suites/index.ts';

/** The subject of all measurements. */
export interface Subject {
  readonly implementation: Implementation;
  readonly policyName: string;
  readonly policy: Policy;
  readonly scenarios: readonly Scenario[];
}

/** The reference server, and the scenarios without waits: a wait takes the same time however fast corspec is. */
export async function readSubject(): Promise<Subject> {
  return {
    implementation: await readImplementation(join(packageRoot, 'servers', 'reference')),
    policyName: 'credentialed',
    policy: policies.credentialed,
    scenarios: suites
      .flatMap((suite) => suite.scenarios)
      .filter(({ steps = [] }) => steps.every(({ wait }) => wait === undefined)),
  };
}
