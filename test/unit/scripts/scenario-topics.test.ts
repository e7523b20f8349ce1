import { describe, expect, it } from 'vitest';
import { generalTopics, libraryTopics, topicsOf } from '../../../scripts/scenarios/topics.ts';
import { suites } from '../../../suites/index.ts';

const scenarios = suites.flatMap((suite) => suite.scenarios);
const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]));

describe('what a scenario is about', () => {
  it.each<[id: string, topics: string]>([
    ['simple/get-allowed', 'origins'],
    ['simple/safelisted-headers', 'origins'],
    ['simple/lookalike-prefix-refused', 'matching origins'],
    ['simple/foreign-post-arrives', 'origins forgery'],
    ['preflight/put-allowed', 'methods origins'],
    ['preflight/header-allowed', 'request-headers origins'],
    ['preflight/before-authentication', 'placement error-responses request-headers'],
    ['preflight/head-with-header', 'methods request-headers origins'],
    ['preflight/options-method', 'options-requests'],
    ['credentials/put', 'credentials methods origins'],
    ['credentials/foreign-refused', 'origins credentials'],
    ['credentials/any-origin-refused', 'any-origin credentials origins'],
    ['exposed-headers/exposed', 'exposed-headers origins'],
    ['max-age/value', 'max-age methods origins'],
    ['null-origin/sandbox-refused', 'null-origin origins'],
    ['redirects/same-origin', 'redirects origins'],
    ['redirects/other-origin-refused', 'null-origin redirects origins'],
    ['errors/crash-post', 'error-responses origins'],
    ['embeds/img-allowed', 'placement origins'],
    ['embeds/img-plain', 'embedding'],
    ['caching/own-vary-kept', 'vary origins'],
    ['effects/foreign-post-arrives', 'forgery origins'],
    ['effects/preflights-change-nothing', 'placement methods origins'],
    ['same-origin/post', 'same-origin'],
    ['robustness/headers-garbage', 'malformed-requests'],
    ['hygiene/refused-without-credentials-header', 'refusals origins'],
    ['hygiene/origin-once', 'one-place'],
    ['hygiene/private-network-asked', 'private-network'],
    ['console/origin-refused', 'browser'],
  ])('%s: %s', (id, topics) => {
    expect(topicsOf(byId.get(id)!).join(' ')).toBe(topics);
  });

  it.each(scenarios.map((scenario) => [scenario.id, scenario] as const))(
    '%s is about one to three things, each once',
    (_id, scenario) => {
      const topics = topicsOf(scenario);
      expect(topics.length).toBeGreaterThanOrEqual(1);
      expect(topics.length).toBeLessThanOrEqual(3);
      expect(new Set(topics).size).toBe(topics.length);
    },
  );

  it('is each topic, somewhere', () => {
    const first = new Set(scenarios.map((scenario) => topicsOf(scenario)[0]));
    const all = [...Object.keys(libraryTopics), ...Object.keys(generalTopics)];
    expect(all.filter((topic) => ![...first].some((found) => found === topic))).toEqual([]);
  });
});
