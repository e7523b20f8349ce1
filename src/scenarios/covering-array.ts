/** A value that a factor takes. */
export interface FactorValue {
  readonly name: string;
  /**
   * When the value was added; 1 when absent. Rows of earlier values stay when a value is added, at the end of its factor and
   * with a higher number.
   */
  readonly since?: number;
}

/** For each factor the index of one of its values. */
export type Row = readonly number[];

/**
 * Rows of values such that for any three factors, each combination of their values is in at least one row: a covering array
 * of strength 3. Greedy and without chance, so the same factors always give the same rows.
 */
export function coveringArray(factors: readonly (readonly FactorValue[])[]): readonly Row[] {
  const since = factors.flatMap((values) => values.map((value) => value.since ?? 1));
  const generations = [...new Set(since)].sort((a, b) => a - b);
  return generations.reduce<readonly Row[]>((rows, generation) => {
    const sizes = factors.map((values) => values.filter((value) => (value.since ?? 1) <= generation).length);
    return [...rows, ...missingRows(sizes, rows)];
  }, []);
}

/** The values of three factors, as indexes. */
interface Triple {
  readonly factors: readonly [number, number, number];
  readonly sizes: readonly [number, number, number];
  /** By the index of a combination: whether it is in a row. */
  readonly covered: Uint8Array;
}

/** What has to be added to rows so that they cover factors of these sizes. */
function missingRows(sizes: readonly number[], rows: readonly Row[]): readonly Row[] {
  const triples = triplesOf(sizes);
  for (const row of rows) mark(row, triples);
  const byFactor = sizes.map((_, factor) => triples.filter(({ factors }) => factors.includes(factor)));
  const added: Row[] = [];
  for (const triple of largestFirst(triples))
    for (let index = triple.covered.indexOf(0); index !== -1; index = triple.covered.indexOf(0, index)) {
      const row = rowWith(triple, index, { sizes, byFactor }, added.length);
      mark(row, triples);
      added.push(row);
    }
  return withoutRedundant(added, rows, sizes);
}

function triplesOf(sizes: readonly number[]): readonly Triple[] {
  const triples: Triple[] = [];
  for (const [a, sizeA] of sizes.entries())
    for (let b = a + 1; b < sizes.length; b++)
      for (let c = b + 1; c < sizes.length; c++) {
        const [sizeB = 0, sizeC = 0] = [sizes[b], sizes[c]];
        triples.push({
          factors: [a, b, c],
          sizes: [sizeA, sizeB, sizeC],
          covered: new Uint8Array(sizeA * sizeB * sizeC),
        });
      }
  return triples;
}

function largestFirst(triples: readonly Triple[]): readonly Triple[] {
  return [...triples].sort((one, other) => other.covered.length - one.covered.length);
}

/** The index of a row's combination; -1 where one of the three values is open. */
function indexIn({ factors, sizes }: Triple, row: Row): number {
  const [x = -1, y = -1, z = -1] = [row[factors[0]], row[factors[1]], row[factors[2]]];
  return x < 0 || y < 0 || z < 0 ? -1 : (x * sizes[1] + y) * sizes[2] + z;
}

function mark(row: Row, triples: readonly Triple[]): void {
  for (const triple of triples) triple.covered[indexIn(triple, row)] = 1;
}

/** What rows are made from: the sizes of the factors, and the triples that each factor is in. */
interface Making {
  readonly sizes: readonly number[];
  readonly byFactor: readonly (readonly Triple[])[];
}

/**
 * A row with one combination of three values; each of the others is the one that covers most.
 * @param turn breaks ties, so that no value is preferred
 */
function rowWith({ factors, sizes: own }: Triple, index: number, making: Making, turn: number): Row {
  const row = making.sizes.map(() => -1);
  row[factors[0]] = Math.floor(index / (own[1] * own[2]));
  row[factors[1]] = Math.floor(index / own[2]) % own[1];
  row[factors[2]] = index % own[2];
  for (const [factor, size] of making.sizes.entries())
    if (row[factor] === -1) row[factor] = bestValue(row, factor, size, making.byFactor[factor] ?? [], turn);
  return row;
}

function bestValue(
  row: number[],
  factor: number,
  size: number,
  triples: readonly Triple[],
  turn: number,
): number {
  let best = { value: 0, gain: -1 };
  for (let step = 0; step < size; step++) {
    const value = (step + turn) % size;
    row[factor] = value;
    const gain = gainOf(triples, row);
    if (gain > best.gain) best = { value, gain };
  }
  return best.value;
}

/** How many combinations of a row are in no row yet. */
function gainOf(triples: readonly Triple[], row: Row): number {
  let gain = 0;
  for (const triple of triples) if (triple.covered[indexIn(triple, row)] === 0) gain++;
  return gain;
}

/** Without rows whose combinations are all in other rows. `before`: rows that stay. */
function withoutRedundant(
  added: readonly Row[],
  before: readonly Row[],
  sizes: readonly number[],
): readonly Row[] {
  const triples = triplesOf(sizes);
  const counts = triples.map(({ covered }) => new Uint16Array(covered.length));
  const count = (row: Row, by: number) => {
    for (const [at, triple] of triples.entries()) {
      const own = counts[at];
      const index = indexIn(triple, row);
      if (own !== undefined) own[index] = (own[index] ?? 0) + by;
    }
  };
  for (const row of [...before, ...added]) count(row, 1);
  return added.filter((row) => {
    const isRedundant = triples.every((triple, at) => (counts[at]?.[indexIn(triple, row)] ?? 0) > 1);
    if (isRedundant) count(row, -1);
    return !isRedundant;
  });
}
