import type { Upstream } from './recording-proxy.ts';

/** The checks that corspec named. Whoever knows one is corspec, a page of it, or the check's target. */
export interface Checks {
  add(checks: Iterable<string>, upstream: Upstream): void;
  /** The check of that name; null when corspec named none so. */
  find(name: string | null): string | null;
  /** Whether a request with that name may have what the operator adds for an upstream. */
  belongs(name: string | null, upstream: Upstream): boolean;
}

export function createChecks(): Checks {
  const upstreams = new Map<string, string>();
  return {
    add(checks, { url }) {
      for (const check of checks) upstreams.set(check, url);
    },
    find: (name) => (name !== null && upstreams.has(name) ? name : null),
    belongs: (name, { url }) => name !== null && upstreams.get(name) === url,
  };
}
