import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { policies as named } from '../../../fixtures/policies.ts';
import { keyOfCheck } from '../../../src/results/excuse.ts';
import type { RunRequest } from '../../../src/run/request.ts';
import { distribute, type Work } from '../../../src/run/shards/distribute.ts';
import { type Durations, planSummaryOf, shardOf } from '../../../src/run/shards/index.ts';
import { policiesOf, targetId, type TargetRequest } from '../../../src/targets/target-request.ts';
import { suites } from '../../../suites/index.ts';
import { implementation } from '../cli/samples.ts';

const scenarios = suites.flatMap((suite) => suite.scenarios);
const { allowlist, public: open, closed } = named;
const policies = { allowlist, public: open, closed };

function url(name: string, own?: readonly string[]): TargetRequest {
  return {
    kind: 'url',
    url: `http://localhost:3000/${name}`,
    name,
    routes: {},
    allowWrites: false,
    headers: [],
    insecure: false,
    ...(own && { policies: own }),
  };
}

function request(targets: readonly TargetRequest[], some = scenarios): RunRequest {
  return {
    targets,
    policies,
    policyArguments: {},
    scenarios: some,
    timeoutMs: 1000,
    browsers: ['model', 'firefox'],
    jobs: 4,
    evidence: 'failures',
  };
}

/** Every target, policy and scenario of a run. */
function placesOf(asked: RunRequest): string[] {
  return asked.targets.flatMap((target) =>
    Object.keys(policiesOf(target, asked)).flatMap((policy) =>
      asked.scenarios
        .filter((scenario) => asked.isWanted?.(policy, scenario, targetId(target)) ?? true)
        .map(({ id }) => `${targetId(target)} ${policy} ${id}`),
    ),
  );
}

function shards(asked: RunRequest, of: number, durations: Durations = new Map()): readonly RunRequest[] {
  return Array.from({ length: of }, (_, index) => shardOf(asked, { index: index + 1, of }, durations));
}

const targets = fc
  .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { minLength: 1 })
  .chain((names) =>
    fc.tuple(
      ...names.map((name) =>
        fc.constantFrom<TargetRequest>(url(name), url(name, ['public']), url(name, ['closed', 'allowlist']), {
          kind: 'implementation',
          implementation: implementation(name),
        }),
      ),
    ),
  );

