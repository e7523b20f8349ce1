import { policies } from '../../fixtures/policies.ts';
import { groupBy } from '../../reports/shared/group.ts';
import type { Result, Results } from '../../src/results/results.ts';
import { run } from '../../src/run/index.ts';
import { playedIn } from '../../src/run/named-only.ts';
import { defaultKind, type Implementation, install, installedSize } from '../../src/targets/index.ts';
import { suites } from '../../suites/index.ts';
import { readFindings } from '../findings/findings.ts';
import { fingerprintOf } from './fingerprint.ts';
import { withPeakMemory } from './memory.ts';
import {
  type Cell,
  failed as letterOf,
  noVerdict,
  notApplicable,
  passed,
  type PlayedImplementation,
} from './record.ts';

export const scenarios = suites.flatMap((suite) => suite.scenarios);
const positions = new Map(scenarios.map(({ id }, index) => [id, index]));

export interface Played {
  readonly entry: PlayedImplementation;
  /** The version of each browser. */
  readonly browsers: Readonly<Record<string, string>>;
}

/** A check of an implementation has no verdict, and no finding says why, so its results are not recorded. */
export class NoVerdictError extends Error {
  override readonly name = 'NoVerdictError';
}

/**
 * Installs an implementation and runs all scenarios under all policies, in the model and in other browsers.
 * @throws TargetError when it cannot be installed; NoVerdictError when a check without a finding has none
 */
export async function playImplementation(
  implementation: Implementation,
  browsers: readonly string[],
  signal: AbortSignal,
): Promise<Played> {
  const { id, manifest } = implementation;
  await install(implementation, { onLine: (line) => console.error(`  ${line}`) });
  const started = performance.now();
  const { value: inModel, bytes: peak } = await withPeakMemory(() => play(implementation, ['model'], signal));
  const seconds = (performance.now() - started) / 1000;
  const inBrowsers = browsers.length === 0 ? [] : [await play(implementation, browsers, signal)];
  const all = [inModel, ...inBrowsers];
  const bytes = await installedSize(implementation);
  const { title, language, framework, middleware, homepage, kind = defaultKind } = manifest;
  return {
    entry: {
      ...{ id, title, language, framework, middleware, kind, homepage },
      versions: inModel.targets[0]?.versions ?? {},
      date: inModel.startedAt.slice(0, 10),
      fingerprint: await fingerprintOf(implementation),
      seconds: Math.round(seconds * 10) / 10,
      megabytes: megabytesOf(bytes),
      peakMegabytes: megabytesOf(peak),
      runs: Object.fromEntries(all.flatMap(cellsByBrowser)),
    },
    browsers: Object.fromEntries(
      all.flatMap((results) => results.browsers.map(({ id: browser, version }) => [browser, version])),
    ),
  };
}

function megabytesOf(bytes: number | null): number | null {
  return bytes === null ? null : Math.round(bytes / 1e6);
}

async function play(
  implementation: Implementation,
  browsers: readonly string[],
  signal: AbortSignal,
): Promise<Results> {
  const results = await run(
    {
      targets: [{ kind: 'implementation', implementation }],
      policies,
      policyArguments: {},
      browsers,
      scenarios: browsers.flatMap((browser) => playedIn(browser, scenarios)).filter(isFirst),
      timeoutMs: 30_000,
      jobs: 16,
      evidence: 'failures',
    },
    { onEvent: () => undefined, signal },
  );
  const known = new Set(
    (readFindings(implementation.folder) ?? [])
      .filter(({ status }) => status === 'error')
      .flatMap((finding): readonly string[] => finding.scenarios),
  );
  const [error] = results.results.filter(
    ({ status, scenario }) => status === 'error' && !known.has(scenario),
  );
  if (error !== undefined)
    throw new NoVerdictError(`${error.policy}, ${error.scenario}: ${error.message ?? 'error'}`);
  return results;
}

function isFirst<T>(item: T, index: number, all: readonly T[]): boolean {
  return all.indexOf(item) === index;
}

function cellsByBrowser(results: Results): [string, Record<string, Cell>][] {
  const states = results.targets[0]?.policies ?? {};
  return results.browsers.map(({ id }) => {
    const own = results.results.filter(({ browser }) => browser === id);
    const cells = Object.entries(states).map(([policy, { status, reason = '' }]): [string, Cell] => [
      policy,
      status === 'ready'
        ? cellOf(own.filter((result) => result.policy === policy), results) // prettier-ignore
        : { unsupported: reason },
    ]);
    return [id, Object.fromEntries(cells)];
  });
}

function cellOf(results: readonly Result[], { causes = [] }: Results): Cell {
  const byPosition = Array.from({ length: scenarios.length }, () => '-');
  for (const result of results) byPosition[positionOf(result.scenario)] = letterFor(result);
  const failed = groupBy(
    results.filter(({ status, cause }) => status === 'fail' && cause !== undefined),
    ({ cause }) => cause,
  );
  return {
    results: byPosition.join(''),
    causes: [...failed].flatMap(([id, same]) => {
      const cause = causes.find((one) => one.id === id && one.policy === same[0]?.policy);
      if (cause === undefined) return [];
      const { code, title, level } = cause;
      return [{ code, title, level, scenarios: same.map(({ scenario }) => positionOf(scenario)) }];
    }),
  };
}

function letterFor({ status, level }: Result): string {
  if (status === 'fail') return letterOf[level];
  if (status === 'error') return noVerdict;
  return status === 'pass' ? passed : notApplicable;
}

function positionOf(scenario: string): number {
  const position = positions.get(scenario);
  if (position === undefined) throw new Error(`${scenario} is not in the catalogue.`);
  return position;
}
