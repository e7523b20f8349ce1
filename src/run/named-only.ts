import type { NamedOnly } from '../results/results.ts';
import type { Scenario } from '../scenarios/scenario.ts';

/** The scenarios that a browser plays: the model plays all. */
export function playedIn(browser: string, scenarios: readonly Scenario[]): readonly Scenario[] {
  return browser === 'model' ? scenarios : scenarios.filter(({ inBrowsers }) => inBrowsers === undefined);
}

/** The families that a browser does not play because they are not named. */
export function notPlayedIn(browser: string, scenarios: readonly Scenario[]): readonly NamedOnly[] {
  const played = new Set(playedIn(browser, scenarios));
  const counts = new Map<string, number>();
  for (const scenario of scenarios) {
    if (played.has(scenario)) continue;
    const suite = scenario.id.slice(0, scenario.id.indexOf('/'));
    counts.set(suite, (counts.get(suite) ?? 0) + 1);
  }
  return [...counts].map(([suite, count]) => ({ suite, browser, scenarios: count }));
}
