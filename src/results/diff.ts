import { type CheckKey, keyOfCheck } from './excuse.ts';
import { withFields } from './late-fields.ts';
import type { CauseSummary, Result, Results, Status } from './results.ts';

/** A check whose status is another one in B. */
export interface ChangedCheck extends CheckKey {
  readonly level: Result['level'];
  readonly before: Status;
  readonly after: Status;
}

/** A check that only one of the files has. */
export interface LoneCheck extends CheckKey {
  readonly level: Result['level'];
  readonly status: Status;
}

export interface DiffCause extends Pick<
  CauseSummary,
  'target' | 'policy' | 'id' | 'code' | 'title' | 'level'
> {
  /** How many checks fail for it; 0 where it is not. */
  readonly before: number;
  readonly after: number;
}

export const dimensions = ['target', 'policy', 'browser'] as const;
export type Dimension = (typeof dimensions)[number];

/** What is in one file only, and so is not compared. */
export interface LoneName {
  readonly kind: Dimension;
  readonly name: string;
}

/** What changed from A to B. */
export interface ResultsDiff {
  /** Single names that differ and are taken for the same: another URL of one server, another browser. */
  readonly aligned: readonly { readonly kind: Dimension; readonly a: string; readonly b: string }[];
  readonly onlyInA: readonly LoneName[];
  readonly onlyInB: readonly LoneName[];
  readonly causes: {
    readonly new: readonly DiffCause[];
    readonly gone: readonly DiffCause[];
    readonly changed: readonly DiffCause[];
  };
  readonly checks: {
    /** Fails, or cannot be run, and did not before. */
    readonly worse: readonly ChangedCheck[];
    readonly better: readonly ChangedCheck[];
    /** Changes that are neither, such as from pass to not-applicable. */
    readonly other: readonly ChangedCheck[];
    readonly new: readonly LoneCheck[];
    readonly gone: readonly LoneCheck[];
    readonly same: number;
  };
  /** Whether B is worse than A: at a level other than informative. */
  readonly isWorse: boolean;
}

/** Compares two results, check by check. What only one of them has is told and not compared. */
export function diffResults(a: Results, other: Results): ResultsDiff {
  const aligned = alignedNames(a, other);
  const b = renamed(other, aligned);
  const before = new Map(a.results.map((result) => [keyOfCheck(result), result]));
  const after = new Map(b.results.map((result) => [keyOfCheck(result), result]));
  const both = [...before].flatMap(([key, one]) => {
    const two = after.get(key);
    return two === undefined ? [] : [changeOf(one, two)];
  });
  const inA = new Set(a.results.map(runOf));
  const inB = new Set(b.results.map(runOf));
  const changed = both.filter((change) => change.before !== change.after);
  const worse = changed.filter(isWorse);
  const better = changed.filter(isBetter);
  const added = b.results.filter((result) => inA.has(runOf(result)) && !before.has(keyOfCheck(result)));
  const removed = a.results.filter((result) => inB.has(runOf(result)) && !after.has(keyOfCheck(result)));
  return {
    aligned,
    onlyInA: loneNames(a, b),
    onlyInB: loneNames(b, a),
    causes: diffCauses(a, b, (run) => inA.has(run) && inB.has(run)),
    checks: {
      worse,
      better,
      other: changed.filter((change) => !isWorse(change) && !isBetter(change)),
      new: added.map(loneCheck),
      gone: removed.map(loneCheck),
      same: both.length - changed.length,
    },
    isWorse: [...worse, ...added.filter(({ status }) => status === 'fail')].some(
      ({ level }) => level !== 'informative',
    ),
  };
}

/** Whether anything was compared. */
export function isComparable({ checks }: ResultsDiff): boolean {
  const { worse, better, other, same, new: added, gone } = checks;
  return worse.length + better.length + other.length + same + added.length + gone.length > 0;
}

function changeOf(one: Result, two: Result): ChangedCheck {
  const { target, policy, browser, scenario } = one;
  return { target, policy, browser, scenario, level: two.level, before: one.status, after: two.status };
}

function isWorse({ before, after }: ChangedCheck): boolean {
  return after === 'fail' || (after === 'error' && before === 'pass');
}

function isBetter({ before, after }: ChangedCheck): boolean {
  return after === 'pass' && (before === 'fail' || before === 'error');
}

function loneCheck({ target, policy, browser, scenario, level, status }: Result): LoneCheck {
  return { target, policy, browser, scenario, level, status };
}

function runOf({ target, policy, browser }: Omit<CheckKey, 'scenario'>): string {
  return JSON.stringify([target, policy, browser]);
}

function namesOf(results: Results, kind: Dimension): readonly string[] {
  return [...new Set(results.results.map((result) => result[kind]))];
}

function alignedNames(a: Results, b: Results): ResultsDiff['aligned'] {
  return dimensions.flatMap((kind) => {
    const [one, ...moreInA] = namesOf(a, kind);
    const [two, ...moreInB] = namesOf(b, kind);
    if (one === undefined || two === undefined || one === two) return [];
    return moreInA.length + moreInB.length > 0 ? [] : [{ kind, a: one, b: two }];
  });
}

/** B with the names of A where a single name is taken for the same. */
function renamed(results: Results, aligned: ResultsDiff['aligned']): Results {
  const names = Object.fromEntries(aligned.map(({ kind, a }) => [kind, a]));
  const { target, policy, browser } = names;
  const place = { ...(target !== undefined && { target }), ...(policy !== undefined && { policy }) };
  return {
    ...results,
    results: results.results.map((result) => withFields(result, names)),
    ...(results.causes !== undefined && {
      causes: results.causes.map((cause) => ({
        ...cause,
        ...place,
        checks: cause.checks.map((check) => (browser === undefined ? check : { ...check, browser })),
      })),
    }),
  };
}

function loneNames(one: Results, other: Results): readonly LoneName[] {
  return dimensions.flatMap((kind) => {
    const known = new Set(namesOf(other, kind));
    return namesOf(one, kind).flatMap((name) => (known.has(name) ? [] : [{ kind, name }]));
  });
}

/** `isCompared`: whether both files have this target, policy and browser. */
function diffCauses(a: Results, b: Results, isCompared: (run: string) => boolean): ResultsDiff['causes'] {
  const before = comparedCauses(a, isCompared);
  const after = comparedCauses(b, isCompared);
  const all = new Map([...before, ...after]);
  const changes = [...all].map(([key, { cause }]): DiffCause => {
    const { target, policy, id, code, title, level } = cause;
    const counts = { before: before.get(key)?.checks ?? 0, after: after.get(key)?.checks ?? 0 };
    return { target, policy, id, code, title, level, ...counts };
  });
  return {
    new: changes.filter(({ before: checks }) => checks === 0),
    gone: changes.filter(({ after: checks }) => checks === 0),
    changed: changes.filter((one) => one.before > 0 && one.after > 0 && one.before !== one.after),
  };
}

function comparedCauses(
  { causes = [] }: Results,
  isCompared: (run: string) => boolean,
): ReadonlyMap<string, { readonly cause: CauseSummary; readonly checks: number }> {
  return new Map(
    causes.flatMap((cause) => {
      const { target, policy, id } = cause;
      const checks = cause.checks.filter(({ browser }) => isCompared(runOf({ target, policy, browser })));
      if (checks.length === 0) return [];
      return [[JSON.stringify([target, policy, id]), { cause, checks: checks.length }] as const];
    }),
  );
}
