import type { Verdict } from '../../src/results/index.ts';
import { levels, type Level, type Scenario, type Step } from '../../src/scenarios/scenario.ts';
import { statuses, type Result, type Results, type Status } from '../../src/results/results.ts';
import type { Policy } from '../../src/policy/policy.ts';
import type { ReportInput } from '../reporter.ts';
import { printableLines } from '../shared/escape.ts';
import { noteTexts, verdict } from '../shared/summary.ts';
import { causeIndex, compactCauses, compactCoverage } from './compact-causes.ts';
import type { CompactCause, CompactCoverage } from './compact-causes.ts';

type Exchange = NonNullable<Result['exchanges']>[number];
type Story = NonNullable<Result['stories']>[number];
export type Chapter = Story['chapters'][number];
export type Ending = Story['ending'];
export type Advice = Story['advice'][number];

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

/** An exchange whose headers are indexes into `values`. */
export interface CompactExchange {
  readonly request: Omit<Exchange['request'], 'headers'> & { readonly headers: readonly number[] };
  readonly response?: Omit<NonNullable<Exchange['response']>, 'headers'> & {
    readonly headers: readonly number[];
  };
  readonly failure?: Exchange['failure'];
  readonly durationMs: number;
}

/** An explanation whose parts are indexes into `values`, because checks share many of them. */
export interface CompactStory {
  readonly chapters: readonly number[];
  readonly ending: number;
  readonly advice: readonly number[];
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

export type CompactColumn =
  | 'target'
  | 'policy'
  | 'browser'
  | 'scenario'
  | 'level'
  | 'status'
  | 'message'
  | 'step'
  | 'outcome'
  | 'wire'
  | 'exchanges'
  | 'stories'
  | 'deviations'
  | 'reproduce'
  | 'cause'
  | 'durationMs';

/** The check's own names, replaced in its message and command, so that more of these are equal and stored once. */
export const placeholders = ['target', 'policy', 'browser', 'scenario'] as const;

/** Marks a placeholder: a private-use character, then the placeholder's index. The mark itself is encoded with an x. */
const mark = '\ue000';

/** Encodes the results, with all strings made printable. */
export function compact(input: ReportInput): Compact {
  const results = clean(input.results);
  const values = interner();
  const names = {
    target: nameList(results.targets.map(({ id }) => id)),
    policy: nameList(results.targets.flatMap(({ policies }) => Object.keys(policies))),
    browser: nameList(results.browsers.map(({ id }) => id)),
    scenario: nameList(input.scenarios.map(({ id }) => id)),
  };
  const causes = compactCauses(results, values.indexOf);
  const causeOf = causeIndex(causes);
  const rows = results.results.map((result) => ({
    target: names.target.indexOf(result.target),
    policy: names.policy.indexOf(result.policy),
    browser: names.browser.indexOf(result.browser),
    scenario: names.scenario.indexOf(result.scenario),
    level: levels.indexOf(result.level),
    status: statuses.indexOf(result.status),
    message: values.indexOf(abbreviate(result.message, result)),
    step: values.indexOf(result.step),
    outcome: values.indexOf(result.outcome),
    wire: values.indexOf(result.wire || undefined),
    exchanges: values.indexOf(result.exchanges?.map((exchange) => compactExchange(exchange, values.indexOf))),
    stories: values.indexOf(result.stories?.map((story) => compactStory(story, values.indexOf))),
    deviations: values.indexOf(result.deviations.length > 0 ? result.deviations : undefined),
    reproduce: values.indexOf(abbreviate(result.reproduce, result)),
    cause: causeOf(result),
    durationMs: Math.round(result.durationMs),
  }));
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
    notes: noteTexts(results),
    causes,
    coverage: input.mode === 'run' ? compactCoverage(results.results) : [],
    policyNames: names.policy.all,
    policies: clean(input.policies),
    scenarios: compactScenarios(input, results, names.scenario.all),
    statuses,
    levels,
    values: values.all,
    checks: columns(rows),
  };
}

function columns(rows: readonly Record<CompactColumn, number>[]): Compact['checks'] {
  const column = (name: CompactColumn): number[] => rows.map((row) => row[name]);
  return {
    target: column('target'),
    policy: column('policy'),
    browser: column('browser'),
    scenario: column('scenario'),
    level: column('level'),
    status: column('status'),
    message: column('message'),
    step: column('step'),
    outcome: column('outcome'),
    wire: column('wire'),
    exchanges: column('exchanges'),
    stories: column('stories'),
    deviations: column('deviations'),
    reproduce: column('reproduce'),
    cause: column('cause'),
    durationMs: column('durationMs'),
  };
}

function compactScenarios(input: ReportInput, results: Results, ids: readonly string[]): CompactScenario[] {
  const catalogue = new Map(input.scenarios.map((scenario) => [scenario.id, clean(scenario)]));
  const levelOf = new Map(results.results.map((r) => [r.scenario, r.level]));
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

function compactExchange(exchange: Exchange, indexOf: (value: unknown) => number): CompactExchange {
  const { request, response, failure, durationMs } = exchange;
  return {
    request: { ...request, headers: request.headers.map(indexOf) },
    ...(response && { response: { ...response, headers: response.headers.map(indexOf) } }),
    ...(failure && { failure }),
    durationMs,
  };
}

function compactStory(
  { chapters, ending, advice }: Story,
  indexOf: (value: unknown) => number,
): CompactStory {
  return {
    chapters: chapters.map(indexOf),
    ending: indexOf(ending),
    advice: advice.map(indexOf),
  };
}

function abbreviate(text: string | undefined, result: Result): string | undefined {
  const names = placeholders.map((name) => result[name]);
  const found = [mark, ...names.filter(Boolean)].map((name) => name.replace(/[^\w\s]/g, '\\$&'));
  return text?.replace(new RegExp(found.join('|'), 'g'), (name) => {
    const index = names.indexOf(name);
    return `${mark}${index < 0 ? 'x' : index}`;
  });
}

/** A copy of a value with all strings made printable, including keys. */
function clean<T>(value: T): T {
  if (typeof value === 'string') return printableLines(value) as T;
  if (Array.isArray(value)) return value.map(clean) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [printableLines(key), clean(item)]),
  ) as T;
}

/** Assigns an index to each different value; -1 for undefined and null. */
function interner(): { readonly all: unknown[]; readonly indexOf: (value: unknown) => number } {
  const all: unknown[] = [];
  const known = new Map<string, number>();
  return {
    all,
    indexOf(value) {
      if (value === undefined || value === null) return -1;
      const key = JSON.stringify(value);
      const index = known.get(key) ?? all.push(value) - 1;
      known.set(key, index);
      return index;
    },
  };
}

/** A list that grows by the requested names. */
function nameList(initial: readonly string[]): {
  readonly all: string[];
  readonly indexOf: (name: string) => number;
} {
  const { all, indexOf } = interner();
  for (const name of initial) indexOf(name);
  return { all: all as string[], indexOf };
}

function named<T extends { readonly id: string }>(
  known: readonly T[],
  ids: readonly string[],
  make: (id: string) => T,
): T[] {
  return ids.map((id) => known.find((item) => item.id === id) ?? make(id));
}