describe('the shards of a run', () => {
  it('have each check exactly once', () => {
    const durations = fc.dictionary(fc.constantFrom(...scenarios.map(({ id }) => id)), fc.nat(100_000));
    fc.assert(
      fc.property(
        targets,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 40 }),
        durations,
        (some, of, count, times) => {
          const asked = request(some, scenarios.slice(0, count));
          const known = new Map(
            Object.entries(times).map(([scenario, time]) => [
              keyOfCheck({ target: 'a', policy: 'public', browser: 'model', scenario }),
              time,
            ]),
          );
          const all = shards(asked, of, known).flatMap(placesOf);
          expect(all.sort()).toEqual(placesOf(asked).sort());
        },
      ),
      { numRuns: 50 },
    );
  });

  it('are the same on every machine', () => {
    const asked = request([url('a'), url('b')]);
    expect(shards(asked, 3).map(placesOf)).toEqual(shards(asked, 3).map(placesOf));
    const turned = { ...asked, targets: asked.targets.toReversed() };
    expect(shards(turned, 3).map((shard) => placesOf(shard).sort())).toEqual(
      shards(asked, 3).map((shard) => placesOf(shard).sort()),
    );
  });

  it('keep the checks of a target under a policy together, unless they are more than a shard should do', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const asked = request(names.map((name) => url(name)));
    for (const shard of shards(asked, 4)) expect(shard.targets).toHaveLength(2);
    // One target for four shards: its scenarios are divided.
    const alone = shards(request([url('a', ['public'])]), 4);
    expect(alone.map((shard) => placesOf(shard).length > 0)).toEqual([true, true, true, true]);
  });

  it('without work have no targets', () => {
    const [one, two] = shards(request([url('a', ['public'])], scenarios.slice(0, 1)), 2);
    expect([one?.targets.length, two?.targets.length]).toEqual([1, 0]);
  });

  it('start no more because the times of checks are known: checks overlap, and starts do not', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const few = scenarios.slice(0, 120);
    const asked: RunRequest = {
      ...request(
        names.map((name) => ({ kind: 'implementation', implementation: implementation(name) })),
        few,
      ),
      jobs: 16,
    };
    const known = new Map(
      names.flatMap((target) =>
        Object.keys(policies).flatMap((policy) =>
          asked.browsers.flatMap((browser) =>
            few.map(
              ({ id }, index) =>
                [keyOfCheck({ target, policy, browser, scenario: id }), 20 + ((index * 37) % 80)] as const,
            ),
          ),
        ),
      ),
    );
    const starts = (durations?: Durations) =>
      shards(asked, 4, durations).reduce((sum, shard) => sum + shard.targets.length, 0);
    expect(starts(known)).toBeLessThanOrEqual(starts());
  });

  it('are balanced by how long checks took', () => {
    const asked = request(['a', 'b', 'c', 'd'].map((name) => url(name, ['public'])));
    const slow = new Map(
      scenarios.map(({ id }) => [
        keyOfCheck({ target: 'c', policy: 'public', browser: 'model', scenario: id }),
        1000,
      ]),
    );
    const [first, second] = shards(asked, 2, slow).map(({ targets: own }) => own.map(targetId));
    // What the other three take is little beside it, so that parts of it go to the shard with them.
    expect(first).toContain('c');
    expect(second).toContain('c');
    expect([...(first ?? []), ...(second ?? [])].filter((id) => id !== 'c').sort()).toEqual(['a', 'b', 'd']);
  });
});

describe('distributed work', () => {
  const leaf = (key: string, cost: number): Work => ({ key, cost, target: key, divideAbove: 0 });

  it('exceeds the fair share by no more than the largest piece', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 9 }),
        (costs, of) => {
          const work = costs.map((cost, index) => leaf(`w${index}`, cost));
          const placed = distribute(work, of, () => 0);
          const loads = Array.from({ length: of }, (_, shard) =>
            work.reduce((sum, { key, cost }) => sum + (placed.get(key) === shard ? cost : 0), 0),
          );
          const total = costs.reduce((sum, cost) => sum + cost, 0);
          expect(loads.reduce((sum, load) => sum + load, 0)).toBe(total);
          expect(Math.max(...loads)).toBeLessThanOrEqual(total / of + Math.max(...costs));
        },
      ),
    );
  });

  it('goes where its target is started already', () => {
    const part = (key: string, target: string): Work => ({ key, cost: 10, target, divideAbove: 0 });
    const work = ['x1', 'x2', 'y1', 'y2'].map((key) => part(key, key.charAt(0)));
    const placed = distribute(work, 2, () => 100);
    expect(placed.get('x1')).toBe(placed.get('x2'));
    expect(placed.get('y1')).not.toBe(placed.get('x1'));
  });
});

describe('the plan of a run', () => {
  it('has the same id for all shards, and another one for other checks', () => {
    const asked = request([url('a')]);
    const { id } = planSummaryOf(asked);
    expect(planSummaryOf(asked, { index: 2, of: 3 }).id).toBe(id);
    expect(planSummaryOf({ ...asked, jobs: 1 }).id).toBe(id);
    expect(planSummaryOf({ ...asked, browsers: ['model'] }).id).not.toBe(id);
    expect(planSummaryOf({ ...asked, policies: { ...policies, public: {} } }).id).not.toBe(id);
    expect(planSummaryOf({ ...asked, targets: [url('a', ['public'])] }).id).not.toBe(id);
  });
});
