import type { Policy } from '../policy/policy.ts';
import type { Upstream } from '../proxy/index.ts';
import type { RouteDifference } from './contract/index.ts';
import type { RawHeader } from '../results/exchange.ts';
import type { PageOptions } from './target-request.ts';
import type { RouteMap } from './target-routes.ts';

/** A reachable target: an implementation under one policy, or a URL with its declared policy. */
export interface ReadyTarget {
  /** The implementation's id, or the URL as it was typed. */
  readonly id: string;
  readonly policyName: string;
  readonly policy: Policy;
  /**
   * Identifies the server at a URL: its checks do not share documents with other targets, and a browser in which its code
   * has run is not used for another. Absent for implementations, which corspec starts itself.
   */
  readonly owner?: string;
  /** The target's origin in the browser. */
  readonly origin: string;
  /** Its routes at that origin. */
  readonly routes: RouteMap;
  /** How its routes differ from the contract. */
  readonly differences: readonly RouteDifference[];
  /** Its real address, and how to treat it. */
  readonly upstream: Upstream;
  /** The cookie that browsers have for it from the beginning. */
  readonly cookieName: string;
  /** Name and value of the cookies that the user gave; when absent, that cookie is corspec's own. */
  readonly cookies?: readonly RawHeader[];
  /** What its requests need from the page. */
  readonly page?: PageOptions;
  /** The status that the user expects of the resource, if any. */
  readonly expectStatus?: number;
  /** The methods that the resource supports; all when absent. */
  readonly endpointMethods?: readonly string[];
  /** The same target with another host name; null if its name cannot be changed. */
  readonly underName: ((label: string) => { readonly origin: string; readonly routes: RouteMap }) | null;
  /** The command that runs the target again, without the options for scenario and browser. */
  readonly command: string;
}
