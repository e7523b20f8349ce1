import type { Result } from '../../src/results/results.ts';
import { excuseText } from '../../src/results/known-failures.ts';
import type { Scenario } from '../../src/scenarios/scenario.ts';
import type { ReportInput } from '../reporter.ts';

export const fetchStandard = 'https://fetch.spec.whatwg.org/';

/** Names and links of scenarios, browsers and targets for reports. */
export interface Catalogue {
  scenario(id: string): Scenario | undefined;
  /** The scenario's title, or its id when it is not in the catalogue. */
  titleOf(id: string): string;
  /** A link to the standard: to the decisive step, otherwise to the scenario's anchor. */
  specOf(result: Result): string | undefined;
  /** `Chromium 156.0`, `model (Fetch standard)`, or the id of an unknown browser. */
  browserOf(id: string): string;
  targetOf(id: string): string;
  /** Why a failure is known; undefined for other results. */
  excuseOf(result: Result): string | undefined;
}

export function catalogue({ scenarios, results }: ReportInput): Catalogue {
  const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  const browsers = new Map(
    results.browsers.map(({ id, name, version }) => [id, `${name} ${version}`.trim()]),
  );
  const targets = new Map(results.targets.map(({ id, title }) => [id, title || id]));
  return {
    scenario: (id) => byId.get(id),
    titleOf: (id) => byId.get(id)?.title ?? id,
    specOf: (result) => specUrl(result.step?.anchor ?? byId.get(result.scenario)?.spec),
    browserOf: (id) => (id === 'model' ? 'model (Fetch standard)' : (browsers.get(id) ?? id)),
    targetOf: (id) => targets.get(id) ?? id,
    excuseOf: ({ excused }) => excused && excuseText(excused, results.baseline?.file),
  };
}

/** The URL of an anchor of the Fetch standard; undefined for other text. */
export function specUrl(anchor: string | undefined): string | undefined {
  return anchor && /^#[\w%:.()-]+$/.test(anchor) ? fetchStandard + anchor : undefined;
}
