import { describe, expect, test } from 'vitest';
import { limited } from '../../../src/system/limited.ts';
import { targetGroups } from '../../../src/targets/target-groups.ts';

const [url, own] = [{ kind: 'url' }, { kind: 'implementation' }] as const;

describe('targets run in groups', () => {
  test.each([
    [[], [0]],
    [[own, own, own], [3]],
    [
      [own, own, own, own, own],
      [4, 1],
    ],
    [
      [own, url, own, own, own, url, own, url],
      [6, 2],
    ],
    [Array.from({ length: 9 }, () => url), [9]],
  ])('%j: %j', (targets, sizes) => {
    const groups = targetGroups(targets);
    expect(groups.map((group) => group.length)).toEqual(sizes);
    expect(groups.flat()).toEqual(targets);
  });
});

describe('limited work', () => {
  test('is done in order, never more at a time, and goes on after a failure', async () => {
    const doing = limited(2);
    let [running, most] = [0, 0];
    const order: number[] = [];
    const work = (index: number) => async () => {
      most = Math.max(most, ++running);
      order.push(index);
      await Promise.resolve();
      running--;
      if (index === 1) throw new Error('broken');
      return index;
    };
    const all = await Promise.allSettled([0, 1, 2, 3, 4].map((index) => doing(work(index))));
    expect(all.map(({ status }) => status).filter((status) => status === 'rejected')).toHaveLength(1);
    expect([most, order]).toEqual([2, [0, 1, 2, 3, 4]]);
  });
});
