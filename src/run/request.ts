import type { RemoteSetup } from '../browsers/index.ts';
import type { LibraryId } from '../causes/libraries/index.ts';
import type { Result, Results } from '../results/results.ts';
import type { PlanSummary } from '../results/run-parts.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { TargetEvent, TargetsRequest } from '../targets/target-request.ts';
import type { KeptCheck } from './kept-checks.ts';

export type IsWanted = (policyName: string, scenario: Scenario, target: string) => boolean;

/** What a run does: everything is resolved and valid. */
export interface RunRequest extends TargetsRequest {
  /** `chromium`, `firefox`, `webkit`, `model`. */
  readonly browsers: readonly string[];
  /** Those of the browsers that are not on this machine. */
  readonly remote?: RemoteSetup;
  /** Whether to run a scenario under a policy of a target; when absent, all run. */
  readonly isWanted?: IsWanted;
  /** The maximum number of concurrent requests. */
  readonly jobs: number;
  /** The maximum number of requests per second for each host. Default: no limit */
  readonly rate?: number;
  /** Opens every page in a tab of its own, also those that can play in frames: results must be the same. Default: false */
  readonly tabsOnly?: boolean;
  /** Which results keep their exchanges: those that fail or deviate, or all. */
  readonly evidence: 'failures' | 'all';
  /** The library that fixes are written for; when absent, what the server's responses show. */
  readonly fixFor?: LibraryId;
  /** The plan of the whole run that this is a part of, for the results. */
  readonly plan?: PlanSummary;
  /** Checks of the same run that were played before: they are not played again. */
  readonly earlier?: readonly KeptCheck[];
}

export type RunEvent =
  | TargetEvent
  | { readonly kind: 'planned'; readonly checks: number }
  /** All checks of so many targets, of all of the run, are done in all browsers. */
  | { readonly kind: 'targets'; readonly done: number; readonly of: number }
  | { readonly kind: 'result'; readonly result: Result };

/** What is known of a run when it begins. */
export type StartedRun = Pick<Results, 'startedAt' | 'browsers'>;

export interface RunHooks {
  readonly onEvent: (event: RunEvent) => void;
  /** Called once, when the browsers have started. What it throws ends the run. */
  readonly onStarted?: (run: StartedRun) => void;
  /** Called for each check as soon as it is judged. */
  readonly onKept?: (check: KeptCheck) => void;
  /**
   * Called at most once: with the results of all other checks, when only checks that wait are left, for seconds, and with the ids of
   * their scenarios.
   */
  readonly onEarlyResults?: (results: Results, waiting: readonly string[]) => void;
  /** Ends the run early; the results so far are kept and marked `interrupted`. */
  readonly signal: AbortSignal;
}

/** Executes a run. Throws {@link CannotRunError} when no check could be run. */
export type Run = (request: RunRequest, hooks: RunHooks) => Promise<Results>;

/** Runs one after the other, with the same browsers and the same proxy as long as the requests need the same. */
export interface RepeatedRuns {
  readonly run: Run;
  /** Closes the browsers and the proxy. */
  close(): Promise<void>;
}

/** @param signal ends what the runs share, and interrupts the current run */
export type OpenRepeatedRuns = (signal: AbortSignal) => RepeatedRuns;
