import { groupBy, levelsByWeight } from '../../reports/shared/group.ts';
import type { Level } from '../../src/scenarios/scenario.ts';
import type { Finding } from '../findings/findings.ts';
import {
  type Cause,
  type Cell,
  failed,
  type MatrixRecord,
  noVerdict,
  passed,
  type PlayedImplementation,
} from './record.ts';

/** How many checks passed, and how many failed at each level. */
export interface Tally {
  readonly passed: number;
  readonly failed: Readonly<Record<Level, number>>;
}

export type Ran = Exclude<Cell, { unsupported: string }>;

export function ran(cell: Cell | undefined): Ran | null {
  return cell === undefined || 'unsupported' in cell ? null : cell;
}

export function tally(cells: readonly (Cell | undefined)[]): Tally {
  const all = cells.map((cell) => ran(cell)?.results ?? '').join('');
  const count = (letter: string) => all.split(letter).length - 1;
  return {
    passed: count(passed),
    failed: {
      security: count(failed.security),
      required: count(failed.required),
      recommended: count(failed.recommended),
      informative: count(failed.informative),
    },
  };
}

/** The cells of an implementation in a browser, by policy. */
export function cellsOf(
  { runs }: PlayedImplementation,
  browser = 'model',
): Readonly<Record<string, Cell | undefined>> {
  return runs[browser] ?? {};
}

/** The ids of all scenarios that fail under some policy, in the order of the catalogue. */
export function failingOf(
  implementation: PlayedImplementation,
  { scenarios }: MatrixRecord,
): readonly string[] {
  return scenariosWith(Object.values(failed), implementation, scenarios);
}

/** The ids of all scenarios without a verdict under some policy. */
export function errorsOf(
  implementation: PlayedImplementation,
  { scenarios }: MatrixRecord,
): ReadonlySet<string> {
  return new Set(scenariosWith([noVerdict], implementation, scenarios));
}

function scenariosWith(
  letters: readonly string[],
  implementation: PlayedImplementation,
  scenarios: readonly string[],
): readonly string[] {
  const texts = Object.values(cellsOf(implementation)).map((cell) => ran(cell)?.results ?? '');
  return scenarios.filter((_, position) => texts.some((text) => letters.includes(text[position] ?? '')));
}

/**
 * The scenarios that fail and need a finding of their own: a generated one whose cause another scenario has shares its finding.
 * @param generated the ids of generated scenarios
 */
export function unexplainedBy(
  implementation: PlayedImplementation,
  matrix: MatrixRecord,
  generated: ReadonlySet<string>,
): ReadonlySet<string> {
  const all = Object.values(cellsOf(implementation)).flatMap((cell) =>
    (ran(cell)?.causes ?? []).flatMap(({ code, scenarios: positions }) =>
      positions.map((position) => ({ code, id: matrix.scenarios[position] ?? '' })),
    ),
  );
  const shared = new Set(all.flatMap(({ code, id }) => (generated.has(id) ? [] : [code])));
  const needed = all.filter(({ code, id }) => !generated.has(id) || !shared.has(code));
  const withCause = new Set(all.map(({ id }) => id));
  const without = failingOf(implementation, matrix).filter((id) => !withCause.has(id));
  return new Set([...needed.map(({ id }) => id), ...without]);
}

/** The findings of an implementation, by its id. */
export type FindingsOf = (id: string) => readonly Finding[];

/** A cause of an implementation with what is known of it. */
export interface KnownCause {
  readonly cause: Cause;
  readonly policies: readonly string[];
  readonly scenarios: readonly string[];
  readonly findings: readonly Finding[];
}

/** The causes of an implementation over all policies in the model, each title once, the worst first. */
export function causesOf(
  implementation: PlayedImplementation,
  { scenarios }: MatrixRecord,
  findings: readonly Finding[],
): readonly KnownCause[] {
  const all = Object.entries(cellsOf(implementation)).flatMap(([policy, cell]) =>
    (ran(cell)?.causes ?? []).map((cause) => ({
      policy,
      cause: { ...cause, title: withoutRun(cause.title) },
    })),
  );
  const known = [...groupBy(all, ({ cause }) => cause.title).values()].flatMap((same): KnownCause[] => {
    const positions = [...new Set(same.flatMap(({ cause }) => cause.scenarios))].sort((a, b) => a - b);
    const ids = positions.map((position) => scenarios[position] ?? '');
    const [worst] = same.map(({ cause }) => cause).sort(byLevel);
    if (worst === undefined) return [];
    return [
      {
        cause: worst,
        policies: [...new Set(same.map(({ policy }) => policy))],
        scenarios: ids,
        findings: findings.filter((finding) => finding.scenarios.some((id) => ids.includes(id))),
      },
    ];
  });
  return known.sort((a, b) => byLevel(a.cause, b.cause) || b.scenarios.length - a.scenarios.length);
}

/** A title without what is of one run alone: the name that the implementation has under a policy, and the id of a check. */
function withoutRun(title: string): string {
  return title.replaceAll(/https?:\/\/[\w-]+?--[\w-]+\.example\.test/g, '').replaceAll(/\?id=[\w-]+/g, '');
}

export function byLevel(a: { readonly level: Level }, b: { readonly level: Level }): number {
  return levelsByWeight.indexOf(a.level) - levelsByWeight.indexOf(b.level);
}
