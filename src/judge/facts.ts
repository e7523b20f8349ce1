import type { Replay } from '../fetch-standard/index.ts';
import type { Exchange } from '../results/exchange.ts';
import type { Outcome, StepOutcome } from '../results/outcome.ts';
import type { Policy } from '../policy/policy.ts';
import type { PageRequest, PageStep } from '../scenarios/page-request.ts';
import type { Expectation } from '../scenarios/expectation.ts';
import type { Level, Route, Scenario } from '../scenarios/scenario.ts';
import type { CheckProblem, Fault, InconclusiveReason } from './reasons.ts';

/** What the judge needs to know of a check's plan. */
export interface JudgedCheck {
  readonly scenario: Scenario;
  readonly browser: string;
  /** Whether the browser takes the time that a step waits, or puts its clock forward. */
  readonly waitsInRealTime: boolean;
  /** Of the page. */
  readonly origin: string;
  readonly steps: readonly PageStep[];
  /** Whether the route of each step follows the contract. */
  readonly followsContract: readonly boolean[];
  /** Of a failure; the scenario's when absent. */
  readonly level?: Level;
  readonly target: {
    readonly id: string;
    readonly policyName: string;
    readonly policy: Policy;
    /** The origin under which browsers know it. */
    readonly origin: string;
    readonly cookieName: string;
    /** The command that runs one scenario of it again, without the scenario and the browser. */
    readonly command: string;
  };
}

/** All that is known of a check when it is over. */
export interface CheckFacts {
  readonly planned: JudgedCheck;
  /** Null when the page told nothing. */
  readonly outcome: Outcome | null;
  readonly exchanges: readonly Exchange[];
  /** The writes that the target counts for this check; null when it did not tell; undefined when it was not asked. */
  readonly writes?: number | null;
  /** Origins that redirects lead to, and that the proxy sends nothing to, as they are no target's. */
  readonly undeclared?: readonly string[];
  /** What broke in corspec or in the browser. */
  readonly problem?: CheckProblem;
  readonly durationMs: number;
}

/** What is known of the requests of a check, made one after the other from one page. */
export interface Played {
  readonly origin: string;
  /** Whether the browser took the time that steps wait; otherwise it put its clock forward. */
  readonly waitsInRealTime: boolean;
  readonly steps: readonly PageStep[];
  readonly outcome: Outcome | null;
  readonly exchanges: readonly Exchange[];
}

/** One request with its part of the wire, and what the standard says of it. */
export interface ReplayedStep extends Omit<Replay, 'consumed'> {
  readonly request: PageRequest;
  readonly exchanges: readonly Exchange[];
  readonly outcome: StepOutcome;
  /** Nothing was sent: the browser had the response of this exchange in its HTTP cache. */
  readonly fromCache?: true;
  /** Nothing was sent: an earlier step has loaded it in advance. */
  readonly fromPreload?: true;
  /** An earlier step has loaded the same URL in advance, in another mode. */
  readonly isPreloaded?: true;
}

/** One request of a check, with what the scenario expects of it. */
export interface StepFacts extends ReplayedStep {
  readonly expect: Expectation;
  readonly route: Route;
  /** Whether the route answers as the contract says. */
  readonly followsContract: boolean;
  /** Where a redirect led, and the proxy sent nothing. */
  readonly refusedUrl?: string;
}

/** What the rules for one step look at. */
export interface StepInput {
  readonly step: StepFacts;
  readonly policy: Policy;
  readonly origin: string;
  /** The cookie that the target has in the jar. */
  readonly cookieName: string;
}

/** What comes of an expectation. */
export type Decision =
  | { readonly kind: 'pass' }
  | { readonly kind: 'fault'; readonly fault: Fault }
  | { readonly kind: 'inconclusive'; readonly reason: InconclusiveReason };

export const pass: Decision = { kind: 'pass' };

export function faulty(fault: Fault): Decision {
  return { kind: 'fault', fault };
}

export function inconclusive(reason: InconclusiveReason): Decision {
  return { kind: 'inconclusive', reason };
}

/** The first fault, or else the first reason why there is no answer, or else a pass. */
export function combine(decisions: readonly Decision[]): Decision {
  return (
    decisions.find(({ kind }) => kind === 'fault') ??
    decisions.find(({ kind }) => kind === 'inconclusive') ??
    pass
  );
}
