import type { RouteDifference } from '../contract/index.ts';
import type { Route } from '../../scenarios/scenario.ts';

/** A request of the contract whose response differs. Safe to print. */
export interface ContractDifference {
  /** `POST /login?value=fresh` */
  readonly asked: string;
  readonly expected: string;
  readonly got: string;
}

export interface RouteCheck {
  readonly route: Route;
  /**
   * `absent`: the server does not declare this route. `not-offered`: nor need it have it. `unknown`: no request was sent, or no
   * response came in time.
   */
  readonly status: 'keeps' | 'differs' | 'absent' | 'not-offered' | 'unknown';
  readonly differences: readonly ContractDifference[];
  /** Differences that a CORS middleware causes or may cause: they are not failures of the route. */
  readonly notes: readonly string[];
  /** Requests that were not sent: `POST /resource`. */
  readonly notSent: readonly string[];
}

/** How an implementation starts, answers for its policies, and exits. */
export interface ProtocolCheck {
  readonly keeps: boolean;
  /** A sentence; several lines when it violates the protocol. Safe to print. */
  readonly message: string;
}

/** The result of `corspec check-server`. */
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

/** Whether all checks follow the contract. */
export function keepsContract({ protocol = [], routes }: Pick<ServerCheck, 'protocol' | 'routes'>): boolean {
  return protocol.every(({ keeps }) => keeps) && routes.every(({ status }) => status !== 'differs');
}

export function contractDifference({ asked, expected, got }: RouteDifference): ContractDifference {
  return { asked, expected, got };
}
