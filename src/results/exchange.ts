import type { RawHeader } from '../http1/raw-header.ts';

export type { RawHeader };

export interface RecordedRequest {
  readonly method: string;
  /** Absolute URL at the server, without corspec's query parameter. */
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

/** Why a request has no complete response. None of these is caused by CORS. */
export type WireFailureKind =
  /** The destination was not declared; the request was not sent. */
  | 'destination-refused'
  /** Connection refused, the host name does not resolve, or the TLS handshake failed. */
  | 'unreachable'
  /** The target closed or reset the connection before its response was complete. */
  | 'reset'
  /** The target did not respond in time. */
  | 'timeout'
  /** The response is not HTTP. */
  | 'malformed'
  /** The response was longer than corspec's limit. */
  | 'too-large'
  /** corspec did not forward it, because the target asks to wait, for longer than corspec does (Retry-After). */
  | 'asked-to-wait'
  /** corspec did not forward it, because the run is read-only. */
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
  /** When the request head arrived, or was forwarded if that was later: milliseconds since the epoch. */
  readonly startedAt: number;
  readonly durationMs: number;
  /** What the target was spoken to over; HTTP/1.1 when absent. */
  readonly protocol?: 'h2';
  readonly request: RecordedRequest;
  /** Absent without a response head. Together with `failure`, the response is incomplete. */
  readonly response?: RecordedResponse;
  readonly failure?: WireFailure;
}
