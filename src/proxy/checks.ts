import type { Upstream } from './recording-proxy.ts';

/** The checks with a secret name, which only corspec, its pages and the check's target know. */
export interface Checks {
  add(checks: Iterable<string>, upstream: Upstream | null): void;
  /** The check with that name, or null. */
  find(name: string | null): string | null;
  /** Whether a request with that name may get the added headers of an upstream. */
  belongs(name: string | null, upstream: Upstream): boolean;
  clear(): void;
}

export function createChecks(): Checks {
  const upstreams = new Map<string, string | null>();
  return {
    add(checks, upstream) {
      for (const check of checks) upstreams.set(check, upstream?.url ?? null);
    },
    find: (name) => (name !== null && upstreams.has(name) ? name : null),
    belongs: (name, { url }) => name !== null && upstreams.get(name) === url,
    clear: () => {
      upstreams.clear();
    },
  };
}
