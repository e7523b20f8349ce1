/** Work that a shard does, as a whole or in parts. */
export interface Work {
  /** Unique among the work of a run. */
  readonly key: string;
  /** What it takes, besides what starting takes: milliseconds. */
  readonly cost: number;
  /** What each shard with any part of it has to start. */
  readonly target: string;
  /** The same work in smaller parts; absent if it stays together. */
  readonly parts?: readonly Work[];
  /** It is divided if it is more than so many fair shares. */
  readonly divideAbove: number;
}

/**
 * Distributes work over shards, by key: the largest first, each to the shard that is then done the earliest. The result
 * depends on nothing but the work and its costs. Every key of work without parts, or whose parts stay together, has
 * exactly one shard.
 * @param startCost what a shard takes to start a target: milliseconds
 */
export function distribute(
  all: readonly Work[],
  shards: number,
  startCost: (target: string) => number,
): ReadonlyMap<string, number> {
  const fair = all.reduce((sum, { cost, target }) => sum + cost + startCost(target), 0) / shards;
  const pieces = all.flatMap((work) => divided(work, fair)).sort(largestFirst);
  const loads = new Array<number>(shards).fill(0);
  const started = loads.map(() => new Set<string>());
  const placed = new Map<string, number>();
  for (const { key, cost, target } of pieces) {
    const starts = loads.map((_, index) => (started[index]?.has(target) === true ? 0 : startCost(target)));
    // One more start is work for all shards together, so it counts twice.
    const scores = loads.map((load, index) => load + cost + 2 * (starts[index] ?? 0));
    const best = scores.indexOf(Math.min(...scores));
    loads[best] = (loads[best] ?? 0) + cost + (starts[best] ?? 0);
    started[best]?.add(target);
    placed.set(key, best);
  }
  return placed;
}

function divided(work: Work, fair: number): readonly Work[] {
  if (work.parts === undefined || work.cost <= fair * work.divideAbove) return [work];
  return work.parts.flatMap((part) => divided(part, fair));
}

/** Equal costs in the order of their keys, so that every machine has the same order. */
function largestFirst(a: Work, b: Work): number {
  return b.cost - a.cost || (a.key < b.key ? -1 : 1);
}
