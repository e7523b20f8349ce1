import { expect, test } from 'vitest';
import { createPlannedCount } from '../../../src/run/planned-count.ts';

test('as many checks are assumed for targets that are not planned yet, and corrected', () => {
  const told: number[] = [];
  const planned = createPlannedCount(6, (event) => {
    if (event.kind === 'planned') told.push(event.checks);
  });
  planned(4, 400);
  planned(2, 100);
  expect(told).toEqual([600, -100]);
});

test('without checks, none are assumed', () => {
  const told: unknown[] = [];
  createPlannedCount(5, (event) => told.push(event))(4, 0);
  expect(told).toEqual([{ kind: 'planned', checks: 0 }]);
});
