import { excuseText } from '../../src/results/known-failures.ts';
import { levels } from '../../src/scenarios/scenario.ts';
import { statuses, type Result } from '../../src/results/results.ts';
import type { Interner } from './values.ts';

type Exchange = NonNullable<Result['exchanges']>[number];
type Story = NonNullable<Result['stories']>[number];
export type Chapter = Story['chapters'][number];
export type Ending = Story['ending'];
export type Advice = Story['advice'][number];

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
  | 'excused'
  | 'durationMs';

/** The check's own names, replaced in its message and command, so that more of these are equal and stored once. */
export const placeholders = ['target', 'policy', 'browser', 'scenario'] as const;

/** Marks a placeholder: a private-use character, then the placeholder's index. The mark itself is encoded with an x. */
const mark = '\ue000';

interface CompactContext {
  readonly names: Readonly<Record<(typeof placeholders)[number], Interner<string>>>;
  readonly values: Interner;
  /** The index of a result's cause; -1 without one. */
  readonly causeOf: (result: Result) => number;
  /** The baseline file. */
  readonly baseline: string | undefined;
}

/** The checks as columns of indexes. */
export function compactChecks(
  results: readonly Result[],
  { names, values, causeOf, baseline }: CompactContext,
): Readonly<Record<CompactColumn, readonly number[]>> {
  const rows = results.map((result) => ({
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
    excused: values.indexOf(result.excused && excuseText(result.excused, baseline)),
    durationMs: Math.round(result.durationMs),
  }));
  return columns(rows);
}

function columns(
  rows: readonly Record<CompactColumn, number>[],
): Readonly<Record<CompactColumn, readonly number[]>> {
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
    // Most results have no known failures, and then no column.
    excused: rows.some(({ excused }) => excused >= 0) ? column('excused') : [],
    durationMs: column('durationMs'),
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
