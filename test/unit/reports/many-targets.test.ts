import { expect, it } from 'vitest';
import { manyTargets, urlInput } from '../../fixtures/sample-cause-results.ts';
import { printed } from './printed.ts';

const thirty = (conforming: number, verbose = false) => ({ ...manyTargets(30, conforming), verbose });

const firstOf = (count: number, from: number) =>
  Array.from({ length: count }, (_, index) => `/path${from + index}`).join(', ');

it('tells what thirty targets have in common once', () => {
  const text = printed('terminal', thirty(10));
  expect(text).toContain(`✓ ${firstOf(6, 0)} and 4 more · policy: `);
  expect(text).toContain(`20 targets: ${firstOf(6, 10)} and 14 more`);
  expect(text.split('security: The server reflects every origin')).toHaveLength(2);
  expect(text.split('coverage: ')).toHaveLength(2);
  expect(text).toContain(`! ${firstOf(6, 0)} and 24 more: The same note.`);
});

it('has as many lines of thirty targets as of five', () => {
  const lines = printed('terminal', thirty(0)).split('\n').length;
  expect(lines).toBeLessThan(printed('terminal', urlInput()).split('\n').length + 20);
});

it('reports each target separately with --verbose', () => {
  expect(printed('terminal', thirty(10, true)).split('coverage: ')).toHaveLength(31);
});
