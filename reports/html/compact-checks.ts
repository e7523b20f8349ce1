import { excuseText } from '../../src/results/known-failures.ts';
import { levels } from '../../src/scenarios/scenario.ts';
import { statuses, type Result } from '../../src/results/results.ts';
import { clean, type Interner } from './values.ts';

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

const columnNames = [
  'target',
  'policy',
  'browser',
  'scenario',
  'level',
  'status',
  'message',
  'step',
  'outcome',
  'wire',
  'exchanges',
  'stories',
  'deviations',
  'reproduce',
  'cause',
  'excused',
  'durationMs',
] as const;

export type CompactColumn = (typeof columnNames)[number];

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
  const columns = Object.fromEntries(columnNames.map((name) => [name, [] as number[]])) as Columns;
  for (const raw of results) {
    // A copy, because each field is read: what is read late is then read once.
    const result = clean({ ...raw });
    const row: Readonly<Record<CompactColumn, number>> = {
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
      exchanges: values.indexOf(
        result.exchanges?.map((exchange) => compactExchange(exchange, values.indexOf)),
      ),
      stories: values.indexOf(result.stories?.map((story) => compactStory(story, values.indexOf))),
      deviations: values.indexOf(result.deviations.length > 0 ? result.deviations : undefined),
      reproduce: values.indexOf(abbreviate(result.reproduce, result)),
      cause: causeOf(result),
      excused: values.indexOf(result.excused && excuseText(result.excused, baseline)),
      durationMs: Math.round(result.durationMs),
    };
    for (const name of columnNames) columns[name].push(row[name]);
  }
  // Most results have no known failures, and then no column.
  return columns.excused.some((excused) => excused >= 0) ? columns : { ...columns, excused: [] };
}

type Columns = Readonly<Record<CompactColumn, number[]>>;

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

/** Without a regular expression, which would be a new one for each result. Of two names at the same place, the first one counts. */
function abbreviate(text: string | undefined, result: Result): string | undefined {
  if (text === undefined) return undefined;
  const names = [mark, ...placeholders.map((name) => result[name])];
  const pieces: string[] = [];
  for (let at = 0; ;) {
    let [next, which] = [text.length, -1];
    for (const [index, name] of names.entries()) {
      const found = name === '' ? -1 : text.indexOf(name, at);
      if (found >= 0 && found < next) [next, which] = [found, index];
    }
    pieces.push(text.slice(at, next));
    if (which < 0) return pieces.join('');
    pieces.push(mark, which === 0 ? 'x' : String(which - 1));
    at = next + (names[which]?.length ?? 0);
  }
}
