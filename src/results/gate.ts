import type { Results } from './results.ts';
import type { BaselineSummary } from './excuse.ts';
import { isOpenFailure, type KnownFailures, knownFailures, openCauses } from './known-failures.ts';
import { problemsOf } from './problems.ts';
import type { Level } from '../scenarios/scenario.ts';

/** Which failures decide the exit status. Null: none, for `compare` without `--gate`. */
export type Gate = {
  /** Recommended checks decide too. */
  readonly strict: boolean;
} | null;

/** Whether a failure, or an error, at this level decides the exit status. */
export function isGating(level: Level, strict: boolean): boolean {
  return level === 'required' || level === 'security' || (strict && level === 'recommended');
}

/** Why results are incomplete. */
export type Gap =
  | { readonly code: 'interrupted' }
  /** Checks that gate ended with `error`. */
  | { readonly code: 'errors'; readonly errors: number }
  /** Targets that did not start, could not be reached, or gave an unexpected status, under at least one policy. */
  | { readonly code: 'targets'; readonly titles: readonly string[] }
  /** Implementations need programs that the machine does not have. */
  | { readonly code: 'programs'; readonly titles: readonly string[] }
  /** No `pass` and no `fail`: every check ended with `error`, or no check applies. */
  | { readonly code: 'no-verdict'; readonly errors: number }
  /**
   * Targets that pass, though no response was readable by an origin that the policy allows: a server without CORS does
   * the same. Of so many passes, so many are `vacuous`.
   */
  | {
      readonly code: 'nothing-readable';
      readonly titles: readonly string[];
      readonly passed: number;
      readonly vacuous: number;
    };

export interface FailingProblem {
  /** What is wrong. */
  readonly title: string;
  readonly checks: number;
  /** Titles of the targets that have it. */
  readonly targets: readonly string[];
}

/** The conclusion of a run, with its exit status. Status 2 is for invalid commands and never comes from results. */
export type Conclusion =
  | {
      readonly kind: 'conforms';
      readonly status: 0;
      readonly passed: number;
      /** The numbers of failures and of errors of checks that do not gate. */
      readonly failures: number;
      readonly errors: number;
      readonly known: KnownFailures;
    }
  | {
      readonly kind: 'fails';
      readonly status: 1;
      /** Titles of the targets that fail. */
      readonly titles: readonly string[];
      readonly failures: number;
      /** How many of these failures are at the level `security`. */
      readonly security: number;
      /** Why, the worst first: each mistake once, whichever targets have it. None in results that have no causes. */
      readonly problems: readonly FailingProblem[];
      /** If entries of the baseline are stale. Then there may be no failures. */
      readonly baseline?: BaselineSummary;
      readonly known: KnownFailures;
      readonly gaps: readonly Gap[];
    }
  | { readonly kind: 'unknown'; readonly status: 3; readonly gaps: readonly Gap[] }
  | {
      readonly kind: 'survey';
      readonly status: 0;
      /** How many targets have at least one `pass` or `fail`. */
      readonly compared: number;
      /** Titles of the targets that fail at a gating level, and of those that fail at the level `security`. */
      readonly failing: readonly string[];
      readonly insecure: readonly string[];
      readonly known: KnownFailures;
      readonly gaps: readonly Gap[];
    };

/**
 * The only place where results become a verdict: the exit status and, by `sentenceOf`, the final sentence of every report.
 * A failure counts even if there are errors, unless a baseline or an ignore rule excuses it; an entry of the baseline whose
 * check passes fails the run, so that the file does not excuse it when it fails again. Without any `pass` or `fail`, or with an error in a gating check, the run does
 * not succeed: a check that could not be run must not look like a pass.
 */
export function conclude(results: Results, gate: Gate): Conclusion {
  return gate === null ? concludeSurvey(results) : concludeRun(results, gate);
}

function concludeRun(results: Results, { strict }: NonNullable<Gate>): Conclusion {
  const gating = results.results.filter(({ level }) => isGating(level, strict));
  const failed = gating.filter(isOpenFailure);
  const gaps = gapsOf(results, gating);
  const known = knownFailures(results);
  const stale = results.baseline?.stale ?? [];
  if (failed.length > 0 || stale.length > 0)
    return {
      kind: 'fails',
      status: 1,
      titles: titlesOf(results, failed),
      failures: failed.length,
      security: failed.filter(({ level }) => level === 'security').length,
      problems: gatingProblems(results, strict),
      ...(results.baseline !== undefined && stale.length > 0 && { baseline: results.baseline }),
      known,
      gaps,
    };
  if (gaps.length > 0) return { kind: 'unknown', status: 3, gaps };
  const count = (status: Result['status']) => results.results.filter((r) => r.status === status).length;
  return {
    kind: 'conforms',
    status: 0,
    passed: count('pass'),
    failures: results.results.filter(isOpenFailure).length,
    errors: count('error'),
    known,
  };
}

