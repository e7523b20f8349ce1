import { knownCauses, openCauses } from '../../src/results/known-failures.ts';
import type { CauseSummary, Result, Results } from '../../src/results/results.ts';
import { causePage, exchangeOf } from '../shared/causes.ts';
import { runCoverages } from '../shared/coverage.ts';
import type { OptionPlaces } from '../shared/unlocks.ts';
import { levelsByWeight } from '../shared/group.ts';
import { clean } from './values.ts';

/** A cause whose larger parts are indexes into `values`, because the causes of a comparison share many of them. */
export interface CompactCause extends Pick<CauseSummary, 'id' | 'code' | 'title' | 'level' | 'reproduce'> {
  readonly target: string;
  readonly policy: string;
  /** The address of its page in the documentation. */
  readonly page: string;
  /** How many checks fail for it, without those that are known; and how many are known. */
  readonly checks: number;
  readonly known: number;
  readonly impact: number;
  readonly fix: number;
  readonly notes: number;
  readonly exchange: number;
}

/** How many checks of a target ran under a policy in a browser, and what unlocks the others. */
export interface CompactCoverage extends Pick<Result, 'target' | 'policy' | 'browser'> {
  readonly ran: number;
  readonly of: number;
  /** Passes that a server without CORS gets as well. */
  readonly vacuous: number;
  readonly suites: readonly { readonly suite: string; readonly ran: number; readonly of: number }[];
  readonly unlocks: readonly string[];
}

/** The causes, worst first, and after them those whose checks are all known. Results of older versions have none. */
export function compactCauses(
  results: Results,
  indexOf: (value: unknown) => number,
): readonly CompactCause[] {
  const rank = ({ level }: CauseSummary): number => levelsByWeight.indexOf(level);
  const open = clean(openCauses(results)).map((cause) => ({ cause, checks: cause.checks.length }));
  const known = clean(knownCauses(results)).map(({ cause }) => ({ cause, checks: 0 }));
  return [open, known]
    .flatMap((causes) => causes.sort((a, b) => rank(a.cause) - rank(b.cause)))
    .map(({ cause, checks }) => ({ ...cause, checks, known: cause.excused ?? 0 }))
    .map(
      ({
        id,
        code,
        title,
        level,
        reproduce,
        target,
        policy,
        checks,
        known,
        impact,
        fix,
        notes,
        exchange,
      }) => ({
        id,
        code,
        title,
        level,
        reproduce,
        target,
        policy,
        page: causePage(code),
        checks,
        known,
        impact: indexOf(impact),
        fix: indexOf(fix),
        notes: indexOf((notes ?? []).map(({ text }) => text)),
        exchange: indexOf(exchange && exchangeOf(exchange)),
      }),
    );
}

/** The index of a result's cause in the causes; -1 without one. */
export function causeIndex(causes: readonly CompactCause[]): (result: Result) => number {
  const known = new Map(
    causes.map(({ target, policy, id }, index) => [JSON.stringify([target, policy, id]), index]),
  );
  return ({ target, policy, cause }) => known.get(JSON.stringify([target, policy, cause])) ?? -1;
}

/** The most lines about what unlocks checks. */
const mostUnlocks = 8;

/** The coverage of each target under each policy in each browser. */
export function compactCoverage(
  results: Pick<Results, 'results' | 'namedOnly'>,
  places: OptionPlaces,
): readonly CompactCoverage[] {
  return runCoverages(results, mostUnlocks, places).map(({ first, coverage, vacuous, unlocks }) => {
    const { target, policy, browser } = first;
    const { ran, of, suites } = coverage;
    return { target, policy, browser, ran, of, vacuous, suites, unlocks };
  });
}
