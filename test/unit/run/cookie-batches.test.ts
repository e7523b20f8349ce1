import { describe, expect, it } from 'vitest';
import { cookieBatches } from '../../../src/run/cookie-batches.ts';
import type { PlayableCheck } from '../../../src/run/check-runner.ts';

const page = 'https://app.example.test';

/** A check that relies on its target's cookie, or that has the target under a name of its own. */
function check(target: string, changes: Partial<PlayableCheck> = {}): PlayableCheck {
  const origin = `https://${target}.example.test`;
  return { id: target, origin, steps: [], target: { origin, cookieName: 'session' }, ...changes };
}

const targets = (batches: readonly (readonly PlayableCheck[])[]) =>
  batches.map((batch) => batch.map((each) => each.id));

describe('checks are played in batches', () => {
  it('one, when all cookies fit into the jar', () => {
    expect(targets(cookieBatches([check('a'), check('b')], 2))).toEqual([['a', 'b']]);
  });

  it('of no more cookies than the jar holds', () => {
    expect(targets(cookieBatches([check('a'), check('b'), check('c')], 2))).toEqual([['a', 'b'], ['c']]);
  });

  it('with the cookies counted that checks set under names of their own', () => {
    const isolated = check('a', { origin: page, alias: 'https://x.example.test' });
    expect(targets(cookieBatches([check('a'), isolated, check('b')], 2))).toEqual([['a', 'a'], ['b']]);
  });

  it('in which a target has all its checks', () => {
    expect(targets(cookieBatches([check('a'), check('b'), check('a')], 1))).toEqual([['a', 'a'], ['b']]);
  });

  it('that are as large as they like where no cookie is relied on', () => {
    const checks = ['a', 'b', 'c'].map((id) => check(id, { origin: page }));
    expect(targets(cookieBatches(checks, 1))).toEqual([['a', 'b', 'c']]);
  });

  it('none, without checks', () => {
    expect(cookieBatches([])).toEqual([]);
  });
});
