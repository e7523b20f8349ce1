import { describe, expect, it } from 'vitest';
import { cookieBatches } from '../../../src/run/cookie-batches.ts';
import type { PlayableCell } from '../../../src/run/engine.ts';

const page = 'https://app.example.test';

/** A cell that relies on its target's cookie, or that has the target under a name of its own. */
function cell(target: string, changes: Partial<PlayableCell> = {}): PlayableCell {
  const origin = `https://${target}.example.test`;
  return { cell: target, origin, steps: [], target: { origin, cookieName: 'session' }, ...changes };
}

const targets = (batches: readonly (readonly PlayableCell[])[]) =>
  batches.map((batch) => batch.map((each) => each.cell));

describe('cells are played in batches', () => {
  it('one, when all cookies fit into the jar', () => {
    expect(targets(cookieBatches([cell('a'), cell('b')], 2))).toEqual([['a', 'b']]);
  });

  it('of no more cookies than the jar holds', () => {
    expect(targets(cookieBatches([cell('a'), cell('b'), cell('c')], 2))).toEqual([['a', 'b'], ['c']]);
  });

  it('with the cookies counted that cells set under names of their own', () => {
    const isolated = cell('a', { origin: page, alias: 'https://x.example.test' });
    expect(targets(cookieBatches([cell('a'), isolated, cell('b')], 2))).toEqual([['a', 'a'], ['b']]);
  });

  it('in which a target has all its cells', () => {
    expect(targets(cookieBatches([cell('a'), cell('b'), cell('a')], 1))).toEqual([['a', 'a'], ['b']]);
  });

  it('that are as large as they like where no cookie is relied on', () => {
    const cells = ['a', 'b', 'c'].map((id) => cell(id, { origin: page }));
    expect(targets(cookieBatches(cells, 1))).toEqual([['a', 'b', 'c']]);
  });

  it('none, without cells', () => {
    expect(cookieBatches([])).toEqual([]);
  });
});
