import type { RawHeader } from '../http1/raw-header.ts';

export type { RawHeader };

export interface RecordedRequest {
  readonly method: string;
  /** Absolute URL as the server knows it: corspec's own query parameter is taken out. */
  readonly url: string;
  readonly headers: readonly RawHeader[];
  /** The beginning of the body, as UTF-8 text. */
  readonly body: string;
  /** Length of the whole body in bytes. */
  readonly bodyBytes: number;
}

export interface RecordedResponse {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly RawHeader[];
  readonly body: string;
  readonly bodyBytes: number;
}

/** Why a request has no complete response. Nothing of this is the CORS policy's fault. */
export type WireFailureKind =
  /** The destination is none that was declared; nothing was sent. */
  | 'destination-refused'
  /** Nobody listens there, the name does not resolve, or TLS could not be agreed on. */
  | 'unreachable'
  /** The target closed or reset the connection before its response was complete. */
  | 'reset'
  /** The target did not answer in time. */
  | 'timeout'
  /** What came back is not HTTP. */
  | 'malformed'
  /** The response was longer than corspec relays. */
  | 'too-large'
  /** corspec did not pass it on, because the run is read-only. */
  | 'held-back'
  /** The browser closed its connection first. */
  | 'aborted';

export interface WireFailure {
  readonly kind: WireFailureKind;
  readonly detail: string;
}

/** A request and its response on the wire between a browser and a target. */
export interface Exchange {
  /** Counts the exchanges of a run in the order in which their requests arrived. */
  readonly sequence: number;
  /** The check whose page made the request, from corspec's query parameter; null for anything else. */
  readonly check: string | null;
  /** When the request's head had arrived: milliseconds since the epoch. */
  readonly startedAt: number;
  readonly durationMs: number;
  readonly request: RecordedRequest;
  /** Absent when no response head came back. With `failure` as well, the response broke off. */
  readonly response?: RecordedResponse;
  readonly failure?: WireFailure;
}
