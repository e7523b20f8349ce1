import type { Verdict } from '../../src/results/index.ts';
import { levels, type Level, type Scenario, type Step } from '../../src/scenarios/scenario.ts';
import { statuses, type Results, type Status } from '../../src/results/results.ts';
import type { Policy } from '../../src/policy/policy.ts';
import type { ReportInput } from '../reporter.ts';
import { noteTexts, staleTexts, verdict } from '../shared/summary.ts';
import { causeIndex, compactCauses, compactCoverage } from './compact-causes.ts';
import type { CompactCause, CompactCoverage } from './compact-causes.ts';
import { compactChecks, type CompactColumn } from './compact-checks.ts';
import { clean, interner, nameList } from './values.ts';

/** A scenario for the page. Scenarios that are not in the catalogue only have an id and a level. */
export interface CompactScenario {
  readonly id: string;
  readonly level: Level;
  readonly title?: string;
  readonly spec?: string;
  readonly why?: string;
  /** What an attacker gains, or what users lose. */
  readonly impact?: string;
  readonly from?: string;
  readonly steps: readonly Step[];
}

/**
 * The results in the form that the HTML report reads. Repeated values are stored once in `values`, and checks are columns
 * of indexes: names and causes into the lists above, the rest into `values` (-1: nothing).
 */
export interface Compact {
  readonly tool: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly verdict: Verdict;
  readonly mode: ReportInput['mode'];
  readonly browsers: Results['browsers'];
  readonly targets: Results['targets'];
  readonly notes: readonly string[];
  /** Worst first. */
  readonly causes: readonly CompactCause[];
  /** Of a run; a comparison has none. */
  readonly coverage: readonly CompactCoverage[];
  readonly policyNames: readonly string[];
  readonly policies: Readonly<Record<string, Policy>>;
  readonly scenarios: readonly CompactScenario[];
  readonly statuses: readonly Status[];
  readonly levels: readonly Level[];
  readonly values: readonly unknown[];
  readonly checks: Readonly<Record<CompactColumn, readonly number[]>>;
}

/** Encodes the results, with all strings made printable. */
export function compact(input: ReportInput): Compact {
  const { results: played, ...rest } = input.results;
  // Of the results themselves, one at a time is cleaned: there can be a million.
  const results = clean(rest);
  const values = interner();
  const names = {
    target: nameList(results.targets.map(({ id }) => id)),
    policy: nameList(results.targets.flatMap(({ policies }) => Object.keys(policies))),
    browser: nameList(results.browsers.map(({ id }) => id)),
    scenario: nameList(input.scenarios.map(({ id }) => id)),
  };
  const causes = compactCauses(input.results, values.indexOf);
  // First, because the names grow by those that only results have.
  const checks = compactChecks(played, {
    names,
    values,
    causeOf: causeIndex(causes),
    baseline: results.baseline?.file,
  });
  return {
    tool: results.tool.version,
    startedAt: results.startedAt,
    durationMs: results.durationMs,
    verdict: clean(verdict(input)),
    mode: input.mode,
    browsers: named(results.browsers, names.browser.all, (id) => ({ id, name: id, version: '', driver: '' })),
    targets: named(results.targets, names.target.all, (id) => ({
      id,
      title: id,
      versions: {},
      policies: {},
    })),
    notes: clean([
      ...noteTexts(input.results),
      ...staleTexts(input.results).map((text) => staleNote(text, input.results)),
    ]),
    causes,
    coverage: input.mode === 'run' ? clean(compactCoverage(input.results, input)) : [],
    policyNames: names.policy.all,
    policies: clean(input.policies),
    scenarios: compactScenarios(input, names.scenario.all),
    statuses,
    levels,
    values: values.all,
    checks,
  };
}

/** An entry of the baseline that must be taken out. */
function staleNote(text: string, { baseline }: Results): string {
  return `In ${baseline?.file ?? ''}, but it passes now: ${text}`;
}

function compactScenarios(input: ReportInput, ids: readonly string[]): CompactScenario[] {
  const catalogue = new Map(input.scenarios.map((scenario) => [scenario.id, clean(scenario)]));
  const levelOf = new Map(input.results.results.map((r) => [clean(r.scenario), r.level]));
  return ids.map((id) => {
    const scenario = catalogue.get(id);
    return scenario ? describe(scenario) : { id, level: levelOf.get(id) ?? 'informative', steps: [] };
  });
}

function describe(scenario: Scenario): CompactScenario {
  const { id, level, title, spec, why, impact, from, request, expect = {}, steps } = scenario;
  const single = request ? [{ request, expect }] : [];
  return {
    id,
    level,
    title,
    spec,
    from,
    ...(why !== undefined && { why }),
    ...(impact !== undefined && { impact }),
    steps: steps ?? single,
  };
}

function named<T extends { readonly id: string }>(
  known: readonly T[],
  ids: readonly string[],
  make: (id: string) => T,
): T[] {
  return ids.map((id) => known.find((item) => item.id === id) ?? make(id));
}
