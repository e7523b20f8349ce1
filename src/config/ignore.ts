import picomatch from 'picomatch';
import type { IgnoreConfig } from './config.ts';
import { plural } from '../results/index.ts';
import { isOpenFailure } from '../results/known-failures.ts';
import { withFields } from '../results/late-fields.ts';
import type { Result, Results } from '../results/results.ts';

/** A rule of the configuration that excuses failures. All given parts must match. */
export type IgnoreRule = IgnoreConfig;

export interface IgnoreContext {
  /** YYYY-MM-DD */
  readonly today: string;
  /** Whether the run had every scenario and target of the configuration: only then a rule can be found to match nothing. */
  readonly isFullRun: boolean;
}

/** Results in which rules excuse failures, and what to warn about. Errors are never excused. */
export interface IgnoredResults {
  readonly results: Results;
  readonly warnings: readonly string[];
}

/** Excuses the failures that a rule matches; the first matching rule gives the reason. */
export function applyIgnore(
  results: Results,
  rules: readonly IgnoreRule[],
  { today, isFullRun }: IgnoreContext,
): IgnoredResults {
  const codes = causeCodes(results);
  const active = rules.filter(({ until }) => until === undefined || today <= until);
  const used = new Set<IgnoreRule>();
  const marked = results.results.map((result) => {
    if (!isOpenFailure(result)) return result;
    const matching = active.filter((rule) => matches(rule, result, codes));
    for (const rule of matching) used.add(rule);
    const [first] = matching;
    return first === undefined
      ? result
      : withFields(result, { excused: { by: 'ignore' as const, reason: first.reason } });
  });
  return {
    results: { ...results, results: marked },
    warnings: rules.flatMap((rule) => {
      const wouldMatch = results.results.filter(
        (result) => isOpenFailure(result) && matches(rule, result, codes),
      ).length;
      if (!active.includes(rule)) return [expiredText(rule, wouldMatch)];
      return isFullRun && !used.has(rule) ? [unusedText(rule)] : [];
    }),
  };
}

function matches(
  { scenario, cause, target }: IgnoreRule,
  result: Result,
  codes: ReadonlyMap<string, string>,
): boolean {
  return (
    (scenario === undefined || matchesScenario(scenario, result.scenario)) &&
    (target === undefined || matchesTarget(target, result.target)) &&
    (cause === undefined ||
      codes.get(causeKey({ target: result.target, policy: result.policy, id: result.cause ?? '' })) === cause)
  );
}

/** As `--scenario` does: a pattern without a slash matches the part of the id after the slash. */
function matchesScenario(pattern: string, id: string): boolean {
  return pattern === id || picomatch.isMatch(id, pattern, { basename: !pattern.includes('/') });
}

/** In an id that is a URL, `*` matches slashes too. */
function matchesTarget(pattern: string, id: string): boolean {
  return pattern === id || picomatch.isMatch(id, pattern, { bash: true });
}

/** The codes of causes by target, policy and id. */
function causeCodes({ causes = [] }: Results): ReadonlyMap<string, string> {
  return new Map(causes.map((cause) => [causeKey(cause), cause.code]));
}

function causeKey({ target, policy, id }: { target: string; policy: string; id: string }): string {
  return JSON.stringify([target, policy, id]);
}

function expiredText(rule: IgnoreRule, failures: number): string {
  const effect = failures === 0 ? '' : ` ${plural(failures, 'failure')} that it matches count again.`;
  return `ignore rule ${ruleText(rule)}: expired after ${rule.until ?? ''}.${effect} Remove the rule, or change its date.`;
}

function unusedText(rule: IgnoreRule): string {
  return `ignore rule ${ruleText(rule)}: matches no failure of this run. Remove the rule.`;
}

/** `cause vary-missing, target api (behind a CDN)` */
function ruleText({ scenario, cause, target, reason }: IgnoreRule): string {
  const parts = Object.entries({ scenario, cause, target }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} ${value}`],
  );
  return `${parts.join(', ')} (${reason})`;
}
