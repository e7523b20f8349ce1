import type { RawHeader } from './exchange.ts';

/** What a script saw of one request. */
export type StepOutcome =
  | {
      readonly kind: 'response';
      /** `Response.type`; null from clients that do not tell (XMLHttpRequest). */
      readonly type: 'basic' | 'cors' | 'opaque' | 'opaqueredirect' | 'default' | 'error' | null;
      readonly status: number;
      readonly redirected: boolean;
      /** The URL that the script sees, at the end of all redirects; empty when it is hidden. */
      readonly url: string;
      /** The headers that the script can read. Left out of a result that passes. */
      readonly headers?: readonly RawHeader[];
      /** The beginning of the body. Left out of a result that passes. */
      readonly body?: string;
      /** Set when the body was not read to its end: what it holds further on is not known. */
      readonly incomplete?: true;
    }
  /** The request failed: to a script, a CORS refusal, a lost connection and bad arguments look alike. */
  | { readonly kind: 'error'; readonly name: string; readonly message: string }
  /** The script waited in vain. This says nothing about CORS. */
  | { readonly kind: 'timeout'; readonly afterMs: number };

/** What the page saw of a check. */
export interface Outcome {
  /** One for each request of the scenario, in order. */
  readonly steps: readonly StepOutcome[];
  /** `document.cookie` at the end. */
  readonly cookie?: string;
  /** What the browser wrote to its console about these requests. */
  readonly console?: readonly string[];
}
