import { describe, expect, it } from 'vitest';
import { judge, type Judged } from '../../../src/judge/index.ts';
import type { RawHeader } from '../../../src/results/exchange.ts';
import { createCollection } from '../../../src/run/collection.ts';
import { createReproduceCommand } from '../../../src/run/reproduce.ts';
import type { ReadyTarget } from '../../../src/targets/ready-target.ts';
import { policies } from '../../../fixtures/policies.ts';
import { suites } from '../../../suites/index.ts';
import { facts, plan, readyTarget, refused, response } from '../judge/check-facts.ts';

const scenarios = suites.flatMap((suite) => suite.scenarios);
const scenario = scenarios.find(({ id }) => id === 'simple/get-allowed')!;

/** What a check of a target shows: a pass, or a failure with its exchange. */
function shown(target: ReadyTarget, passes: boolean): Judged {
  const planned = plan(scenario, target, 'model');
  const headers: RawHeader[] = passes ? [['Access-Control-Allow-Origin', planned.origin]] : [];
  const seen = facts(planned, [{ method: 'GET', status: 200, headers }], [passes ? response() : refused]);
  return judge(seen, 'again', 'failures');
}

/** How many results of so many targets hold exchanges, or what a page read. */
function collected(targets: number, passes = false) {
  const ready = Array.from({ length: targets }, (_, index) => ({ ...readyTarget(), id: `t${index}` }));
  const request = { policies: { policy: policies.allowlist }, scenarios, browsers: ['model'] };
  const collection = createCollection(
    request,
    { targets: ready.map(({ id }) => id), places: targets },
    {
      onEvent: () => undefined,
      reproduce: createReproduceCommand(),
    },
  );
  const all = ready.map((target) => shown(target, passes));
  for (const one of all.toReversed()) collection.add(one);
  const results = collection.results();
  const holds = (result: object, field: string) =>
    Object.getOwnPropertyDescriptor(result, field)?.value !== undefined;
  return {
    all,
    results,
    places: collection.places(),
    holding: results.filter((result) => holds(result, 'exchanges') || holds(result, 'outcome')).length,
  };
}

describe('the results of a run', () => {
  it('hold no evidence when there are many targets, and have it all the same', () => {
    expect(collected(3).holding).toBe(3);
    const { holding, results, all } = collected(60);
    expect(holding).toBe(0);
    expect(results).toEqual(all.map(({ result }) => result));
    expect(results[0]?.exchanges).toHaveLength(1);
  });

  it('share equal parts, so that each further target adds little', () => {
    const { results } = collected(60, true);
    expect(new Set(results.map(({ deviations }) => deviations)).size).toBe(1);
  });

  it('keep of each place what its checks show, once', () => {
    const { places, all } = collected(60);
    expect(places.map(({ target }) => target)).toEqual(all.map(({ result }) => result.target));
    expect(new Set(places.map(({ failed }) => failed[0]?.finding.cause)).size).toBe(1);
    // The exchange that shows the cause is the one of the result.
    expect(places.map(({ failed }) => failed[0]?.finding.decisive)).toEqual(
      all.map(({ finding }) => finding?.decisive),
    );
  });
});
