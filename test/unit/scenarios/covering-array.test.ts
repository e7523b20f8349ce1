import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coveringArray, type FactorValue, type Row } from '../../../src/scenarios/covering-array.ts';

const factor = (size: number, since?: number): readonly FactorValue[] =>
  Array.from({ length: size }, (_, index) => ({
    name: String(index),
    ...(since !== undefined && index === size - 1 ? { since } : {}),
  }));

/** The combinations of any three values, each as text. */
function combinations(sizes: readonly number[]): readonly string[] {
  return sizes.flatMap((sizeA, a) =>
    sizes.flatMap((sizeB, b) =>
      sizes.flatMap((sizeC, c) => (a < b && b < c ? named([a, b, c], [sizeA, sizeB, sizeC]) : [])),
    ),
  );
}

function named([a, b, c]: readonly [number, number, number], sizes: readonly [number, number, number]) {
  const [xs, ys, zs] = sizes.map((size) => [...Array(size).keys()]) as [number[], number[], number[]];
  return xs.flatMap((x) => ys.flatMap((y) => zs.map((z) => `${a}=${x} ${b}=${y} ${c}=${z}`)));
}

function isIn(text: string, row: Row): boolean {
  return text.split(' ').every((part) => {
    const [at = '', value = ''] = part.split('=');
    return row[Number(at)] === Number(value);
  });
}

const someSizes = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 3, maxLength: 5 });

describe('a covering array', () => {
  it('has each combination of the values of any three factors', () => {
    fc.assert(
      fc.property(someSizes, (sizes) => {
        const rows = coveringArray(sizes.map((size) => factor(size)));
        const missing = combinations(sizes).filter((text) => !rows.some((row) => isIn(text, row)));
        expect(missing).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('has no row that it does not need, and none twice', () => {
    fc.assert(
      fc.property(someSizes, (sizes) => {
        const rows = coveringArray(sizes.map((size) => factor(size)));
        expect(new Set(rows.map(String)).size).toBe(rows.length);
        const all = combinations(sizes);
        const without = (one: Row) => rows.filter((row) => row !== one);
        const needless = rows.filter((one) =>
          all.every((text) => !isIn(text, one) || without(one).some((row) => isIn(text, row))),
        );
        expect(needless).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('keeps all rows when a value is added', () => {
    fc.assert(
      fc.property(someSizes, fc.nat(), (sizes, which) => {
        const at = which % sizes.length;
        const before = coveringArray(sizes.map((size) => factor(size)));
        const grown = sizes.map((size, index) => (index === at ? size + 1 : size));
        const after = coveringArray(grown.map((size, index) => factor(size, index === at ? 2 : undefined)));
        expect(after.slice(0, before.length)).toEqual(before);
        const missing = combinations(grown).filter((text) => !after.some((row) => isIn(text, row)));
        expect(missing).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