function gatingProblems(results: Results, strict: boolean): readonly FailingProblem[] {
  const gating = openCauses(results).filter(({ level }) => isGating(level, strict));
  return problemsOf(gating).map(({ worst, checks, causes }) => ({
    title: worst.title,
    checks,
    targets: titlesOf(results, causes),
  }));
}

function concludeSurvey(results: Results): Conclusion {
  const gaps = gapsOf(results, results.results);
  if (gaps.some(({ code }) => code === 'interrupted' || code === 'no-verdict'))
    return { kind: 'unknown', status: 3, gaps };
  const failed = results.results.filter((result) => isOpenFailure(result) && isGating(result.level, false));
  return {
    kind: 'survey',
    status: 0,
    compared: titlesOf(results, results.results.filter(hasVerdict)).length,
    failing: titlesOf(results, failed),
    insecure: titlesOf(
      results,
      failed.filter(({ level }) => level === 'security'),
    ),
    known: knownFailures(results),
    gaps,
  };
}

type Result = Results['results'][number];

/** `relevant`: the results whose errors count. */
function gapsOf(results: Results, relevant: readonly Result[]): readonly Gap[] {
  const isInterrupted = results.interrupted === true;
  const errors = relevant.filter(({ status }) => status === 'error').length;
  const missing = results.targets.filter(isMissing);
  const titles = missing.filter((target) => !lacksPrograms(target)).map(titleOf);
  const lacking = missing.filter(lacksPrograms).map(titleOf);
  const allErrors = results.results.filter(({ status }) => status === 'error').length;
  // Of one shard, no check may apply: whether there is a verdict shows in all shards together.
  const isShard = results.plan?.shard !== undefined && allErrors === 0;
  const hasNone = !isShard && !results.results.some(hasVerdict);
  return [
    ...(isInterrupted ? [{ code: 'interrupted' } as const] : []),
    ...(hasNone ? [{ code: 'no-verdict', errors: allErrors } as const] : []),
    ...(errors > 0 && !hasNone ? [{ code: 'errors', errors } as const] : []),
    ...(titles.length > 0 ? [{ code: 'targets', titles } as const] : []),
    ...(lacking.length > 0 ? [{ code: 'programs', titles: lacking } as const] : []),
    ...nothingReadable(results, relevant),
  ];
}

/** Where a check that gates failed, that is the verdict already. */
function nothingReadable(results: Results, relevant: readonly Result[]): readonly Gap[] {
  // Sets, because a run of many targets has a hundred thousand passes.
  const placeOf = ({ target, policy }: Pick<Result, 'target' | 'policy'>) => JSON.stringify([target, policy]);
  const unreadable = new Set(
    results.targets.flatMap(({ id, policies }) =>
      Object.entries(policies).flatMap(([policy, { readable }]) =>
        readable === false ? [placeOf({ target: id, policy })] : [],
      ),
    ),
  );
  if (unreadable.size === 0) return [];
  const failed = new Set(relevant.filter(isFail).map(placeOf));
  const isDoubtful = (result: Result) => unreadable.has(placeOf(result)) && !failed.has(placeOf(result));
  const passes = results.results.filter(({ status }) => status === 'pass');
  const doubtful = passes.filter(isDoubtful);
  if (doubtful.length === 0) return [];
  const vacuous = doubtful.filter((result) => result.vacuous === true).length;
  const titles = titlesOf(results, doubtful);
  return [{ code: 'nothing-readable', titles, passed: doubtful.length, vacuous }];
}

function isFail({ status }: Result): boolean {
  return status === 'fail';
}

function hasVerdict({ status }: Result): boolean {
  return status === 'pass' || status === 'fail';
}

/** An implementation that reports that it cannot express a policy has answered; one that did not start has not. */
function isMissing({ policies }: Results['targets'][number]): boolean {
  return Object.values(policies).some(({ status }) => status === 'error' || status === 'unavailable');
}

function lacksPrograms({ url, policies }: Results['targets'][number]): boolean {
  return url === undefined && Object.values(policies).every(({ status }) => status === 'unavailable');
}

function titleOf({ id, title }: Results['targets'][number]): string {
  return title || id;
}

function titlesOf({ targets }: Results, results: readonly { readonly target: string }[]): readonly string[] {
  const titles = new Map(targets.map(({ id, title }) => [id, title || id]));
  return [...new Set(results.map(({ target }) => target))].map((id) => titles.get(id) ?? id);
}
