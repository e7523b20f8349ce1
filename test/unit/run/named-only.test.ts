import { describe, expect, it } from 'vitest';
import { resolveScenarios, type ScenarioFilter } from '../../../src/options/resolve-scenarios.ts';
import { namedOnlyTexts } from '../../../src/results/index.ts';
import { notPlayedIn, playedIn } from '../../../src/run/named-only.ts';
import { suites } from '../../../suites/index.ts';

const selected = (filter: ScenarioFilter = {}) => resolveScenarios(filter, suites).value;
const generated = suites.find(({ id }) => id === 'combinations')?.scenarios.length ?? 0;

describe('a family that browsers run only if it is named', () => {
  it('is marked as a whole', () => {
    const odd = suites.flatMap(({ inBrowsers, scenarios }) =>
      scenarios.filter((scenario) => scenario.inBrowsers !== inBrowsers),
    );
    expect(odd).toEqual([]);
    expect(generated).toBeGreaterThan(100);
  });

  it('always runs in the model', () => {
    expect(playedIn('model', selected())).toEqual(selected());
    expect(notPlayedIn('model', selected())).toEqual([]);
  });

  it('does not run in a browser, which is said', () => {
    const all = selected();
    expect(all.length - playedIn('chromium', all).length).toBe(generated);
    const unnamed = notPlayedIn('chromium', all);
    expect(unnamed).toEqual([{ suite: 'combinations', browser: 'chromium', scenarios: generated }]);
    expect(namedOnlyTexts(unnamed, ['chromium', 'model'])).toEqual([
      `In chromium, the suite combinations (${generated} scenarios) runs only with --suite combinations.`,
    ]);
    expect(namedOnlyTexts(unnamed, ['model'])).toEqual([]);
  });

  it.each<[string, ScenarioFilter]>([
    ['as a suite', { suite: ['simple,combinations'] }],
    ['by ids', { scenario: ['simple/*', 'combinations/*'] }],
    ['by a pattern that selects nothing else', { scenario: ['*-redirected-*-fetch'] }],
  ])('runs in a browser if it is named %s', (_, filter) => {
    expect(selected(filter).length).toBeGreaterThan(10);
    expect(notPlayedIn('chromium', selected(filter))).toEqual([]);
  });

  it('is not named by a pattern for every suite', () => {
    expect(notPlayedIn('chromium', selected({ scenario: ['*get*'] }))).toHaveLength(1);
  });
});
