import type { Ability, Scenario } from '../scenarios/scenario.ts';

/** What an engine lacks, in words. The model is the standard's algorithm for requests, and no more than that. */
const lacks: Readonly<Record<string, Readonly<Partial<Record<Ability, string>>>>> = {
  model: {
    'http-cache': 'the model has no HTTP cache',
    scripts: 'the model runs no scripts',
    console: 'the model has no console',
  },
  webkit: {
    console: 'WebDriver does not tell what the console says',
    'http-cache': 'a session that WebDriver drives keeps no responses',
  },
};

/** Why an engine cannot play a scenario; null when it can. */
export function missingAbility({ when }: Scenario, engine: string): string | null {
  const reasons = (when?.abilities ?? []).map((ability) => lacks[engine]?.[ability]);
  return reasons.find((reason) => reason !== undefined) ?? null;
}

/**
 * Whether an engine lets secure pages fetch from loopback over http, as the standard has it. WebKit calls it mixed content:
 * `loopback-is-mixed-content` in fixtures/known-deviations.ts.
 * https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy
 */
export function trustsLoopback(engine: string): boolean {
  return engine !== 'webkit';
}
