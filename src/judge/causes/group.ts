import { absorptions } from '../../causes/absorb.ts';
import { silentRefusals } from '../../causes/blocked.ts';
import type { Cause } from '../../causes/cause.ts';
import { causeKey, mergeCauses } from '../../causes/merge.ts';
import type { Result } from '../../results/results.ts';
import type { Level } from '../../scenarios/scenario.ts';
import type { Finding } from './finding.ts';
import type { Sighting } from './sighting.ts';
import { isConfirmed } from './state.ts';
import { parseUrl } from '../../fetch-standard/index.ts';

/** A failure with its finding. */
export interface FailedCheck {
  readonly result: Result;
  readonly finding: Finding;
}

/** One problem of a target under a policy, and all failures that it explains. */
export interface FoundCause {
  readonly cause: Cause;
  readonly level: Level;
  /** In the order in which they were given. */
  readonly checks: readonly FailedCheck[];
  /** The one that shows it best. */
  readonly decisive: FailedCheck;
}

const weights: Readonly<Record<Level, number>> = { security: 0, required: 1, recommended: 2, informative: 3 };

/**
 * The causes of the failures of one target under one policy, the worst first: as few as explain them all.
 * @param seen what all its checks show together
 */
export function groupCauses(failed: readonly FailedCheck[], seen: Sighting): readonly FoundCause[] {
  const refined = failed.map((check) => ({
    check,
    cause: refine(sibling(contained(check.finding.cause, failed), failed), check.finding, seen),
  }));
  const taken = absorptions(refined.map(({ cause }) => cause));
  const groups = new Map<string, { own: Refined[]; others: FailedCheck[] }>();
  for (const one of refined) {
    const key = causeKey(one.cause);
    const into = taken.get(key) ?? key;
    const group = groups.get(into) ?? { own: [], others: [] };
    groups.set(into, group);
    if (into === key) group.own.push(one);
    else group.others.push(one.check);
  }
  return [...groups.values()].map(({ own, others }) => foundCause(own, others)).sort(byWeight);
}

interface Refined {
  readonly check: FailedCheck;
  readonly cause: Cause;
}

function foundCause(own: readonly Refined[], others: readonly FailedCheck[]): FoundCause {
  const [first, ...more] = own as readonly [Refined, ...Refined[]];
  const cause = more.reduce<Cause>((merged, one) => mergeCauses(merged, one.cause), first.cause);
  const checks = [...own.map(({ check }) => check), ...others];
  const level =
    checks.map(({ result }) => result.level).sort((a, b) => weights[a] - weights[b])[0] ?? 'required';
  const decisive = own.find(({ check }) => check.result.level === level) ?? first;
  return { cause, level, checks, decisive: decisive.check };
}

function byWeight(a: FoundCause, b: FoundCause): number {
  return weights[a.level] - weights[b.level] || b.checks.length - a.checks.length;
}

/**
 * A response without CORS headers, seen with the other checks: where the server grants the origin access in no response
 * at all, the origin is what it does not allow, and not the preflight or the method.
 */
function refine(cause: Cause, { refused, unless }: Finding, seen: Sighting): Cause {
  const { hasCors, granted, statuses } = seen;
  if (unless !== undefined && isConfirmed(unless.seen, seen.answers)) return unless.cause;
  if (refused === null || !silentRefusals.includes(cause.code) || granted.includes(refused)) return cause;
  return hasCors
    ? { code: 'origin-missing', origins: [refused] }
    : { code: 'cors-missing', origins: [refused], statuses };
}

/** Lookalikes that begin like an allowed origin and others that end like one: the server looks for it anywhere. */
function contained(cause: Cause, failed: readonly FailedCheck[]): Cause {
  if (cause.code !== 'origin-matched-by-prefix' && cause.code !== 'origin-matched-by-suffix') return cause;
  const codes = new Set(failed.map(({ finding }) => finding.cause.code));
  const isBoth = codes.has('origin-matched-by-prefix') && codes.has('origin-matched-by-suffix');
  return isBoth ? { ...cause, code: 'origin-matched-by-content' } : cause;
}

/** Hosts that end like an allowed one, `evilapp.example.com`, where the server also accepts others of that domain. */
function sibling(cause: Cause, failed: readonly FailedCheck[]): Cause {
  if (cause.code !== 'origin-matched-by-suffix' && cause.code !== 'origin-matched-by-part') return cause;
  const domain = domainOf(cause.origin);
  const isOneOfMany = failed.some(
    ({ finding }) =>
      finding.cause.code === 'subdomains-allowed' &&
      domain !== null &&
      domainOf(finding.cause.origin) === domain,
  );
  return isOneOfMany ? { ...cause, code: 'subdomains-allowed' } : cause;
}

/** What follows the first label of a host that has at least three. */
function domainOf(origin: string): string | null {
  const labels = parseUrl(origin)?.hostname.split('.') ?? [];
  return labels.length < 3 ? null : labels.slice(1).join('.');
}
