import type { CauseSummary } from './cause.ts';
import { type Excuse, keyOfCheck } from './excuse.ts';
import { worstFirst } from './problems.ts';
import type { Result, Results } from './results.ts';

/** A failure that nothing excuses. */
export function isOpenFailure({ status, excused }: Pick<Result, 'status' | 'excused'>): boolean {
  return status === 'fail' && excused === undefined;
}

/** A failure that a baseline or an ignore rule excuses. */
export function isExcused({ status, excused }: Pick<Result, 'status' | 'excused'>): boolean {
  return status === 'fail' && excused !== undefined;
}

/** How many failures are excused, and by what. */
export interface KnownFailures {
  readonly baseline: number;
  readonly ignored: number;
  /** The baseline file. */
  readonly file?: string;
}

export function knownFailures({ results, baseline }: Results): KnownFailures {
  const by = (which: Excuse['by']): number =>
    results.filter((result) => isExcused(result) && result.excused?.by === which).length;
  return {
    baseline: by('baseline'),
    ignored: by('ignore'),
    ...(baseline !== undefined && { file: baseline.file }),
  };
}

/** `12 failures are known: 10 in baseline.json, 2 ignored`; null if there are none. The name of the file is untrusted. */
export function knownText({ baseline, ignored, file = 'the baseline' }: KnownFailures): string | null {
  const all = baseline + ignored;
  if (all === 0) return null;
  const failures = all === 1 ? '1 failure is' : `${all} failures are`;
  if (ignored === 0) return `${failures} known (in ${file})`;
  if (baseline === 0) return `${failures} ignored by ignore rules`;
  return `${failures} known: ${baseline} in ${file}, ${ignored} ignored`;
}

/** Why one failure is known, in a few words. Contains the name of a file or a reason: untrusted text. */
export function excuseText({ by, reason }: Excuse, file = 'the baseline'): string {
  return by === 'baseline' ? `known: in ${file}` : `ignored: ${reason ?? 'no reason given'}`;
}

/**
 * The causes with the checks that nothing excuses; a cause whose checks are all excused is not among them. Its level,
 * message and command are those of the checks that are left.
 */
export function openCauses({ causes = [], results }: Results): readonly CauseSummary[] {
  const excused = new Set(results.filter(isExcused).map(keyOfCheck));
  if (excused.size === 0) return causes;
  const byKey = new Map(results.map((result) => [keyOfCheck(result), result]));
  return causes.flatMap((cause) => {
    const keyOf = ({ scenario, browser }: CauseSummary['checks'][number]): string =>
      keyOfCheck({ target: cause.target, policy: cause.policy, browser, scenario });
    const open = cause.checks.filter((check) => !excused.has(keyOf(check)));
    if (open.length === cause.checks.length) return [cause];
    const left = open.flatMap((check) => byKey.get(keyOf(check)) ?? []);
    return left.length === 0 ? [] : [withoutExcused(cause, open, left)];
  });
}

/** The causes whose checks are all excused, each with why. */
export function knownCauses(
  results: Results,
): readonly { readonly cause: CauseSummary; readonly excuses: readonly Excuse[] }[] {
  const excuses = new Map(
    results.results.flatMap((result) =>
      result.excused === undefined ? [] : [[keyOfCheck(result), result.excused]],
    ),
  );
  const open = new Set(
    openCauses(results).map(({ target, policy, id }) => JSON.stringify([target, policy, id])),
  );
  return (results.causes ?? [])
    .filter(({ target, policy, id }) => !open.has(JSON.stringify([target, policy, id])))
    .map((cause) => ({
      cause,
      excuses: cause.checks.flatMap(({ scenario, browser }) => {
        const { target, policy } = cause;
        return excuses.get(keyOfCheck({ target, policy, scenario, browser })) ?? [];
      }),
    }));
}

function withoutExcused(
  cause: CauseSummary,
  checks: CauseSummary['checks'],
  left: readonly Result[],
): CauseSummary {
  const [level = cause.level] = worstFirst.filter((one) => left.some((result) => result.level === one));
  const shown =
    left.find(({ reproduce }) => reproduce === cause.reproduce) ?? left.find((one) => one.level === level);
  return {
    ...cause,
    checks,
    level,
    browsers: cause.browsers.filter((browser) => checks.some((check) => check.browser === browser)),
    message: shown?.message ?? cause.message,
    reproduce: shown?.reproduce ?? cause.reproduce,
  };
}

/** Marks the causes with the number of their checks that are excused. */
export function markCauses(results: Results): Results {
  if (results.causes === undefined) return results;
  const excused = new Set(results.results.filter(isExcused).map(keyOfCheck));
  const causes = results.causes.map(({ excused: _, ...cause }) => {
    const { target, policy, checks } = cause;
    const known = checks.filter((check) => excused.has(keyOfCheck({ target, policy, ...check }))).length;
    return known === 0 ? cause : { ...cause, excused: known };
  });
  return { ...results, causes };
}
