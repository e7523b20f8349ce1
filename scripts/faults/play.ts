import { join } from 'node:path';
import { faults, harmless } from '../../servers/broken/reference/faults/index.js';
import { browserKind, missingCapability } from '../../src/browsers/index.ts';
import { run } from '../../src/run/index.ts';
import type { RunHooks } from '../../src/run/request.ts';
import { builtInServers, readImplementation } from '../../src/targets/index.ts';
import type { Policy } from '../../src/policy/policy.ts';
import type { Scenario } from '../../src/scenarios/scenario.ts';
import { suites } from '../../suites/index.ts';
import { inEveryBrowser } from '../../src/options/resolve-scenarios.ts';
import { idsNamed, idsNamedBy } from './caught-by.ts';
import { buildMatrix, type FaultFacts, type Matrix, nameOf } from './matrix.ts';
import { powerPolicies } from './policies.ts';

export interface PowerOptions {
  readonly browsers: readonly string[];
  /** Only the scenarios of these suites, in browsers too. Default: all, without those that browsers run only if they are named. */
  readonly suites?: readonly string[];
  /** The faults to check. Default: all. */
  readonly isWanted?: (id: string) => boolean;
  /**
   * Whether to run all scenarios against a fault, or only those that should detect it. The selection takes seconds in the
   * model, all scenarios take minutes.
   */
  readonly isWhole: (browser: string) => boolean;
  /** Correct servers get one in so many scenarios, each server others. Default: 1, which are all. */
  readonly oneIn?: number;
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
  { suites: names, isWanted = () => true, isWhole, oneIn = 1, jobs, hooks }: PowerOptions,
): Promise<BrowserPower> {
  const asked = names === undefined ? scenarios : scenariosOf(names);
  const ids = asked.map(({ id }) => id);
  const wanted: readonly FaultFacts[] = faults.filter(
    (fault) => isWanted(fault.id) && (names === undefined || isCaughtWithin(fault, ids)),
  );
  const policies = policiesFor(wanted);
  const results = await run(
    {
      targets: [{ kind: 'implementation', implementation: await brokenReference() }],
      policies,
      policyArguments: {},
      browsers: [browser],
      scenarios: asked,
      ...(isWhole(browser) ? {} : { isWanted: isAbout(wanted, ids, oneIn) }),
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
      informs: Object.fromEntries(
        harmless.map(({ id, informs = [] }) => [id, informs.filter((one) => ids.includes(one))]),
      ),
      scenarios: asked,
      checks,
      unplayable: asked.filter((scenario) => isUnplayable(scenario, browser)).map(({ id }) => id),
    }),
    checks: checks.filter(({ status }) => status !== 'unsupported' && status !== 'not-applicable').length,
    durationMs: results.durationMs,
  };
}

function scenariosOf(names: readonly string[]): readonly Scenario[] {
  return suites
    .filter(({ id }) => names.includes(id))
    .flatMap((suite) => suite.scenarios)
    .map(inEveryBrowser);
}

/** Without the scenarios of other suites, which may be the only ones that show a fault under one of its policies. */
function isCaughtWithin({ caughtBy }: FaultFacts, ids: readonly string[]): boolean {
  return caughtBy.every((entry) => idsNamed(entry, ids).some((id) => ids.includes(id)));
}

function isUnplayable(scenario: Scenario, browser: string): boolean {
  return (
    missingCapability(scenario, browserKind(browser)) !== null ||
    (browser !== 'model' && scenario.inBrowsers !== undefined)
  );
}

/** Of a generated family, correct servers get so much less. The reference gets all of it in the run of the whole catalogue. */
const oneInGenerated = 6;

function isAbout(
  wanted: readonly FaultFacts[],
  ids: readonly string[],
  oneIn: number,
): (policyName: string, scenario: Scenario) => boolean {
  const about = new Map(wanted.map((fault) => [fault.id, new Set(idsNamedBy(fault, ids))]));
  const right = new Map([{ id: 'none' }, ...harmless].map((server, index) => [server.id, index]));
  const reported = new Map(harmless.map(({ id, informs = [] }) => [id, new Set(informs)]));
  const places = new Map(ids.map((id, index) => [id, index]));
  const generated = new Set(
    scenarios.filter(({ inBrowsers }) => inBrowsers !== undefined).map(({ id }) => id),
  );
  return (policyName, { id }) => {
    const server = policyName.split('@')[0] ?? '';
    const many = generated.has(id) ? oneInGenerated * oneIn : oneIn;
    const isSampled = ((places.get(id) ?? 0) + (right.get(server) ?? 0)) % many === 0;
    return about.get(server)?.has(id) ?? (isSampled || reported.get(server)?.has(id) === true);
  };
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
