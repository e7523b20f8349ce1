import type { Policy } from '../policy/policy.ts';
import type { Upstream } from '../proxy/index.ts';
import type { RouteDifference } from './contract/index.ts';
import type { RouteMap } from './target-routes.ts';

/** A target that answers: an implementation under one policy, or somebody's URL with the policy that they declare. */
export interface ReadyTarget {
  /** Of the implementation, or the URL as it was typed. */
  readonly id: string;
  readonly policyName: string;
  readonly policy: Policy;
  /**
   * Who is behind a URL: documents of its checks are not shared with other targets, and browsers in which its code has run
   * play nothing of another. Absent for implementations, which corspec starts itself.
   */
  readonly owner?: string;
  /** The origin under which browsers know it. */
  readonly origin: string;
  /** Its routes under that origin. */
  readonly routes: RouteMap;
  /** How its routes differ from the contract. */
  readonly differences: readonly RouteDifference[];
  /** Where it really is, and with what care. */
  readonly upstream: Upstream;
  /** The cookie that browsers have for it before anything is asked. */
  readonly cookieName: string;
  /** The same target under another name of its own; null where its name cannot be changed. */
  readonly underName: ((label: string) => { readonly origin: string; readonly routes: RouteMap }) | null;
  /** The command that runs one scenario of it again, without the scenario and the browser. */
  readonly command: string;
}
