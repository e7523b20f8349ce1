import type { Result, Results } from '../results/results.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { TargetEvent, TargetsRequest } from '../targets/target-request.ts';

/** What a run is to do: everything resolved and valid. */
export interface RunRequest extends TargetsRequest {
  /** `chromium`, `firefox`, `webkit`, `model`. */
  readonly browsers: readonly string[];
  /** Whether a scenario is to be played under a policy; all are when absent. */
  readonly isWanted?: (policyName: string, scenario: Scenario) => boolean;
  /** Requests under way at once. */
  readonly jobs: number;
  /** Which results keep their exchanges whole: those that fail or deviate, or all. */
  readonly evidence: 'failures' | 'all';
}

export type RunEvent =
  | TargetEvent
  | { readonly kind: 'planned'; readonly checks: number }
  | { readonly kind: 'result'; readonly result: Result };

export interface RunHooks {
  readonly onEvent: (event: RunEvent) => void;
  /** Ends the run early; what is done is kept, and the results say `interrupted`. */
  readonly signal: AbortSignal;
}

/** Executes a run. Throws {@link CannotRunError} when not one check could be tried. */
export type Run = (request: RunRequest, hooks: RunHooks) => Promise<Results>;
