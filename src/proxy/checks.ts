import type { CheckOptions, Upstream } from './recording-proxy.ts';

/** The checks with a secret name, which only corspec, its pages and the check's target know. */
export interface Checks {
  add(checks: Iterable<string>, upstream: Upstream | null, options?: CheckOptions): void;
  /** The check with that name, or null. */
  find(name: string | null): string | null;
  /** Whether a request with that name may get the added headers of an upstream. */
  belongs(name: string | null, upstream: Upstream): boolean;
  /** Whether requests with that name are forwarded with the target's real address as Host. */
  rewritesHost(name: string | null): boolean;
  /** Whether requests with that name ask for the response of a rate limit. */
  expectsLimit(name: string | null): boolean;
  clear(): void;
}

export function createChecks(): Checks {
  const upstreams = new Map<string, string | null>();
  const rewriting = new Set<string>();
  const limited = new Set<string>();
  return {
    add(checks, upstream, { rewritesHost = false, expectsLimit = false } = {}) {
      for (const check of checks) {
        upstreams.set(check, upstream?.url ?? null);
        if (rewritesHost) rewriting.add(check);
        if (expectsLimit) limited.add(check);
      }
    },
    find: (name) => (name !== null && upstreams.has(name) ? name : null),
    belongs: (name, { url }) => name !== null && upstreams.get(name) === url,
    rewritesHost: (name) => name !== null && rewriting.has(name),
    expectsLimit: (name) => name !== null && limited.has(name),
    clear: () => {
      for (const each of [upstreams, rewriting, limited]) each.clear();
    },
  };
}
