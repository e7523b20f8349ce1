import type { RouteDifference } from '../contract/index.ts';
import type { Route } from '../../scenarios/scenario.ts';

/** A request of the contract whose answer differs. Safe to print. */
export interface ToldDifference {
  /** `POST /login?value=fresh` */
  readonly asked: string;
  readonly expected: string;
  readonly got: string;
}

export interface RouteCheck {
  readonly route: Route;
  /** `absent`: the server does not say that it has this route. `unknown`: nothing was asked, or nothing answered in time. */
  readonly status: 'keeps' | 'differs' | 'absent' | 'unknown';
  readonly differences: readonly ToldDifference[];
  /** Differences that a CORS middleware makes, or may make: they do not count against the route. */
  readonly notes: readonly string[];
  /** Requests that were not sent: `POST /resource`. */
  readonly notSent: readonly string[];
}

/** How an implementation starts, answers for its policies, and ends. */
export interface ProtocolCheck {
  readonly keeps: boolean;
  /** A sentence, or several lines where it does not keep the protocol. Safe to print. */
  readonly says: string;
}

/** What `corspec check-server` finds. */
export interface ServerCheck {
  /** The id of the implementation, or the URL. */
  readonly target: string;
  readonly title: string;
  readonly versions: Readonly<Record<string, string>>;
  /** Absent for a URL. */
  readonly protocol?: readonly ProtocolCheck[];
  readonly routes: readonly RouteCheck[];
  readonly keeps: boolean;
}

/** Whether what was found is what the contract asks for. */
export function keepsContract({ protocol = [], routes }: Pick<ServerCheck, 'protocol' | 'routes'>): boolean {
  return protocol.every(({ keeps }) => keeps) && routes.every(({ status }) => status !== 'differs');
}

export function toldDifference({ asked, expected, got }: RouteDifference): ToldDifference {
  return { asked, expected, got };
}
