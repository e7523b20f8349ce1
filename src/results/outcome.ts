import type { RawHeader } from './exchange.ts';

/** What a script observed of one request. */
export type StepOutcome =
  | {
      readonly kind: 'response';
      /** `Response.type`; null for clients that do not expose it (XMLHttpRequest). */
      readonly type: 'basic' | 'cors' | 'opaque' | 'opaqueredirect' | 'default' | 'error' | null;
      readonly status: number;
      readonly redirected: boolean;
      /** The URL that the script sees, at the end of all redirects; empty when it is hidden. */
      readonly url: string;
      /** The headers that the script can read. Omitted in results that pass. */
      readonly headers?: readonly RawHeader[];
      /** The beginning of the body. Omitted in results that pass. */
      readonly body?: string;
      /** Set when the body was not read to its end: the rest is unknown. */
      readonly incomplete?: true;
    }
  /** The request failed: to a script, a CORS refusal, a lost connection and bad arguments look alike. */
  | { readonly kind: 'error'; readonly name: string; readonly message: string }
  /** The browser took the request, and tells scripts nothing of its response. */
  | { readonly kind: 'sent' }
  /** The script timed out. Not a CORS result. */
  | { readonly kind: 'timeout'; readonly afterMs: number };

/** What the page observed of a check. */
export interface Outcome {
  /** One for each request of the scenario, in order. */
  readonly steps: readonly StepOutcome[];
  /** `document.cookie` at the end. */
  readonly cookie?: string;
  /** What the browser wrote to its console about these requests. */
  readonly console?: readonly string[];
}
