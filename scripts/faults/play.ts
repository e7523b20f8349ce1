import { join } from 'node:path';
import { faults, harmless } from '../../servers/broken/reference/faults/index.js';
import { browserKind, missingCapability } from '../../src/browsers/index.ts';
import { run } from '../../src/run/index.ts';
import type { RunHooks } from '../../src/run/request.ts';
import { builtInServers, readImplementation } from '../../src/targets/index.ts';
import type { Policy } from '../../src/policy/policy.ts';
import type { Scenario } from '../../src/scenarios/scenario.ts';
import { suites } from '../../suites/index.ts';
import { buildMatrix, type FaultFacts, type Matrix, nameOf } from './matrix.ts';
import { powerPolicies } from './policies.ts';

export interface PowerOptions {
  readonly browsers: readonly string[];
  /** The faults to check. Default: all. */
  readonly isWanted?: (id: string) => boolean;
  /**
   * Whether to run all scenarios against a fault, or only those that should detect it. Correct servers always get all
   * scenarios. The selection takes seconds in the model, all scenarios take minutes.
   */
  readonly isWhole: (browser: string) => boolean;
  /** Concurrent requests. */
  readonly jobs: number;
  readonly hooks: RunHooks;
}

/** The matrix of one browser, and the cost. */
export interface BrowserPower {
  readonly browser: string;
  readonly version: string;
  readonly matrix: Matrix;
  /** The number of checks. */
  readonly checks: number;
  readonly durationMs: number;
}

/** Milliseconds for one request of a page. */
const timeoutMs = 10_000;

/** All scenarios. */
export const scenarios: readonly Scenario[] = suites.flatMap((suite) => suite.scenarios);

/** Runs every scenario against every fault, one browser after another. */
export async function measurePower(options: PowerOptions): Promise<readonly BrowserPower[]> {
  const powers: BrowserPower[] = [];
  for (const browser of options.browsers) powers.push(await measureOne(browser, options));
  return powers;
}

async function measureOne(
  browser: string,
  { isWanted = () => true, isWhole, jobs, hooks }: PowerOptions,
): Promise<BrowserPower> {
  const wanted: readonly FaultFacts[] = faults.filter(({ id }) => isWanted(id));
  const policies = policiesFor(wanted);
  const results = await run(
    {
      targets: [{ kind: 'implementation', implementation: await brokenReference() }],
      policies,
      policyArguments: {},
      browsers: [browser],
      scenarios,
      ...(isWhole(browser) ? {} : { isWanted: isAbout(wanted) }),
      timeoutMs,
      jobs,
      evidence: 'failures',
    },
    hooks,
  );
  const checks = results.results;
  return {
    browser,
    version: results.browsers[0]?.version ?? '',
    matrix: buildMatrix({
      faults: wanted,
      harmless: ['none', ...harmless.map(({ id }) => id)],
      informs: Object.fromEntries(harmless.map(({ id, informs = [] }) => [id, informs])),
      scenarios,
      checks,
      unplayable: scenarios
        .filter((scenario) => missingCapability(scenario, browserKind(browser)) !== null)
        .map(({ id }) => id),
    }),
    checks: checks.filter(({ status }) => status !== 'unsupported' && status !== 'not-applicable').length,
    durationMs: results.durationMs,
  };
}

function isAbout(wanted: readonly FaultFacts[]): (policyName: string, scenario: Scenario) => boolean {
  const about = new Map(wanted.map(({ id, caughtBy }) => [id, new Set(caughtBy)]));
  return (policyName, { id }) => about.get(policyName.split('@')[0] ?? '')?.has(id) ?? true;
}

function brokenReference() {
  return readImplementation(join(builtInServers, 'broken/reference'));
}

/** `<fault>@<policy>`, with the policy. Correct servers are always included. */
function policiesFor(wanted: readonly FaultFacts[]): Readonly<Record<string, Policy>> {
  const right = [{ id: 'none', policies: Object.keys(powerPolicies) }, ...harmless];
  return Object.fromEntries(
    [...right, ...wanted].flatMap(({ id, policies }) =>
      policies.map((name): [string, Policy] => [nameOf(id, name), policyNamed(id, name)]),
    ),
  );
}

function policyNamed(fault: string, name: string): Policy {
  const policy = powerPolicies[name];
  if (policy === undefined)
    throw new Error(
      `The fault ${fault} names the policy ${name}; there are ${Object.keys(powerPolicies).join(', ')}.`,
    );
  return policy;
}
