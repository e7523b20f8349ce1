import { browserKind, missingCapability } from '../src/browsers/index.ts';
import type { Result } from '../src/results/results.ts';
import type { Scenario } from '../src/scenarios/scenario.ts';

export interface Agreement {
  /** Checks that both browsers have. */
  readonly checks: number;
  /** Checks that only one of them has. */
  readonly lone: readonly string[];
  /** Checks with different verdicts that a known deviation or a missing capability explains. */
  readonly excused: readonly string[];
  /** Checks with different verdicts without such a reason: a sentence each. */
  readonly disagreements: readonly string[];
}

/**
 * Compares the results of two browsers for the same targets, check by check: the status, and the decisive step of a
 * failure.
 */
export function agreement(
  results: readonly Result[],
  [one, other]: readonly [string, string],
  scenarios: readonly Scenario[],
): Agreement {
  const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  const checks = sideBySide(results, one, other);
  const pairs = [...checks].flatMap(([name, { first, second }]) =>
    first && second ? [{ name, first, second }] : [],
  );
  const different = pairs.filter(({ first, second }) => verdict(first) !== verdict(second));
  const isExcused = ({ first, second }: { readonly first: Result; readonly second: Result }) =>
    [first, second].some((check) => deviatesByName(check) || isBeyond(check, byId.get(check.scenario)));
  return {
    checks: pairs.length,
    lone: [...checks].filter(([, { first, second }]) => !first || !second).map(([name]) => name),
    excused: different.filter(isExcused).map(({ name }) => name),
    disagreements: different
      .filter((pair) => !isExcused(pair))
      .map(({ name, first, second }) => `${name}: ${inWords(first)}; ${inWords(second)}`),
  };
}

interface Pair {
  readonly first?: Result;
  readonly second?: Result;
}

function sideBySide(results: readonly Result[], one: string, other: string): ReadonlyMap<string, Pair> {
  const pairs = new Map<string, Pair>();
  for (const result of results) {
    const name = `${result.target} ${result.policy} ${result.scenario}`;
    if (result.browser === one) pairs.set(name, { ...pairs.get(name), first: result });
    if (result.browser === other) pairs.set(name, { ...pairs.get(name), second: result });
  }
  return pairs;
}

function verdict({ status, step }: Result): string {
  return status === 'fail' ? `fail at ${step?.step ?? 'no step'}` : status;
}

function deviatesByName({ deviations }: Result): boolean {
  return deviations.length > 0 && deviations.every(({ id }) => id !== null);
}

/** Whether it has no verdict because its browser cannot run the scenario. */
function isBeyond({ status, browser }: Result, scenario: Scenario | undefined): boolean {
  return (
    status === 'not-applicable' &&
    scenario !== undefined &&
    missingCapability(scenario, browserKind(browser)) !== null
  );
}

function inWords(result: Result): string {
  const message = result.message === undefined ? '' : ` (${result.message})`;
  return `${result.browser} says ${verdict(result)}${message}`;
}
