import type { FetchRequest, TraceEntry } from '../fetch-standard/index.ts';
import type { PolicyDenial } from '../policy/denials.ts';
import type { WireFailureKind } from '../results/exchange.ts';
import type { Result } from '../results/results.ts';
import type { HeaderFault } from './header-conditions.ts';

/**
 * Why a check has its status: a code with its data. The texts are in texts.ts, and nothing depends on them.
 */
export type Reason = Fault | InconclusiveReason | HarnessError | ReportedFacts;

/** Which of the two responses to a request that needs a preflight. */
export type ResponsePart = 'preflight' | 'response';

/** What is wrong with the server's responses. `entry`: where the oracle's trace shows it. */
export type Fault =
  /** The policy allows it. */
  | ({ readonly code: 'response-blocked' } & OfRequest)
  /** The browser used a response again that an earlier request had stored, and that is not for this page. */
  | ({ readonly code: 'stale-cached-response' } & OfRequest)
  /** The policy does not allow it. */
  | ({ readonly code: 'response-readable'; readonly denial: PolicyDenial } & OfRequest)
  | ({ readonly code: 'sent-after-preflight'; readonly denial: PolicyDenial } & OfRequest)
  | ({
      readonly code: 'wrong-requests';
      readonly sent: readonly string[];
      readonly expected: readonly string[];
      /** In seconds, as the policy has it: preflights are sent too often, or too rarely. */
      readonly maxAge: number | undefined;
    } & OfRequest)
  | ({ readonly code: 'wrong-status'; readonly status: number; readonly expected: number } & OfRequest)
  | ({ readonly code: 'wrong-header'; readonly part: ResponsePart; readonly found: HeaderFault } & OfRequest)
  | ({ readonly code: 'header-not-exposed'; readonly headers: readonly string[] } & OfRequest)
  | ({ readonly code: 'header-exposed'; readonly headers: readonly string[] } & OfRequest)
  /** The body is not what the application sends. */
  | ({ readonly code: 'application-not-reached'; readonly expected: string } & OfRequest)
  | {
      readonly code: 'vary-missing';
      readonly method: string;
      readonly part: ResponsePart;
      /** Of the request; null without Origin. */
      readonly origin: string | null;
      readonly vary: string | null;
      /** Two responses of the same URL that differ. */
      readonly allowOrigins: readonly [AllowOriginSent, AllowOriginSent];
      readonly entry?: undefined;
    }
  | {
      readonly code: 'vary-request-missing';
      /** Of the preflight. */
      readonly header: string;
      /** Of the response: it differs between preflights. */
      readonly dependent: string;
      readonly vary: string | null;
      readonly values: readonly [string | null, string | null];
      readonly entry?: undefined;
    }
  | {
      readonly code: 'slow-request';
      readonly headerBytes: number;
      /** More often than this the time of a short request. */
      readonly times: number;
      readonly entry?: undefined;
    }
  | {
      readonly code: 'wrong-writes';
      readonly origin: string;
      readonly counted: number;
      readonly expected: number;
      readonly entry?: undefined;
    };

interface OfRequest {
  readonly request: FetchRequest;
  readonly entry?: TraceEntry | undefined;
}

export interface AllowOriginSent {
  /** Of the request; null without Origin. */
  readonly origin: string | null;
  /** Null when the response has no Access-Control-Allow-Origin. */
  readonly value: string | null;
}

/** Why a check says nothing about the server, though nothing broke. */
export type InconclusiveReason =
  | { readonly code: 'cookie-sent' }
  | { readonly code: 'cookie-not-sent' }
  | { readonly code: 'body-incomplete'; readonly method: string; readonly expected: string }
  /** corspec did not let a write reach the target. */
  | { readonly code: 'held-back'; readonly method: string; readonly afterPreflight: boolean }
  | { readonly code: 'headers-absent'; readonly headers: readonly string[] }
  | { readonly code: 'not-sent'; readonly part: ResponsePart }
  /** The application has no such method at a URL, and says so without CORS headers. */
  | { readonly code: 'method-not-supported'; readonly method: string; readonly status: number }
  /** RFC 9110, sections 15.5.22 and 15.6.6. */
  | { readonly code: 'version-not-supported'; readonly version: string; readonly status: number }
  | { readonly code: 'console-silent' }
  /** `document.cookie` shows a cookie that it should not show, or does not show one that it should. */
  | { readonly code: 'page-cookie'; readonly name: string; readonly isShown: boolean }
  /** The scenario is about libraries that answer preflights in another way. */
  | { readonly code: 'preflight-differs'; readonly found: HeaderFault }
  /** What the browser sent, or did not send, hides how the server behaves. */
  | { readonly code: 'hidden-by-deviation'; readonly deviations: readonly Deviation[] };

type Deviation = Result['deviations'][number];

/** Why a check has no verdict: corspec, the browser or the target broke, or cannot be understood. */
export type HarnessError =
  | {
      readonly code: 'target-broke';
      readonly method: string;
      readonly url: string;
      readonly kind: WireFailureKind;
      readonly detail: string;
    }
  /** The target refused a request, or asks to wait for longer than corspec does. */
  | { readonly code: 'rate-limited'; readonly status: number; readonly detail?: never }
  | { readonly code: 'rate-limited'; readonly detail: string; readonly status?: never }
  | CheckProblem
  | { readonly code: 'no-report' }
  | { readonly code: 'page-timeout'; readonly afterMs: number; readonly exchanges: number }
  | { readonly code: 'page-ended' }
  | { readonly code: 'connection-closed'; readonly method: string; readonly url: string }
  | { readonly code: 'writes-unknown' }
  /** A page reported a response that was never on the wire. */
  | { readonly code: 'unbacked-response'; readonly method: string; readonly path: string }
  | {
      readonly code: 'raw-request-failed';
      readonly method: string;
      readonly url: string;
      readonly detail: string;
    }
  | {
      readonly code: 'redirected-elsewhere';
      readonly method: string;
      readonly url: string;
      readonly location: string;
    }
  /** The browser deviates from the standard in a way that is not known; what it reported itself. */
  | {
      readonly code: 'unknown-deviation';
      readonly deviations: readonly Deviation[];
      readonly reported: readonly string[];
    };

/** What broke before there was anything to judge. */
export type CheckProblem =
  /** The browser or its page did not play the check. */
  | { readonly code: 'not-played'; readonly detail: string }
  | { readonly code: 'judge-failed'; readonly detail: string };

/** What a scenario without a right answer reports of a server. The scenario has the sentences. */
export interface ReportedFacts {
  readonly code: 'reported-facts';
  readonly facts: readonly string[];
}
