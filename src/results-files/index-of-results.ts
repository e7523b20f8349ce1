import type { Place } from './scan.ts';

/** Where a result is, and what decides its place among the others. */
export interface Indexed extends Place {
  readonly file: number;
  /** Equal for results of the same check. */
  readonly key: number;
  readonly rank: number;
}

/** Many results in so many bytes each. */
const bytesEach = 8 + 8 + 8 + 4 + 2;

/** The places of many results, of which nothing else is in memory. */
export interface ResultsIndex {
  /** Its rank is that of what was added last. */
  add(one: Omit<Indexed, 'rank'>): void;
  /** Gives each another key and another rank. */
  rank(change: (one: Indexed) => Pick<Indexed, 'key' | 'rank'>): void;
  readonly count: number;
  at(index: number): Indexed;
  /** The indexes by rank; results of equal rank in the order in which they were added. */
  order(): Uint32Array;
  /** Pairs of results with equal keys, at most so many, and how many there are in all. */
  duplicates(most: number): {
    readonly count: number;
    readonly pairs: readonly (readonly [Indexed, Indexed])[];
  };
}

export function createResultsIndex(): ResultsIndex {
  let capacity = 1024;
  let count = 0;
  let view = viewOf(new ArrayBuffer(capacity * bytesEach), capacity);

  const grow = () => {
    const larger = viewOf(new ArrayBuffer(capacity * 2 * bytesEach), capacity * 2);
    larger.ranks.set(view.ranks);
    larger.keys.set(view.keys);
    larger.offsets.set(view.offsets);
    larger.lengths.set(view.lengths);
    larger.files.set(view.files);
    capacity *= 2;
    view = larger;
  };
  const at = (index: number): Indexed => ({
    rank: view.ranks[index] ?? 0,
    key: view.keys[index] ?? 0,
    offset: view.offsets[index] ?? 0,
    length: view.lengths[index] ?? 0,
    file: view.files[index] ?? 0,
  });
  const sortedBy = (values: Float64Array): Uint32Array => {
    const order = Uint32Array.from({ length: count }, (_, index) => index);
    const isSorted = order.every((index) => index === 0 || (values[index - 1] ?? 0) <= (values[index] ?? 0));
    return isSorted ? order : order.sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b);
  };

  return {
    add({ key, offset, length, file }) {
      if (count === capacity) grow();
      view.ranks[count] = count;
      view.keys[count] = key;
      view.offsets[count] = offset;
      view.lengths[count] = length;
      view.files[count] = file;
      count += 1;
    },
    rank(change) {
      for (let index = 0; index < count; index += 1) {
        const { key, rank } = change(at(index));
        view.keys[index] = key;
        view.ranks[index] = rank;
      }
    },
    get count() {
      return count;
    },
    at,
    order: () => sortedBy(view.ranks),
    duplicates(most) {
      // Sorting numbers is several times faster than sorting by a function, and there are hardly ever any.
      const keys = view.keys.slice(0, count).sort();
      if (!keys.some((key, index) => index > 0 && key === keys[index - 1])) return { count: 0, pairs: [] };
      const order = sortedBy(view.keys);
      const again = [...order.entries()].filter(
        ([place, index]) => place > 0 && view.keys[index] === view.keys[order[place - 1] ?? 0],
      );
      const pairs = again
        .slice(0, most)
        .map(([place, index]) => [at(order[place - 1] ?? 0), at(index)] as const);
      return { count: again.length, pairs };
    },
  };
}

function viewOf(buffer: ArrayBuffer, capacity: number) {
  let from = 0;
  const next = (bytes: number) => {
    const start = from;
    from += capacity * bytes;
    return start;
  };
  return {
    ranks: new Float64Array(buffer, next(8), capacity),
    keys: new Float64Array(buffer, next(8), capacity),
    offsets: new Float64Array(buffer, next(8), capacity),
    lengths: new Uint32Array(buffer, next(4), capacity),
    files: new Uint16Array(buffer, next(2), capacity),
  };
}
