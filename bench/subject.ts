import { join } from 'node:path';
import { policies } from '../fixtures/policies.ts';
import { packageRoot } from '../src/package.ts';
import { type Implementation, readImplementation } from '../src/targets/index.ts';
import type { Policy } from '../src/policy/policy.ts';
import type { Scenario } from '../src/scenarios/scenario.ts';
import { playedIn } from '../src/run/named-only.ts';
import { stepsOf } from '../src/scenarios/steps.ts';
import { suites } from '../suites/index.ts';

/** The subject of all measurements. */
export interface Subject {
  readonly implementation: Implementation;
  readonly policyName: string;
  readonly policy: Policy;
  readonly scenarios: readonly Scenario[];
}

/**
 * The reference server, and the scenarios that pages play without waits: a wait takes the same time however fast corspec is, and a raw
 * request needs no browser.
 */
export async function readSubject(): Promise<Subject> {
  return {
    implementation: await readImplementation(join(packageRoot, 'servers', 'reference')),
    policyName: 'credentialed',
    policy: policies.credentialed,
    scenarios: playedIn(
      'chromium',
      suites.flatMap((suite) => suite.scenarios),
    ).filter((scenario) =>
      stepsOf(scenario).every(({ wait, request }) => wait === undefined && request.client !== 'raw'),
    ),
  };
}
