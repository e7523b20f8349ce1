import type { Upstream } from './recording-proxy.ts';

/** The cells that corspec named. Whoever knows one is corspec, a page of it, or the cell's target. */
export interface Cells {
  add(cells: Iterable<string>, upstream: Upstream): void;
  /** The cell of that name; null when corspec named none so. */
  find(name: string | null): string | null;
  /** Whether a request with that name may have what the operator adds for an upstream. */
  belongs(name: string | null, upstream: Upstream): boolean;
}

export function createCells(): Cells {
  const upstreams = new Map<string, string>();
  return {
    add(cells, { url }) {
      for (const cell of cells) upstreams.set(cell, url);
    },
    find: (name) => (name !== null && upstreams.has(name) ? name : null),
    belongs: (name, { url }) => name !== null && upstreams.get(name) === url,
  };
}
