import type { Replay } from '../fetch-standard/index.ts';
import type { Exchange } from '../results/exchange.ts';
import type { Outcome, StepOutcome } from '../results/outcome.ts';
import type { PageRequest, PageStep } from '../scenarios/page-request.ts';

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
}
