import type { Explanation } from './explanation.ts';

/** What a HAR file does not hold, or what was taken from elsewhere: a code with its data. */
export type HarNote =
  /** No Origin header was recorded. */
  | { readonly code: 'origin-from'; readonly source: 'preflight' | 'referer' | 'page' }
  /** The browser blocked a response that only a request with credentials makes it block. */
  | { readonly code: 'credentials-inferred' }
  /** Readable without credentials, blocked with them; the file does not tell which it was. */
  | { readonly code: 'blocked-with-credentials' }
  | { readonly code: 'preflight-not-recorded' }
  | { readonly code: 'preflight-response-not-recorded' }
  | { readonly code: 'response-not-recorded' }
  | { readonly code: 'request-not-recorded' }
  /** The browser reports an error, and the recorded headers pass every check. */
  | { readonly code: 'failed-otherwise'; readonly error: string };

/** `failed`: not by CORS, as far as the file tells. `unknown`: the file does not have what decides. */
export type HarOutcome = 'blocked' | 'unknown' | 'failed' | 'readable';

/** Requests with the same origin, URL without query, method, and deciding step. */
export interface HarGroup {
  readonly outcome: HarOutcome;
  readonly count: number;
  /** Indices in `log.entries`. */
  readonly entries: readonly number[];
  /** Of the first request. */
  readonly explanation: Explanation;
  readonly notes: readonly HarNote[];
  /** The command that asks the server. */
  readonly command: string;
}

/** The requests of a HAR file that CORS concerns. */
export interface HarExplanation {
  readonly schema: 'corspec/har@1';
  readonly file: string;
  /** The program that exported it, such as `Firefox 153.0`. */
  readonly exportedBy: string;
  /** All requests of the file, and those that CORS concerns. */
  readonly requests: number;
  readonly crossOrigin: number;
  /** The most severe first. */
  readonly groups: readonly HarGroup[];
}
