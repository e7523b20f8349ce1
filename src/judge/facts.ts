import type { TraceEntry } from '../fetch-standard/index.ts';
import type { Exchange } from '../results/exchange.ts';
import type { Outcome } from '../results/outcome.ts';
import type { Policy } from '../policy/policy.ts';
import type { PageStep } from '../scenarios/page-request.ts';
import type { Expectation, Scenario } from '../scenarios/scenario.ts';
import type { ReplayedStep } from './replayed-step.ts';

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
  readonly problem?: string;
  readonly durationMs: number;
}

/** One request of a check: what was asked and wanted, what was on the wire, what page and standard say of it. */
export interface StepFacts extends ReplayedStep {
  readonly expect: Expectation;
  /** Whether the route answers as the contract says. */
  readonly followsContract: boolean;
  /** Where a redirect led, and the proxy sent nothing. */
  readonly refusedUrl?: string;
}

/** What the checks of one step look at. */
export interface CheckInput {
  readonly step: StepFacts;
  readonly policy: Policy;
  readonly origin: string;
  /** The cookie that the target has in the jar. */
  readonly cookieName: string;
}

/** The server's fault, in words. */
export interface Fault {
  readonly message: string;
  /** The entry of the oracle's trace that shows it. */
  readonly entry?: TraceEntry;
}

/** What a check of an expectation gives: nothing to complain of, a fault, or a reason why the question is void. */
export type Finding =
  | { readonly kind: 'met' }
  | { readonly kind: 'fault'; readonly fault: Fault }
  | { readonly kind: 'void'; readonly reason: string };

export const pass: Finding = { kind: 'met' };
