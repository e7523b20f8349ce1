import type { RawHeader } from '../vocabulary/exchange.ts';
import type { Policy } from '../vocabulary/policy.ts';
import type { Result, Results } from '../vocabulary/results.ts';
import type { Route, Scenario } from '../vocabulary/scenario.ts';
import type { Implementation } from '../target/index.ts';

/** Somebody's server, with what they say of it. */
export interface UrlTarget {
  readonly kind: 'url';
  readonly url: string;
  /** Paths or absolute URLs of the routes that it has beside `resource`, which is the URL itself. */
  readonly routes: 'standard' | Readonly<Partial<Record<Route, string>>>;
  readonly allowWrites: boolean;
  /** Added by the proxy to actual requests, and masked in results. */
  readonly headers: readonly RawHeader[];
  readonly insecure: boolean;
  /** Its options as they were typed, shell-quoted, for `reproduce`: `--routes standard --allow-writes`. No secrets. */
  readonly commandOptions?: string;
}

export interface ImplementationTarget {
  readonly kind: 'implementation';
  readonly implementation: Implementation;
  /** How it was named on the command line, for `reproduce`; its id when absent. */
  readonly typed?: string;
}

export type TargetRequest = UrlTarget | ImplementationTarget;

/** What a run is to do: everything resolved and valid. */
export interface RunRequest {
  readonly targets: readonly TargetRequest[];
  /** By the name that results and `reproduce` use. */
  readonly policies: Readonly<Record<string, Policy>>;
  /** How each policy is written on a command line, for `reproduce`: `--policy allowlist`. */
  readonly policyArguments: Readonly<Record<string, string>>;
  /** `chromium`, `firefox`, `webkit`, `model`. */
  readonly browsers: readonly string[];
  readonly scenarios: readonly Scenario[];
  /** Whether a scenario is to be played under a policy; all are when absent. */
  readonly isWanted?: (policyName: string, scenario: Scenario) => boolean;
  /** For one request of a page: milliseconds. */
  readonly timeoutMs: number;
  /** Requests under way at once. */
  readonly jobs: number;
  /** Which results keep their exchanges whole: those that fail or deviate, or all. */
  readonly evidence: 'failures' | 'all';
}

export type RunEvent =
  /** Something slow or noteworthy begins: one line for people. */
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'warning'; readonly text: string }
  | { readonly kind: 'planned'; readonly cells: number }
  | { readonly kind: 'result'; readonly result: Result };

export interface RunHooks {
  readonly onEvent: (event: RunEvent) => void;
  /** Ends the run early; what is done is kept, and the results say `interrupted`. */
  readonly signal: AbortSignal;
}

/** Nothing can be said: no browser, no target. The command ends with status 3. */
export class CannotRunError extends Error {
  override readonly name = 'CannotRunError';
}

/** Executes a run. Throws {@link CannotRunError} when not one cell could be tried. */
export type Run = (request: RunRequest, hooks: RunHooks) => Promise<Results>;
