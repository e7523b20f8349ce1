import { printable } from '../text/printable.ts';
import type { TargetSummary } from '../results/results.ts';
import type { RouteDifference } from './contract/index.ts';
import type { RunningImplementation } from './index.ts';
import type { ReadyTarget } from './ready-target.ts';
import type { TargetsRequest } from './target-request.ts';
import { contractRouteMap } from './target-routes.ts';

/** A target with a policy that it cannot express. */
export interface UnsupportedTarget {
  readonly id: string;
  readonly policyName: string;
  readonly reason: string;
  readonly command: string;
}

/** One target of a run, installed, started or probed. */
export interface Prepared {
  readonly ready: readonly ReadyTarget[];
  readonly unsupported: readonly UnsupportedTarget[];
  readonly summary: TargetSummary;
  readonly notes?: readonly string[];
  /** Of the response to a plain GET of a URL. */
  readonly status?: number;
  readonly running?: RunningImplementation;
}

/** What the targets of one server share. */
export interface Shared {
  readonly request: TargetsRequest;
  readonly differences: readonly RouteDifference[];
}

/** What results say of a target, whether it starts or not. */
export type About = Pick<TargetSummary, 'id' | 'title' | 'language' | 'kind' | 'url' | 'tags'>;

/** A target that cannot be tested. */
export function withoutServers(
  about: About,
  policies: readonly string[],
  status: 'unavailable' | 'error',
  reason: string,
): Prepared {
  const each = { status, reason: printable(reason, { keepNewlines: true }) };
  return {
    ready: [],
    unsupported: [],
    summary: {
      ...about,
      versions: {},
      policies: Object.fromEntries(policies.map((name) => [name, each])),
    },
  };
}

/** Same-site with the pages of the fixtures, so that every browser sends cookies. */
export function underAlias(pathname: string): ReadyTarget['underName'] {
  return (name) => {
    const origin = `https://${label(name)}.example.test`;
    return { origin, routes: contractRouteMap(new URL(pathname, origin).href) };
  };
}

/** A name as a label of a host name. */
export function label(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9-]/g, '-');
}
